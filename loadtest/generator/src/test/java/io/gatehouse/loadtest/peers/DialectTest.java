package io.gatehouse.loadtest.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.link.Dialect;
import io.gatehouse.loadtest.wire.ScanFrame;
import io.gatehouse.proto.v1.Decision;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.Scan;
import io.gatehouse.proto.v1.Verdict;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each dialect sends, by the protocols' own documents, and what it makes of answers however they are cut. */
class DialectTest {
    private static final byte[] PASS = new byte[16];

    static {
        Arrays.fill(PASS, (byte) 'p');
    }

    /** Notes what it is told. */
    private static final class Notes implements Dialect.Heard {
        final List<String> heard = new ArrayList<>();
        private long due = 1;

        @Override
        public void open() {
            heard.add("open");
        }

        @Override
        public void reply(byte[] bytes) {
            heard.add("reply " + bytes.length);
        }

        @Override
        public long due() {
            return due;
        }

        @Override
        public void answer(int verdict) {
            heard.add(due++ + "=" + verdict);
        }

        @Override
        public void arrived() {
            heard.add(due++ + " arrived");
        }

        @Override
        public void wrong(String words) {
            heard.add("wrong: " + words);
        }
    }

    private static ScanFrame scan(long sequence) {
        ScanFrame scan = new ScanFrame();
        scan.sequence = sequence;
        scan.passHigh = ByteBuffer.wrap(PASS).getLong();
        scan.passLow = scan.passHigh;
        scan.scannedAtUs = 0x0102030405060708L;
        scan.direction = 1;
        scan.temperature = 366;
        scan.medium = 1;
        return scan;
    }

    private static byte[] encoded(Dialect dialect, long sequence) {
        byte[] out = new byte[2 + dialect.maxScanBytes()];
        int end = dialect.encode(scan(sequence), out, 2);
        return Arrays.copyOfRange(out, 2, end);
    }

    /** The same whole, cut in two at every place, and byte by byte. */
    private static void hears(java.util.function.Supplier<Dialect> dialects, byte[] bytes, String... expected) {
        for (int cut = 0; cut < bytes.length; cut++) {
            Notes notes = new Notes();
            Dialect dialect = dialects.get();
            int used = dialect.decode(bytes, 0, cut, notes);
            assertEquals(bytes.length, dialect.decode(bytes, used, bytes.length, notes), "cut at " + cut);
            assertEquals(List.of(expected), notes.heard, "cut at " + cut);
        }
        Notes notes = new Notes();
        Dialect dialect = dialects.get();
        int used = 0;
        for (int to = 1; to <= bytes.length; to++) {
            used = dialect.decode(bytes, used, to, notes);
        }
        assertEquals(List.of(expected), notes.heard, "byte by byte");
    }

    /** Whatever it heard before, it ends with a complaint that has these words. */
    private static void complains(Dialect dialect, byte[] bytes, String words) {
        Notes notes = new Notes();
        dialect.decode(bytes, 0, bytes.length, notes);
        String last = notes.heard.isEmpty() ? "nothing" : notes.heard.get(notes.heard.size() - 1);
        assertTrue(last.startsWith("wrong: ") && last.contains(words), last);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void redisGetsAndAdds() {
        String pass = "p".repeat(16);
        assertEquals(
                "*2\r\n$3\r\nGET\r\n$16\r\n" + pass + "\r\n",
                new String(encoded(new RedisDialect(7, false), 1), StandardCharsets.ISO_8859_1));
        assertEquals(
                "*2\r\n$3\r\nGET\r\n$16\r\n" + pass
                        + "\r\n*10\r\n$4\r\nXADD\r\n$5\r\nscans\r\n$6\r\nMAXLEN\r\n$1\r\n~\r\n$6\r\n100000\r\n$1\r\n*\r\n"
                        + "$4\r\ngate\r\n$3\r\n123\r\n$4\r\nscan\r\n$27\r\n" + pass
                        + "\1\2\3\4\5\6\7\10\1\1\156\r\n",
                new String(encoded(new RedisDialect(123, true), 1), StandardCharsets.ISO_8859_1));
    }

    @Test
    void redisAnswers() {
        hears(() -> new RedisDialect(0, false), ascii("+PONG\r\n$1\r\n1\r\n$1\r\n3\r\n"), "open", "1=1", "2=3");
        String added = "$15\r\n1700000000000-0\r\n";
        hears(
                () -> new RedisDialect(0, true),
                ascii("+PONG\r\n$1\r\n1\r\n" + added + "$1\r\n2\r\n" + added),
                "open",
                "1=1",
                "2=2");
        complains(new RedisDialect(0, false), ascii("+PONG\r\n$-1\r\n"), "does not know the pass of scan 1");
        complains(new RedisDialect(0, false), ascii("+PONG\r\n-OOM no memory\r\n"), "OOM no memory");
        complains(new RedisDialect(0, true), ascii("+PONG\r\n$1\r\n1\r\n-MISCONF disk\r\n"), "MISCONF disk");
    }

    @Test
    void mqttPublishes() {
        Dialect mqtt = new MqttDialect(12);
        byte[] connect = mqtt.greeting();
        assertArrayEquals(
                ascii("\20\23\0\4MQTT\4\2\0\0\0\7gate-12"),
                connect,
                () -> new String(connect, StandardCharsets.ISO_8859_1));
        byte[] publish = encoded(mqtt, 65_536);
        assertEquals(0x32, publish[0]);
        assertEquals(publish.length - 2, publish[1]);
        assertEquals("\0\4g/12\0\1", new String(publish, 2, 8, StandardCharsets.ISO_8859_1));
        byte[] frame = new byte[ScanFrame.MAX_BYTES];
        int length = scan(65_536).encode(frame, 0);
        assertArrayEquals(Arrays.copyOf(frame, length), Arrays.copyOfRange(publish, 10, publish.length));
    }

    @Test
    void mqttIdsGoRoundWithoutZero() {
        assertEquals(1, MqttDialect.packetId(1));
        assertEquals(65_535, MqttDialect.packetId(65_535));
        assertEquals(1, MqttDialect.packetId(65_536));
    }

    @Test
    void mqttAnswers() {
        byte[] acks = {0x20, 2, 0, 0, 0x40, 2, 0, 1, 0x40, 2, 0, 2};
        hears(() -> new MqttDialect(0), acks, "open", "1 arrived", "2 arrived");
        complains(new MqttDialect(0), new byte[] {0x20, 2, 0, 5}, "return code 5");
        complains(new MqttDialect(0), new byte[] {0x20, 2, 0, 0, 0x40, 2, 0, 2}, "packet 2 came where 1 was due");
        complains(new MqttDialect(0), new byte[] {(byte) 0xd0, 0, 0, 0}, "kind 0xd0");
    }

    @Test
    void postgresBindsExecutesAndSyncs() {
        ByteBuffer sent = ByteBuffer.wrap(encoded(new PostgresDialect(258), 1));
        ByteBuffer select = message(sent, 'B');
        assertEquals("\0s\0\0\1\0\1\0\1\0\0\0\20" + "p".repeat(16) + "\0\1\0\1", text(select));
        assertEquals("\0\0\0\0\0", text(message(sent, 'E')));
        ByteBuffer insert = message(sent, 'B');
        assertEquals(
                "\0i\0\0\1\0\1\0\5\0\0\0\20" + "p".repeat(16) + "\0\0\0\4\0\0\1\2" + "\0\0\0\2\0\1"
                        + "\0\0\0\10\1\2\3\4\5\6\7\10" + "\0\0\0\2\1\156" + "\0\0",
                text(insert));
        assertEquals("\0\0\0\0\0", text(message(sent, 'E')));
        assertEquals("", text(message(sent, 'S')));
        assertEquals(0, sent.remaining());
    }

    private static ByteBuffer message(ByteBuffer from, char kind) {
        assertEquals(kind, from.get());
        int length = from.getInt() - 4;
        ByteBuffer body = from.slice(from.position(), length);
        from.position(from.position() + length);
        return body;
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.ISO_8859_1.decode(bytes).toString();
    }

    private static byte[] postgres(String... messages) {
        Bytes all = new Bytes();
        for (String message : messages) {
            all.text(message.substring(0, 1)).u32(message.length() + 3).raw(ascii(message.substring(1)));
        }
        return all.array();
    }

    @Test
    void postgresAnswers() {
        byte[] answers = postgres(
                "R\0\0\0\0",
                "Sa\0b\0",
                "ZI",
                "1",
                "1",
                "ZI",
                "2",
                "D\0\1\0\0\0\2\0\3",
                "CSELECT 1\0",
                "2",
                "CINSERT 0 1\0",
                "ZI");
        // Its two statements and a Sync.
        hears(() -> new PostgresDialect(0), answers, "reply 164", "open", "1=3");
        complains(new PostgresDialect(0), postgres("R\0\0\0\5"), "password");
        complains(new PostgresDialect(0), postgres("ESERROR\0C42P01\0Mno such table\0\0"), "no such table");
        complains(
                new PostgresDialect(0),
                postgres("ZI", "ZI", "2", "CSELECT 0\0", "2", "CINSERT 0 1\0", "ZI"),
                "does not know the pass of scan 1");
        complains(new PostgresDialect(0), new byte[] {'Z', 0, 0, 0, 0}, "length below 4");
    }

    @Test
    void grpcSendsOneDataFrameForAScan() throws Exception {
        ByteBuffer sent = ByteBuffer.wrap(encoded(new GrpcDialect(), 300));
        int length = sent.getInt() >>> 8;
        sent.position(3);
        assertEquals(0, sent.get(), "DATA");
        assertEquals(0, sent.get(), "flags");
        assertEquals(1, sent.getInt(), "stream");
        assertEquals(length, sent.remaining());
        assertEquals(0, sent.get(), "not compressed");
        assertEquals(sent.getInt(), sent.remaining());
        Scan scan = Scan.parseFrom(sent);
        assertEquals(300, scan.getSequence());
        assertArrayEquals(PASS, scan.getPassId().toByteArray());
        assertEquals(366, scan.getTemperatureDecicelsius());
    }

    private static byte[] frame(int kind, int flags, int stream, byte[] body) {
        return new Bytes()
                .u8(0)
                .u16(body.length)
                .u8(kind)
                .u8(flags)
                .u32(stream)
                .raw(body)
                .array();
    }

    private static byte[] decision(long sequence, Verdict verdict) {
        byte[] message = Decision.newBuilder()
                .setSequence(sequence)
                .setVerdict(verdict)
                .addReasons(Reason.REASON_OK)
                .setAttention(true)
                .build()
                .toByteArray();
        return new Bytes().u8(0).u32(message.length).raw(message).array();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    @Test
    void grpcAnswersAlsoWhereAMessageIsInTwoFrames() {
        byte[] second = decision(2, Verdict.VERDICT_DENY);
        byte[] answers = joined(
                frame(4, 0, 0, new byte[0]),
                frame(4, 1, 0, new byte[0]),
                frame(8, 0, 0, new Bytes().u32(1_000).array()),
                frame(6, 0, 0, new byte[8]),
                frame(1, 4, 1, ascii("headers")),
                frame(0, 0, 1, joined(decision(1, Verdict.VERDICT_ALLOW), Arrays.copyOf(second, 7))),
                frame(0, 0, 1, Arrays.copyOfRange(second, 7, second.length)),
                frame(0, 0, 1, decision(3, Verdict.VERDICT_REFER)));
        hears(GrpcDialect::new, answers, "reply 9", "open", "reply 17", "1=1", "2=2", "3=3");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void grpcComplainsOfAnotherScansDecision(int more) {
        byte[] answer = frame(0, 0, 1, decision(2 + more, Verdict.VERDICT_ALLOW));
        complains(new GrpcDialect(), answer, "no decision of scan 1");
    }

    @Test
    void grpcComplainsOfTheEnd() {
        complains(new GrpcDialect(), frame(1, 5, 1, ascii("trailers")), "ended the stream");
        complains(new GrpcDialect(), frame(3, 0, 1, new Bytes().u32(8).array()), "reset the stream: error 8");
        byte[] away = new Bytes().u32(1).u32(2).text("bye").array();
        complains(new GrpcDialect(), frame(7, 0, 0, away), "error 2 bye");
        complains(new GrpcDialect(), frame(0, 8, 1, new byte[3]), "padding");
        complains(new GrpcDialect(), frame(0, 0, 1, new byte[] {1, 0, 0, 0, 0}), "compressed");
    }

    @Test
    void grpcDoesNotSendMoreThanThereIsRoomFor() {
        GrpcDialect dialect = new GrpcDialect();
        byte[] out = new byte[dialect.maxScanBytes()];
        for (int i = 1; i <= 65_535 / 40; i++) {
            dialect.encode(scan(i), out, 0);
        }
        complains(dialect, frame(8, 0, 1, new Bytes().u32(1_000_000).array()), "flow control");
    }
}
