package io.gatehouse.server.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.proto.v1.ServerMessage.BodyCase;
import io.gatehouse.testing.Counts;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sockets in, sockets out. */
@Timeout(120)
final class GateChannelTest {
    private static LoopSite site;
    private static final AtomicLong STREAMS = new AtomicLong(100);

    @BeforeAll
    static void start() throws Exception {
        site = new LoopSite(2, 64);
    }

    @AfterAll
    static void stop() throws Exception {
        site.close();
        assertEquals(List.of(), List.copyOf(site.failures));
    }

    private static PlainGate connect() throws Exception {
        return new PlainGate(site.address);
    }

    private static PlainGate open(int gate) throws Exception {
        return connect().open(gate, STREAMS.incrementAndGet());
    }

    @Test
    void aScanAHeartbeatAndAScanInOneReadAreAllReadRightly() throws Exception {
        try (PlainGate gate = open(0)) {
            // The first answer is longer than what it answers: it must not lie where the next frame is read.
            byte[] all = LoopSite.heartbeat(1_000);
            for (int i = 1; i <= 50; i++) {
                all = LoopSite.join(
                        all, LoopSite.scan(2 * i - 1, i), LoopSite.heartbeat(1_000 + i), LoopSite.scan(2 * i, i));
            }
            gate.send(all);
            List<Long> decided = new ArrayList<>();
            List<Long> echoed = new ArrayList<>();
            while (decided.size() < 100 || echoed.size() < 51) {
                ServerMessage message = gate.next();
                if (message.hasDecision()) {
                    decided.add(message.getDecision().getSequence());
                } else if (message.hasHeartbeat() && message.getHeartbeat().getEchoUs() != 0) {
                    echoed.add(message.getHeartbeat().getEchoUs());
                } else {
                    assertTrue(!message.hasRefusal(), message.toString());
                }
            }
            for (int i = 0; i < 50; i++) {
                assertEquals(2 * i + 1, decided.get(2 * i));
                assertEquals(2 * i + 2, decided.get(2 * i + 1));
                assertEquals(1_001 + i, echoed.get(i + 1));
            }
        }
    }

    @Test
    void framesMayBeSplitAtEveryByte() throws Exception {
        int length = LoopSite.scan(100, 1).length;
        try (PlainGate gate = open(0)) {
            for (int at = 1; at < length; at++) {
                byte[] scan = LoopSite.scan(at, 1);
                int split = Math.min(at, scan.length - 1);
                byte[] beat = LoopSite.heartbeat(1_000 + at);
                gate.send(LoopSite.join(beat, Arrays.copyOf(scan, split)));
                // Its answer tells that the read is over, and with it that the beginning of the scan lies alone.
                while (gate.next(BodyCase.HEARTBEAT).getHeartbeat().getEchoUs() != 1_000 + at) {
                    // The server's own.
                }
                gate.send(LoopSite.join(Arrays.copyOfRange(scan, split, scan.length), LoopSite.heartbeat(1)));
                assertEquals(at, gate.next(BodyCase.DECISION).getDecision().getSequence(), "split at " + split);
            }
        }
    }

    @Test
    void bytesMayComeOneByOne() throws Exception {
        try (PlainGate gate = open(2)) {
            byte[] scan = LoopSite.scan(1, 1);
            for (int i = 0; i < scan.length; i++) {
                gate.send(scan, i, i + 1);
            }
            assertEquals(1, gate.next(BodyCase.DECISION).getDecision().getSequence());
            assertEquals(1, gate.next(BodyCase.ACK).getAck().getDurableSequence());
        }
    }

    @Test
    void whatIsNoFrameIsRefusedAndTheRefusalArrives() throws Exception {
        byte[] tooLarge = {(byte) 0x81, (byte) 0x20};
        assertEquals(
                Refusal.Code.CODE_FRAME_TOO_LARGE, refusalAfterScan(tooLarge).getCode());
        assertEquals(
                Refusal.Code.CODE_MALFORMED, refusalAfterScan(new byte[] {0}).getCode());
        assertEquals(
                Refusal.Code.CODE_MALFORMED,
                refusalAfterScan(new byte[] {(byte) 0x85, 0}).getCode());
        assertEquals(
                Refusal.Code.CODE_MALFORMED,
                refusalAfterScan(new byte[] {2, (byte) 0xff, 1}).getCode());
    }

    /** What is said to bytes behind a scan, with much behind them that is thrown away. */
    private static Refusal refusalAfterScan(byte[] bytes) throws Exception {
        try (PlainGate gate = open(3)) {
            gate.send(LoopSite.join(LoopSite.scan(1, 1), bytes, new byte[100_000]));
            assertEquals(1, gate.next(BodyCase.DECISION).getDecision().getSequence());
            ServerMessage last = gate.next();
            while (!last.hasRefusal()) {
                last = gate.next();
            }
            assertEquals(2, last.getRefusal().getExpectedSequence());
            assertNull(gate.next(), "the output ends behind it");
            return last.getRefusal();
        }
    }

    @Test
    void beforeWelcomeAFrameIsShort() throws Exception {
        try (PlainGate gate = connect()) {
            gate.send(new byte[] {(byte) 0x81, 0x04});
            assertEquals(
                    Refusal.Code.CODE_FRAME_TOO_LARGE, gate.next().getRefusal().getCode());
            assertNull(gate.next());
        }
        try (PlainGate gate = connect()) {
            gate.send(LoopSite.scan(1, 1));
            assertEquals(Refusal.Code.CODE_MALFORMED, gate.next().getRefusal().getCode());
        }
    }

    @Test
    void garbageEndsAConnectionAndLeavesNoBuffer() throws Exception {
        SplittableRandom random = new SplittableRandom(6);
        int runs = Counts.of(100, 300, 2_000);
        for (int i = 0; i < runs; i++) {
            try (PlainGate gate = connect()) {
                byte[] garbage = new byte[1 + random.nextInt(2_000)];
                random.nextBytes(garbage);
                // Zero is no length: this ends in a refusal at the latest here.
                gate.send(LoopSite.join(garbage, new byte[5_000]));
                ServerMessage first = gate.next();
                assertTrue(first != null && first.hasRefusal(), "run " + i + ": " + first);
            }
        }
        Counts.report("connections with garbage", runs, runs);
        assertTrue(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() < 256 << 20);
        try (PlainGate gate = open(0)) {
            gate.send(LoopSite.scan(1, 1));
            assertEquals(1, gate.next(BodyCase.DECISION).getDecision().getSequence());
        }
    }

    @Test
    void aSmallRingLosesNothingOfAFlood() throws Exception {
        int scans = Counts.of(20_000, 50_000, 500_000);
        try (PlainGate gate = open(1)) {
            Thread sender = new Thread(() -> flood(gate, scans), "flood");
            sender.start();
            long acked = 0;
            long decided = 0;
            while (decided < scans) {
                ServerMessage message = gate.next();
                if (message.hasDecision()) {
                    assertEquals(++decided, message.getDecision().getSequence());
                } else if (message.hasAck()) {
                    long ack = message.getAck().getDurableSequence();
                    assertTrue(ack > acked && ack <= decided, ack + " acknowledged after " + acked);
                    acked = ack;
                    window.set(acked);
                } else {
                    assertTrue(!message.hasRefusal(), message.toString());
                }
            }
            while (acked < scans) {
                acked = gate.next(BodyCase.ACK).getAck().getDurableSequence();
            }
            sender.join();
        }
        Counts.report("scans through a ring of 64", scans, scans);
    }

    private final AtomicLong window = new AtomicLong();

    /** As fast as a window of 1,000 allows. */
    private void flood(PlainGate gate, int scans) {
        try {
            for (int next = 1; next <= scans; ) {
                int end = (int) Math.min(scans, window.get() + 1_000);
                if (end < next) {
                    Thread.onSpinWait();
                    Thread.yield();
                    continue;
                }
                byte[][] frames = new byte[end - next + 1][];
                for (int i = 0; i < frames.length; i++) {
                    frames[i] = LoopSite.scan(next + i, next % 9);
                }
                gate.send(LoopSite.join(frames));
                next = end + 1;
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aStopSaysTheLastAcksBeforeItsGoodbye() throws Exception {
        for (int run = 0; run < 5; run++) {
            LoopSite own = new LoopSite(1, 256);
            try (PlainGate gate = new PlainGate(own.address).open(0, 7)) {
                for (int i = 1; i <= 200; i++) {
                    gate.send(LoopSite.scan(i, 1));
                }
                gate.next(BodyCase.DECISION);
                own.close();
                long decided = 1;
                long acked = 0;
                ServerMessage message = gate.next();
                while (!message.hasRefusal()) {
                    decided = message.hasDecision() ? message.getDecision().getSequence() : decided;
                    acked = message.hasAck() ? message.getAck().getDurableSequence() : acked;
                    message = gate.next();
                }
                assertEquals(
                        Refusal.Code.CODE_SHUTTING_DOWN, message.getRefusal().getCode());
                assertEquals(decided, acked);
                assertNull(gate.next());
            }
        }
    }

    @Test
    void everySingleScanIsAnsweredHoweverTheLoopsSleep() throws Exception {
        int scans = Counts.of(3_000, 10_000, 100_000);
        SplittableRandom random = new SplittableRandom(8);
        try (PlainGate one = open(2);
                PlainGate two = open(3)) {
            PlainGate[] gates = {one, two};
            long[] sequences = new long[2];
            for (int i = 0; i < scans; i++) {
                // Around the times in which loop, engine and journal fall asleep.
                java.util.concurrent.locks.LockSupport.parkNanos(random.nextInt(60_000));
                int which = random.nextInt(2);
                long sequence = ++sequences[which];
                gates[which].send(LoopSite.scan(sequence, i % 9));
                assertEquals(
                        sequence,
                        gates[which].next(BodyCase.DECISION).getDecision().getSequence());
                if (random.nextInt(8) == 0) {
                    long acked = 0;
                    while (acked < sequence) {
                        acked = gates[which].next(BodyCase.ACK).getAck().getDurableSequence();
                    }
                }
            }
        }
        Counts.report("single scans with pauses", scans, scans);
    }
}
