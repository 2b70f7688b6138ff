package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Hello;
import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.proto.v1.Refusal.Code;
import io.gatehouse.proto.v1.ServerMessage.BodyCase;
import io.gatehouse.testing.Counts;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What comes to an open port: wrong bytes, crowds, and peers that don't read. Nobody else feels it. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class HostileTest {
    private static final int GATES = 1_100;
    private static final int CROWD = 1_000;
    /** Fewer than the window. */
    private static final int FLOOD = 400;

    @TempDir
    private static Path home;

    private static LiveServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new LiveServer(home, GATES, "io-threads = 1", "session.slow-reader = 1s");
    }

    @AfterAll
    static void end() throws Exception {
        server.endInOrder();
    }

    // ---- bytes that are no frames ---------------------------------------------------------------------

    private static Refusal answerTo(byte[] bytes) throws IOException {
        try (RawGate gate = server.connect()) {
            gate.write(bytes);
            return gate.refusal();
        }
    }

    private static void refused(Code code, byte[] bytes) throws IOException {
        assertEquals(code, answerTo(bytes).getCode());
    }

    private static void refused(Code code, String hex) throws IOException {
        refused(code, HexFormat.of().parseHex(hex));
    }

    @Test
    void anHttpRequest() throws IOException {
        String request = "GET /metrics HTTP/1.1\r\nHost: gates.example\r\nUser-Agent: Mozilla/5.0 (X11; Linux)\r\n"
                + "Accept: text/html\r\nAccept-Language: zh-CN\r\n\r\n";
        refused(Code.CODE_MALFORMED, request.getBytes(StandardCharsets.US_ASCII));
        server.assertServes();
    }

    @Test
    void aTlsClientHello() throws IOException {
        // A record of 512 bytes: handshake, TLS 1.0, then a ClientHello 1.2 with its random.
        byte[] hello = Arrays.copyOf(HexFormat.of().parseHex("1603010200010001fc0303"), 517);
        Arrays.fill(hello, 11, 43, (byte) 0x5a);
        refused(Code.CODE_MALFORMED, hello);
        server.assertServes();
    }

    @Test
    void randomBytes() throws IOException {
        long seed = System.nanoTime();
        int count = Counts.of(200, 500, 5_000);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            // Long enough for a whole first frame, whatever its length says.
            byte[] bytes = new byte[520 + random.nextInt(4_000)];
            random.nextBytes(bytes);
            Code code = answerTo(bytes).getCode();
            int which = i;
            assertTrue(
                    code == Code.CODE_MALFORMED || code == Code.CODE_FRAME_TOO_LARGE,
                    () -> code + ", seed " + seed + ", draw " + which);
        }
        server.assertServes();
        Counts.report("random openings", count, 5_000);
    }

    @Test
    void lengths() throws IOException {
        refused(Code.CODE_MALFORMED, "00");
        refused(Code.CODE_MALFORMED, "8100");
        refused(Code.CODE_MALFORMED, "818000");
        refused(Code.CODE_FRAME_TOO_LARGE, "8104");
        refused(Code.CODE_FRAME_TOO_LARGE, "808080");
        refused(Code.CODE_FRAME_TOO_LARGE, "ffffffff0f");
        String[][] welcomed = {
            {"00", "CODE_MALFORMED"},
            {"8100", "CODE_MALFORMED"},
            {"8120", "CODE_FRAME_TOO_LARGE"},
            {"ffffff", "CODE_FRAME_TOO_LARGE"}
        };
        for (String[] one : welcomed) {
            try (RawGate gate = server.welcomed()) {
                gate.send(RawGate.of(RawGate.scan(1, server.pass(1))));
                gate.write(HexFormat.of().parseHex(one[0]));
                assertEquals(
                        1, gate.next(BodyCase.DECISION).getDecision().getSequence(), "what came before is answered");
                gate.refusal(Code.valueOf(one[1]));
            }
        }
    }

    @Test
    void theLongestFramesAreTaken() throws IOException {
        Hello.Builder hello = server.site.hello(server.gate(), 1);
        int bare = RawGate.of(hello.setSoftware("x".repeat(200))).getSerializedSize();
        RawGate.of(hello.setSoftware("x".repeat(200 + 512 - bare)));
        assertEquals(512, RawGate.of(hello).getSerializedSize());
        try (RawGate gate = server.welcomed(hello)) {
            GateMessage filled = withUnknown(RawGate.heartbeat(7, 0), 4_096);
            gate.send(filled);
            assertEquals(7, gate.next(BodyCase.HEARTBEAT).getHeartbeat().getEchoUs());
            gate.send(withUnknown(RawGate.heartbeat(7, 0), 4_097));
            gate.refusal(Code.CODE_FRAME_TOO_LARGE);
        }
        refused(Code.CODE_FRAME_TOO_LARGE, RawGate.frames(RawGate.of(hello.setSoftware("x".repeat(200 + 513 - bare)))));
    }

    /** The message with an unknown field that fills it up to a size. */
    private static GateMessage withUnknown(GateMessage message, int size) {
        int head = 4;
        var filler = ByteString.copyFrom(new byte[size - message.getSerializedSize() - head]);
        GateMessage filled = message.toBuilder()
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                99,
                                UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(filler)
                                        .build())
                        .build())
                .build();
        assertEquals(size, filled.getSerializedSize());
        return filled;
    }

    @Test
    void aRefusalIsReadableBehindAnythingThatWasSent() throws IOException {
        byte[] much = new byte[1 << 20];
        Arrays.fill(much, (byte) 1);
        for (int i = 0; i < 20; i++) {
            try (RawGate gate = server.welcomed()) {
                gate.write(new byte[] {0});
                gate.write(much);
                gate.refusal(Code.CODE_MALFORMED);
            }
        }
    }

    // ---- crowds and peers that don't read -------------------------------------------------------------

    @Test
    void aThousandGatesAtOnce() throws IOException {
        List<Hello.Builder> hellos = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            hellos.add(server.site.hello(GATES - 1 - i, 5));
        }
        List<RawGate> gates = new ArrayList<>();
        try {
            long begun = System.nanoTime();
            for (int i = 0; i < CROWD; i++) {
                gates.add(server.connect());
                gates.get(i).send(RawGate.of(hellos.get(i)));
            }
            for (RawGate gate : gates) {
                assertEquals(0, gate.next(BodyCase.WELCOME).getWelcome().getDurableSequence());
            }
            System.out.printf("%d gates welcomed in %d ms%n", CROWD, (System.nanoTime() - begun) / 1_000_000);
            for (RawGate gate : gates) {
                gate.send(RawGate.of(RawGate.scan(1, server.pass(3))));
            }
            for (RawGate gate : gates) {
                gate.awaitAck(1);
            }
        } finally {
            for (RawGate gate : gates) {
                gate.close();
            }
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(
                Path.of("/proc", Long.toString(server.process.process().pid()), "fd"))) {
            return open.count();
        }
    }

    @Test
    void comingAndGoingLeavesNoDescriptorBehind() throws Exception {
        server.assertServes();
        long base = settled(Long.MAX_VALUE);
        int cycles = Counts.of(2_000, 2_000, 20_000);
        Hello.Builder hello = server.site.hello(server.gate(), 5);
        for (int i = 0; i < cycles; i++) {
            comeAndGo(i % 5, hello);
        }
        long left = settled(base);
        assertTrue(left <= base, () -> "descriptors: " + base + ", then " + left);
        server.assertServes();
        System.out.printf("%d connections came and went; descriptors %d, then %d%n", cycles, base, left);
    }

    private static void comeAndGo(int how, Hello.Builder hello) throws IOException {
        try (RawGate gate = server.connect()) {
            switch (how) {
                case 0 -> {
                    gate.socket.shutdownOutput();
                    assertNull(gate.read(), "the other half is closed, too");
                }
                case 1 -> gate.reset();
                case 2 -> {
                    gate.send(RawGate.of(hello.setProtocolVersion(1)));
                    gate.reset();
                }
                case 3 -> {
                    gate.send(RawGate.of(hello.setProtocolVersion(2)));
                    gate.socket.shutdownOutput();
                }
                default -> gate.write(new byte[] {0x40});
            }
        }
    }

    /** Descriptors of the server once no gate is connected and no more than {@code most} are open, or 20 s later. */
    private static long settled(long most) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            boolean connected = server.process.metric("gatehouse_connections") > 0;
            long count = descriptors();
            if (!connected && count <= most || System.nanoTime() - until > 0) {
                return count;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Test
    void aGateThatDoesNotReadIsClosedAndOthersAreServed() throws Exception {
        String slow = "gatehouse_connections_closed_total{reason=\"slow\"}";
        double before = server.process.metric(slow);
        try (SocketChannel deaf = SocketChannel.open();
                RawGate other = server.welcomed()) {
            deaf.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
            deaf.connect(server.process.gates());
            deaf.write(ByteBuffer.wrap(RawGate.frames(RawGate.of(server.site.hello(server.gate(), 1)))));
            other.roundTrip(1);
            awaitWelcome(deaf);
            long most = resident();
            long first = most;
            deaf.configureBlocking(false);
            ByteBuffer left = ByteBuffer.wrap(scans());
            byte[] heartbeats = heartbeats();
            long sent = 0;
            int roundsClosed = 0;
            for (long round = 1; server.process.metric(slow) == before; round++) {
                if (!left.hasRemaining()) {
                    left = ByteBuffer.wrap(heartbeats);
                }
                int had = left.remaining();
                if (!wrote(deaf, left)) {
                    assertTrue(++roundsClosed < 100, () -> "closed, but not as slow: " + closes());
                }
                sent += had - left.remaining();
                other.send(RawGate.of(RawGate.scan(2 * round - 1, server.pass(3))));
                other.awaitAck(2 * round - 1);
                other.send(RawGate.of(RawGate.scan(2 * round, server.pass(4))));
                other.awaitAck(2 * round);
                most = Math.max(most, resident());
            }
            System.out.printf("slow reader: %d KiB sent, %d MiB more memory%n", sent / 1_024, most - first);
            assertTrue(most - first < 300, "MiB more than before: " + (most - first));
        }
        server.assertServes();
    }

    /** Reads the two bytes that begin a Welcome, and nothing after them. */
    private static void awaitWelcome(SocketChannel channel) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(2);
        while (head.hasRemaining()) {
            assertTrue(channel.read(head) >= 0, "closed");
        }
        assertEquals(BodyCase.WELCOME.getNumber() << 3 | 2, head.get(1));
    }

    /** Scans that fit into the window: a gate that reads no ack may send no more. */
    private static byte[] scans() throws IOException {
        GateMessage[] all = new GateMessage[FLOOD];
        for (int i = 0; i < FLOOD; i++) {
            all[i] = RawGate.of(RawGate.scan(i + 1, server.pass(i + 1)));
        }
        return RawGate.frames(all);
    }

    /** What a gate may send without end. Each is answered. */
    private static byte[] heartbeats() throws IOException {
        GateMessage[] all = new GateMessage[3 * FLOOD];
        for (int i = 0; i < all.length; i++) {
            all[i] = RawGate.heartbeat(i + 1, 0);
        }
        return RawGate.frames(all);
    }

    private static List<String> closes() {
        try {
            return server.process
                    .get("/metrics", null)
                    .lines()
                    .filter(line -> line.startsWith("gatehouse_connections_closed_total"))
                    .toList();
        } catch (IOException | InterruptedException gone) {
            return List.of(gone.toString());
        }
    }

    private static boolean wrote(SocketChannel channel, ByteBuffer bytes) {
        try {
            channel.write(bytes);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /** MiB of memory that the server holds. */
    private static long resident() throws IOException {
        String statm = Files.readString(
                Path.of("/proc", Long.toString(server.process.process().pid()), "statm"));
        return Long.parseLong(statm.split(" ")[1]) * 4 / 1_024;
    }
}
