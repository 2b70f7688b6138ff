package io.gatehouse.server.process;

import static io.gatehouse.server.process.RawGate.heartbeat;
import static io.gatehouse.server.process.RawGate.of;
import static io.gatehouse.server.process.RawGate.scan;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.Command;
import io.gatehouse.proto.v1.Decision;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Hello;
import io.gatehouse.proto.v1.Lost;
import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.proto.v1.Refusal.Code;
import io.gatehouse.proto.v1.Scan;
import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.proto.v1.ServerMessage.BodyCase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The protocol's session rules, sequences and takeovers, held against the real server. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class ProtocolTest {
    private static final int WINDOW = 16;
    private static final int TAKEOVERS = 15;

    @TempDir
    private static Path home;

    private static LiveServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new LiveServer(home, 60, "io-threads = 1", "session.window = " + WINDOW);
    }

    @AfterAll
    static void end() throws Exception {
        server.endInOrder();
    }

    private static ByteString pass(int index) {
        return server.pass(index);
    }

    // ---- session ------------------------------------------------------------------------------------

    private static Refusal answerTo(Code code, GateMessage... messages) throws IOException {
        try (RawGate gate = server.connect()) {
            gate.send(messages);
            return gate.refusal(code);
        }
    }

    @Test
    void nothingComesBeforeHello() throws IOException {
        answerTo(Code.CODE_MALFORMED, of(scan(1, pass(0))));
        answerTo(Code.CODE_MALFORMED, heartbeat(1, 0));
        answerTo(Code.CODE_MALFORMED, of(server.site.hello(server.gate(), 1)), of(scan(1, pass(0))));
    }

    @Test
    void aSecondHelloIsOutOfPlace() throws IOException {
        Hello.Builder hello = server.site.hello(server.gate(), 1);
        try (RawGate gate = server.welcomed(hello)) {
            gate.send(of(scan(1, pass(0))), of(hello));
            assertEquals(1, gate.next(BodyCase.DECISION).getDecision().getSequence());
            assertEquals(2, gate.refusal(Code.CODE_MALFORMED).getExpectedSequence());
        }
    }

    @Test
    void anUnknownGateAndAWrongTokenHearTheSame() throws IOException {
        Hello.Builder hello = server.site.hello(server.gate(), 1);
        Refusal wrongToken =
                answerTo(Code.CODE_UNAUTHENTICATED, of(hello.clone().setToken(ByteString.copyFromUtf8("wrong"))));
        Refusal noToken = answerTo(Code.CODE_UNAUTHENTICATED, of(hello.clone().clearToken()));
        Refusal unknown = answerTo(Code.CODE_UNAUTHENTICATED, of(hello.clone().setGateId("9999-99")));
        Refusal other = answerTo(
                Code.CODE_UNAUTHENTICATED,
                of(hello.clone().setGateId(server.site.hello(server.gate(), 1).getGateId())));
        assertEquals(wrongToken, noToken);
        assertEquals(wrongToken, unknown);
        assertEquals(wrongToken, other);
    }

    @Test
    void anotherVersionIsUnsupported() throws IOException {
        for (int version : new int[] {0, 2, -1}) {
            answerTo(Code.CODE_UNSUPPORTED_VERSION, of(server.site.hello(0, 1).setProtocolVersion(version)));
        }
    }

    @Test
    void aRefusedConnectionIsClosedThoughTheGateStays() throws Exception {
        try (RawGate gate = server.connect()) {
            gate.send(heartbeat(1, 0));
            gate.refusal(Code.CODE_MALFORMED);
            // What it still says is thrown away for a while, then it is told by a reset that nobody is there.
            assertThrows(IOException.class, () -> {
                while (true) {
                    gate.send(heartbeat(2, 0));
                    TimeUnit.MILLISECONDS.sleep(10);
                }
            });
        }
    }

    @Test
    void welcomeThenHeartbeatThenTheModeThatStands() throws IOException {
        try (RawGate gate = server.connect()) {
            gate.send(of(server.site.hello(server.gate(), 1)));
            ServerMessage welcome = gate.read();
            assertEquals(0, welcome.getWelcome().getDurableSequence());
            assertEquals(WINDOW, welcome.getWelcome().getWindow());
            assertEquals(10_000, welcome.getWelcome().getHeartbeatMs());
            assertEquals(300, welcome.getWelcome().getDecisionDeadlineMs());
            assertTrue(welcome.getWelcome().getJournalId() != 0);
            assertTrue(welcome.getWelcome().getRosterVersion() > 0);
            ServerMessage heartbeat = gate.read();
            assertTrue(heartbeat.getHeartbeat().getSentAtUs() > 0, heartbeat::toString);
            assertEquals(0, heartbeat.getHeartbeat().getEchoUs());
            assertEquals(Command.Kind.KIND_NORMAL, gate.read().getCommand().getKind());
        }
    }

    @Test
    void aHeartbeatIsAnsweredAndAnAnswerIsNot() throws IOException {
        try (RawGate gate = server.welcomed()) {
            gate.send(heartbeat(-5, 0), heartbeat(6, 1), heartbeat(0, 0), heartbeat(7, 0));
            assertEquals(-5, gate.read().getHeartbeat().getEchoUs());
            ServerMessage second = gate.read();
            assertEquals(7, second.getHeartbeat().getEchoUs());
            assertTrue(second.getHeartbeat().getSentAtUs() > 0);
        }
    }

    // ---- sequences ------------------------------------------------------------------------------------

    @Test
    void aGapIsRefusedBehindTheDecisionsOfWhatCameBefore() throws IOException {
        try (RawGate gate = server.welcomed()) {
            gate.send(of(scan(1, pass(0))), of(scan(2, pass(1))), of(scan(4, pass(2))), of(scan(3, pass(2))));
            assertEquals(1, gate.next(BodyCase.DECISION).getDecision().getSequence());
            assertEquals(2, gate.next(BodyCase.DECISION).getDecision().getSequence());
            assertEquals(3, gate.refusal(Code.CODE_SEQUENCE_GAP).getExpectedSequence());
        }
    }

    @Test
    void oneMoreThanTheWindowIsTooMany() throws IOException {
        Hello.Builder hello = server.site.hello(server.gate(), 1);
        List<GateMessage> scans = new ArrayList<>();
        for (int i = 1; i <= WINDOW + 1; i++) {
            scans.add(of(scan(i, pass(i))));
        }
        try (RawGate gate = server.welcomed(hello)) {
            // In one write, so that no ack comes between.
            gate.send(scans.toArray(GateMessage[]::new));
            for (int i = 1; i <= WINDOW; i++) {
                assertEquals(i, gate.next(BodyCase.DECISION).getDecision().getSequence());
            }
            gate.refusal(Code.CODE_WINDOW_EXCEEDED);
        }
        try (RawGate gate = server.connect()) {
            assertEquals(WINDOW, gate.welcome(hello).getDurableSequence());
            // Duplicates count as well.
            gate.send(scans.toArray(GateMessage[]::new));
            gate.refusal(Code.CODE_WINDOW_EXCEEDED);
        }
        try (RawGate gate = server.connect()) {
            assertEquals(WINDOW, gate.welcome(hello).getDurableSequence());
            gate.send(scans.subList(1, WINDOW + 1).toArray(GateMessage[]::new));
            gate.awaitAck(WINDOW + 1);
        }
    }

    @Test
    void aDuplicateGetsTheStoredDecisionBitForBit() throws IOException {
        Hello.Builder hello = server.site.hello(server.gate(), 1);
        List<Scan.Builder> scans = List.of(
                scan(1, pass(0)),
                scan(2, pass(0)),
                scan(3, ByteString.copyFrom(new byte[16])).setTemperatureDecicelsius(380),
                scan(4, ByteString.copyFromUtf8("short")));
        List<byte[]> first = new ArrayList<>();
        try (RawGate gate = server.welcomed(hello)) {
            for (Scan.Builder scan : scans) {
                gate.send(of(scan));
                gate.next(BodyCase.DECISION);
                first.add(gate.lastFrame);
            }
            gate.awaitAck(4);
        }
        try (RawGate gate = server.connect()) {
            assertEquals(4, gate.welcome(hello).getDurableSequence());
            for (int i = 0; i < scans.size(); i++) {
                gate.send(of(scans.get(i)));
                gate.next(BodyCase.DECISION);
                assertArrayEquals(first.get(i), gate.lastFrame);
                gate.awaitAck(4);
            }
            gate.send(of(scan(5, pass(0))));
            gate.awaitAck(5);
        }
        assertEquals(5, server.records(hello.getGateId()).size(), "each once");
    }

    @Test
    void aGateThatNoLongerHasItsFirstOnesIsLetInAndSaysWhatIsLost() throws IOException {
        Hello.Builder hello = server.site.hello(server.gate(), 1).setFirstSequence(5);
        try (RawGate gate = server.connect()) {
            assertEquals(0, gate.welcome(hello).getDurableSequence());
            Lost.Builder lost = Lost.newBuilder().setFirstSequence(1).setSequence(4);
            gate.send(GateMessage.newBuilder().setLost(lost).build(), of(scan(5, pass(0))));
            assertEquals(5, gate.next(BodyCase.DECISION).getDecision().getSequence());
            gate.awaitAck(5);
        }
    }

    @Test
    void anotherScanUnderAHeldNumberClosesTheStream() throws IOException {
        Hello.Builder hello = server.site.hello(server.gate(), 1);
        Scan.Builder held = scan(1, pass(0));
        try (RawGate gate = server.welcomed(hello)) {
            gate.send(of(held));
            gate.awaitAck(1);
        }
        for (Scan.Builder other : List.of(
                held.clone().setPassId(pass(1)),
                held.clone().setScannedAtUs(held.getScannedAtUs() + 1),
                held.clone().setDirection(Direction.DIRECTION_EXIT),
                held.clone().clearTemperatureDecicelsius())) {
            try (RawGate gate = server.welcomed(hello)) {
                gate.send(of(other));
                ServerMessage answer = gate.read();
                assertEquals(
                        Code.CODE_STREAM_CLOSED, answer.getRefusal().getCode(), "neither answered nor acknowledged");
                assertEquals(0, answer.getRefusal().getExpectedSequence());
                assertNull(gate.read());
            }
        }
        assertEquals(1, server.records(hello.getGateId()).size());
    }

    @Test
    void aStreamThatWasLeftIsClosedAndTheNewOneBeginsAtOne() throws IOException {
        Hello.Builder hello = server.site.hello(server.gate(), 11);
        try (RawGate gate = server.welcomed(hello)) {
            gate.send(of(scan(1, pass(0))), of(scan(2, pass(1))), of(scan(3, pass(2))));
            gate.awaitAck(3);
        }
        try (RawGate gate = server.connect()) {
            assertEquals(0, gate.welcome(hello.clone().setStreamId(12)).getDurableSequence());
            gate.send(of(scan(2, pass(0))));
            assertEquals(1, gate.refusal(Code.CODE_SEQUENCE_GAP).getExpectedSequence());
        }
        assertEquals(4, answerTo(Code.CODE_STREAM_CLOSED, of(hello)).getExpectedSequence());
        try (RawGate gate = server.connect()) {
            assertEquals(0, gate.welcome(hello.clone().setStreamId(12)).getDurableSequence());
            gate.send(of(scan(1, pass(0))));
            gate.awaitAck(1);
        }
    }

    @Test
    void aDecisionComesBeforeTheAckOfItsScan() throws IOException {
        try (RawGate gate = server.welcomed()) {
            long sequence = 0;
            for (int round = 0; round < 100; round++) {
                int count = 1 + round % WINDOW;
                GateMessage[] scans = new GateMessage[count];
                for (int i = 0; i < count; i++) {
                    scans[i] = of(scan(sequence + i + 1, pass(i)));
                }
                gate.send(scans);
                readInOrder(gate, sequence, sequence + count);
                sequence += count;
            }
        }
    }

    /** Decisions one by one; no ack of one that has not come; until the last is acknowledged. */
    private static void readInOrder(RawGate gate, long from, long to) throws IOException {
        long decided = from;
        long acknowledged = from;
        while (acknowledged < to) {
            ServerMessage message = gate.read();
            if (message.hasDecision()) {
                Decision decision = message.getDecision();
                assertEquals(++decided, decision.getSequence());
            } else if (message.hasAck()) {
                acknowledged = message.getAck().getDurableSequence();
                long latest = decided;
                assertTrue(acknowledged <= latest, () -> message + " after the decision of " + latest);
            }
        }
        assertEquals(to, decided);
    }

    // ---- takeovers ------------------------------------------------------------------------------------

    @Test
    void theNewerConnectionStaysAndKnowsAllThatIsDurable() throws IOException {
        Hello.Builder hello = server.site.hello(server.gate(), 1);
        try (RawGate older = server.welcomed(hello);
                RawGate newer = server.connect()) {
            older.send(of(scan(1, pass(0))), of(scan(2, pass(1))));
            older.roundTrip(1);
            assertEquals(2, newer.welcome(hello).getDurableSequence());
            older.refusal(Code.CODE_REPLACED);
            newer.send(of(scan(3, pass(2))));
            newer.awaitAck(3);
        }
    }

    @Test
    void afterFifteenTakeoversTheStandingOneStays() throws Exception {
        Hello.Builder hello = server.site.hello(server.gate(), 1);
        RawGate standing = server.welcomed(hello);
        try {
            for (int i = 0; i < TAKEOVERS; i++) {
                RawGate newer = server.welcomed(hello);
                assertEquals(0, standing.refusal(Code.CODE_REPLACED).getRetryAfterMs());
                standing.close();
                standing = newer;
            }
            for (int i = 0; i < 3; i++) {
                long stayAway = answerTo(Code.CODE_REPLACED, of(hello)).getRetryAfterMs();
                assertTrue(stayAway > 170_000 && stayAway <= 300_000, () -> stayAway + " ms");
            }
            standing.send(of(scan(1, pass(0))));
            standing.awaitAck(1);
            String connections = "gatehouse_connections";
            double with = server.process.metric(connections);
            standing.close();
            while (server.process.metric(connections) >= with) {
                Thread.onSpinWait();
            }
            // The one that was kept has gone: the gate is not left without a server.
            standing = server.connect();
            assertEquals(1, standing.welcome(hello).getDurableSequence());
        } finally {
            standing.close();
        }
    }
}
