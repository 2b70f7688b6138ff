package io.gatehouse.server.process;

import static io.gatehouse.server.process.RawGate.of;
import static io.gatehouse.server.process.RawGate.scan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.gatehouse.proto.journal.v1.LostRecord;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.journal.v1.ScanRecord;
import io.gatehouse.proto.v1.Acted;
import io.gatehouse.proto.v1.Authority;
import io.gatehouse.proto.v1.Decision;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Hello;
import io.gatehouse.proto.v1.Lost;
import io.gatehouse.proto.v1.Outcome;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.Refusal.Code;
import io.gatehouse.proto.v1.ServerMessage.BodyCase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What messages hold, whole or cut, odd or wrong: what the gate hears, and what stands in the journal. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class ContentTest {
    @TempDir
    private static Path home;

    private static LiveServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new LiveServer(home, 20, "io-threads = 1");
    }

    @AfterAll
    static void end() throws Exception {
        server.endInOrder();
    }

    @Test
    void framesCutAnywhere() throws IOException {
        try (RawGate gate = server.welcomed();
                RawGate other = server.welcomed()) {
            long sequence = 1;
            int cut = 1;
            int length;
            do {
                byte[] bytes = RawGate.frames(
                        of(scan(sequence, server.pass(0)).setMediumValue(1)),
                        RawGate.heartbeat(sequence, 0),
                        of(scan(sequence + 1, server.pass(1)).setMediumValue(2)));
                length = bytes.length;
                gate.write(bytes, 0, cut);
                // One loop serves both: behind the second answer it has read the first part.
                other.roundTrip(2 * cut);
                byte[] halves = RawGate.frames(RawGate.heartbeat(2 * cut + 1, 0), RawGate.heartbeat(-cut, 0));
                int half = halves.length - 1 - cut % (halves.length / 2 - 1);
                other.write(halves, 0, half);
                awaitEcho(other, 2 * cut + 1);
                // Now each of them has the beginning of a frame there.
                gate.write(bytes, cut, length);
                answered(gate, sequence);
                other.write(halves, half, halves.length);
                awaitEcho(other, -cut);
                sequence += 2;
            } while (++cut < length);
            System.out.println("three frames cut at " + (cut - 1) + " places");
        }
    }

    private static void awaitEcho(RawGate gate, long sentAtUs) throws IOException {
        while (gate.next(BodyCase.HEARTBEAT).getHeartbeat().getEchoUs() != sentAtUs) {
            // The server's own.
        }
    }

    /** Two decisions in order, the heartbeat's answer, and an ack of both. */
    private static void answered(RawGate gate, long sequence) throws IOException {
        long decided = sequence - 1;
        boolean echoed = false;
        long acknowledged = 0;
        while (!echoed || acknowledged <= sequence) {
            var message = gate.read();
            switch (message.getBodyCase()) {
                case DECISION -> assertEquals(++decided, message.getDecision().getSequence());
                case ACK -> acknowledged = message.getAck().getDurableSequence();
                case HEARTBEAT -> echoed |= message.getHeartbeat().getEchoUs() == sequence;
                default -> throw new AssertionError(message.toString());
            }
        }
        assertEquals(sequence + 1, decided);
        assertEquals(sequence + 1, acknowledged);
    }

    @Test
    void everySequencedMessageIsAcknowledgedAndJournaled() throws IOException {
        Hello.Builder hello = server.site.hello(server.gate(), 3);
        try (RawGate gate = server.welcomed(hello)) {
            gate.send(
                    of(scan(1, server.pass(0))),
                    GateMessage.newBuilder()
                            .setDeviceEvent(DeviceEvent.newBuilder()
                                    .setSequence(2)
                                    .setKind(DeviceEvent.Kind.KIND_DOOR_HELD)
                                    .setOccurredAtUs(PlainGate.nowUs())
                                    .setDetail("wedge"))
                            .build(),
                    GateMessage.newBuilder()
                            .setLost(Lost.newBuilder()
                                    .setFirstSequence(2)
                                    .setSequence(9)
                                    .setDetail("spool unreadable"))
                            .build(),
                    GateMessage.newBuilder()
                            .setOutcome(Outcome.newBuilder()
                                    .setSequence(10)
                                    .setScanSequence(1)
                                    .setPassId(server.pass(0))
                                    .setDirection(Direction.DIRECTION_ENTRY)
                                    .setActedAtUs(PlainGate.nowUs())
                                    .setActed(Acted.newBuilder()
                                            .setOpened(true)
                                            .setAuthority(Authority.AUTHORITY_GUARD)
                                            .setOperator("G7")))
                            .build());
            gate.awaitAck(10);
        }
        List<Record> records = server.records(hello.getGateId());
        assertEquals(4, records.size(), records::toString);
        assertEquals(1, records.get(0).getScan().getSequence());
        assertEquals(
                DeviceEvent.Kind.KIND_DOOR_HELD, records.get(1).getDeviceEvent().getKind());
        assertEquals("wedge", records.get(1).getDeviceEvent().getDetail());
        LostRecord lost = records.get(2).getLost();
        assertEquals(
                List.of(3L, 9L, 2L),
                List.of(lost.getFirstSequence(), lost.getSequence(), lost.getStatedFirstSequence()));
        assertEquals("spool unreadable", lost.getDetail());
        assertEquals("G7", records.get(3).getOutcome().getActed().getOperator());
        assertEquals(1, records.get(3).getOutcome().getScanSequence());
    }

    private static UnknownFieldSet field(int number, byte... content) {
        return UnknownFieldSet.newBuilder()
                .addField(
                        number,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFrom(content))
                                .build())
                .build();
    }

    @Test
    void textThatIsNotUtf8IsMendedAndFlagged() throws IOException {
        Hello.Builder hello = server.site.hello(server.gate(), 3);
        Acted.Builder acted =
                Acted.newBuilder().setOpened(true).setReason(Reason.REASON_OK).setAuthority(Authority.AUTHORITY_GUARD);
        UnknownFieldSet operator = field(Acted.OPERATOR_FIELD_NUMBER, (byte) 'G', (byte) 0xc3, (byte) '(');
        try (RawGate gate = server.welcomed(hello)) {
            gate.send(
                    of(scan(1, server.pass(0)).setActed(acted.clone().setUnknownFields(operator))),
                    of(scan(2, server.pass(0)).setActed(acted.clone().setOperator("G8"))));
            assertEquals(BodyCase.ACK, gate.read().getBodyCase(), "acted on already: no decision");
        }
        List<Record> records = server.records(hello.getGateId());
        ScanRecord mended = records.get(0).getScan();
        assertTrue(mended.getTextMended());
        assertEquals("G\ufffd(", mended.getActed().getOperator());
        assertTrue(mended.getActed().getOpened());
        try (RawGate gate = server.welcomed(hello)) {
            gate.send(of(scan(3, server.pass(0))));
            gate.awaitAck(3);
        }
        ScanRecord plain = server.records(hello.getGateId()).get(1).getScan();
        assertFalse(plain.getTextMended());
        assertEquals("G8", plain.getActed().getOperator());
    }

    @Test
    void whatIsNotKnownIsSkipped() throws IOException {
        Hello.Builder hello = server.site.hello(server.gate(), 3);
        hello.setUnknownFields(field(77, (byte) 1));
        try (RawGate gate = server.welcomed(hello)) {
            gate.send(
                    GateMessage.newBuilder()
                            .setUnknownFields(field(15, (byte) 8, (byte) 1))
                            .build(),
                    of(scan(1, server.pass(0)).setUnknownFields(field(500, (byte) 9))),
                    of(scan(2, server.pass(1))).toBuilder()
                            .setUnknownFields(field(88, (byte) 1))
                            .build(),
                    GateMessage.newBuilder().setUnknownFields(field(2_000)).build());
            assertEquals(1, gate.next(BodyCase.DECISION).getDecision().getSequence());
            assertEquals(2, gate.next(BodyCase.DECISION).getDecision().getSequence());
            gate.awaitAck(2);
            gate.roundTrip(5);
        }
    }

    @Test
    void whatIsTooLongIsCutAndWhatIsNotKnownIsUnspecified() throws IOException {
        Hello.Builder hello = server.site.hello(server.gate(), 3);
        ByteString longId = ByteString.copyFromUtf8("p".repeat(100));
        try (RawGate gate = server.welcomed(hello)) {
            gate.send(
                    of(scan(1, longId)),
                    of(scan(2, server.pass(0)).setDirectionValue(9)),
                    GateMessage.newBuilder()
                            .setDeviceEvent(DeviceEvent.newBuilder()
                                    .setSequence(3)
                                    .setKindValue(99)
                                    .setDetail("d".repeat(1_000)))
                            .build());
            for (int i = 1; i <= 2; i++) {
                Decision decision = gate.next(BodyCase.DECISION).getDecision();
                assertEquals(i, decision.getSequence());
                assertEquals(List.of(Reason.REASON_MALFORMED_SCAN), decision.getReasonsList());
            }
            gate.awaitAck(3);
        }
        List<Record> records = server.records(hello.getGateId());
        ScanRecord cut = records.get(0).getScan();
        assertEquals(longId.substring(0, 64), cut.getPassId());
        assertTrue(cut.getTextMended());
        assertEquals(Direction.DIRECTION_UNSPECIFIED, records.get(1).getScan().getDirection());
        assertTrue(records.get(1).getScan().getTextMended());
        assertEquals(
                DeviceEvent.Kind.KIND_UNSPECIFIED,
                records.get(2).getDeviceEvent().getKind());
        assertEquals("d".repeat(200), records.get(2).getDeviceEvent().getDetail());
        assertTrue(records.get(2).getDeviceEvent().getTextMended());
    }

    @Test
    void whatDoesNotParseIsRefusedWithTheNextSequence() throws IOException {
        try (RawGate gate = server.welcomed()) {
            gate.send(of(scan(1, server.pass(0))));
            // A scan whose pass_id is longer than its message.
            gate.write(new byte[] {6, 0x12, 4, 0x08, 2, 0x12, 16});
            assertEquals(1, gate.next(BodyCase.DECISION).getDecision().getSequence());
            assertEquals(2, gate.refusal(Code.CODE_MALFORMED).getExpectedSequence());
        }
        for (Lost.Builder wrong : List.of(
                Lost.newBuilder().setSequence(3),
                Lost.newBuilder().setFirstSequence(4).setSequence(3))) {
            try (RawGate gate = server.welcomed()) {
                gate.send(GateMessage.newBuilder().setLost(wrong).build());
                assertEquals(1, gate.refusal(Code.CODE_MALFORMED).getExpectedSequence());
            }
        }
        try (RawGate gate = server.welcomed()) {
            gate.send(of(scan(0, server.pass(0))));
            assertEquals(1, gate.refusal(Code.CODE_MALFORMED).getExpectedSequence());
        }
    }
}
