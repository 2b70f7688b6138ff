package io.gatehouse.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Medium;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.proto.v1.Verdict;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * One gate and one server on one thread from one seed: a network that delays and breaks, a server that crashes and is
 * replaced, a gate that restarts. At the end every scan is in the log, once in each journal, and what the log says became
 * of it is what the gate did.
 */
class SimulationTest {
    private static int seeds() {
        return switch (System.getProperty("gatehouse.tests", "quick")) {
            case "full" -> 50_000;
            case "ci" -> 5_000;
            default -> 400;
        };
    }

    @Test
    void whatTheLogSaysIsWhatTheGateDid() {
        Map<String, Integer> seen = new TreeMap<>();
        int scans = 0;
        for (int seed = 0; seed < seeds(); seed++) {
            Run run = new Run(seed);
            try {
                run.play();
                run.check();
            } catch (RuntimeException | AssertionError failed) {
                throw new AssertionError("seed " + seed + ": " + failed.getMessage(), failed);
            }
            scans += run.passes;
            run.server.seen.forEach(what -> seen.merge(what, 1, Integer::sum));
        }
        System.out.println("simulation: " + seeds() + " seeds, " + scans + " scans, seeds with each: " + seen);
        assertEquals(
                Set.of(
                        "SCAN",
                        "SCAN live",
                        "OUTCOME",
                        "DEVICE_EVENT",
                        "duplicate",
                        "closed",
                        "crash",
                        "replace",
                        "restart",
                        "obeyed",
                        "ignored"),
                new TreeSet<>(seen.keySet()));
    }

    private record Event(long at, long order, Runnable what) {}

    private static final class Run implements GateLink, GateClock, GateListener {
        private static final long STEP_NS = 1_000_000;

        final SplittableRandom random;
        final ModelServer server;
        final MemorySpool spool = new MemorySpool(1, 100_000);
        final PriorityQueue<Event> events =
                new PriorityQueue<>((a, b) -> a.at != b.at ? Long.compare(a.at, b.at) : Long.compare(a.order, b.order));
        final Map<ByteString, Boolean> opened = new HashMap<>();
        GateSession session;
        long nanos;
        long order;
        int connection;
        long toServer;
        long toGate;
        int passes;
        boolean calm;

        Run(long seed) {
            random = new SplittableRandom(seed);
            server = new ModelServer(random);
            boot();
        }

        private void boot() {
            connection++;
            OfflinePolicy coin = (input, grants) -> new OfflinePolicy.OwnDecision(
                    random.nextBoolean() ? Verdict.VERDICT_ALLOW : Verdict.VERDICT_DENY, Reason.REASON_OK, false);
            session = new GateSession(
                    new SessionSettings("g", ByteString.EMPTY, "sim", 1, random.nextBoolean()),
                    spool,
                    new MemoryGrantStore(),
                    coin,
                    this,
                    new Surroundings(this, this, random.split()));
            session.start();
        }

        void play() {
            int steps = 200;
            for (int i = 0; i < steps; i++) {
                after(random.nextInt(20_000), this::something);
            }
            runUntil(20_000);
            calm = true;
            for (int i = 0; i < 400 && (spool.first() <= spool.highest() || session.state() != GateState.ONLINE); i++) {
                after(10, this::sync);
                runUntil(nanos / STEP_NS + 1_000);
            }
            assertTrue(spool.first() > spool.highest(), "not drained");
        }

        private void something() {
            int dice = random.nextInt(100);
            if (dice < 70) {
                scan();
            } else if (dice < 86) {
                sync();
            } else if (dice < 92) {
                breakConnection();
            } else if (dice < 95) {
                server.crash();
                breakConnection();
            } else if (dice < 96) {
                server.replace();
                breakConnection();
            } else if (dice < 98) {
                server.seen.add("restart");
                boot();
            }
        }

        private void scan() {
            byte[] pass = ByteBuffer.allocate(16).putInt(++passes).array();
            opened.put(ByteString.copyFrom(pass), false);
            session.scan(ByteString.copyFrom(pass), Direction.DIRECTION_ENTRY, OptionalInt.empty(), Medium.MEDIUM_QR);
            if (random.nextInt(10) == 0) {
                session.deviceEvent(io.gatehouse.proto.v1.DeviceEvent.Kind.KIND_TAMPER, "");
            }
        }

        private void sync() {
            ServerMessage ack = server.sync();
            if (ack != null) {
                toGate(connection, ack);
            }
        }

        private void breakConnection() {
            connection++;
            session.onDisconnected();
        }

        void check() {
            Map<ByteString, Boolean> recorded = new HashMap<>();
            Set<String> once = new HashSet<>();
            for (ModelServer.Entry entry : server.log) {
                GateMessage message = entry.message();
                if (message.hasScan()) {
                    ByteString pass = message.getScan().getPassId();
                    assertTrue(once.add(entry.journal() + "/" + pass), "twice in one journal");
                    boolean verdict = entry.verdict() == Verdict.VERDICT_ALLOW;
                    recorded.put(
                            pass,
                            entry.verdict() == null
                                    ? message.getScan().getActed().getOpened()
                                    : verdict);
                } else if (message.hasOutcome()) {
                    recorded.put(
                            message.getOutcome().getPassId(),
                            message.getOutcome().getActed().getOpened());
                }
            }
            assertEquals(opened, recorded);
        }

        // ---- time and network

        private void after(long millis, Runnable what) {
            events.add(new Event(nanos + millis * STEP_NS, order++, what));
        }

        private void runUntil(long millis) {
            long end = millis * STEP_NS;
            while (true) {
                long event = events.isEmpty() ? Long.MAX_VALUE : events.peek().at;
                long timer = session.nextTimer();
                long next = Math.min(event, timer);
                if (next > end) {
                    nanos = Math.max(nanos, end);
                    return;
                }
                nanos = Math.max(nanos, next);
                if (event <= timer) {
                    events.poll().what.run();
                } else {
                    session.onTimer();
                }
            }
        }

        private long delay() {
            return calm ? 1 : random.nextInt(12) == 0 ? 400 : random.nextInt(30);
        }

        private void toGate(int over, ServerMessage message) {
            toGate = Math.max(toGate, nanos + delay() * STEP_NS);
            events.add(new Event(toGate, order++, () -> {
                if (over == connection) {
                    session.onMessage(message);
                }
            }));
        }

        @Override
        public void connect(int index) {
            int over = ++connection;
            after(delay(), () -> {
                if (over == connection) {
                    server.onConnected();
                    session.onConnected();
                }
            });
        }

        @Override
        public void send(GateMessage message) {
            int over = connection;
            toServer = Math.max(toServer, nanos + delay() * STEP_NS);
            events.add(new Event(toServer, order++, () -> {
                if (over == connection) {
                    server.onMessage(message).forEach(answer -> toGate(over, answer));
                }
            }));
        }

        @Override
        public boolean writable() {
            return true;
        }

        @Override
        public void close() {
            connection++;
        }

        @Override
        public long wallMicros() {
            return nanos / 1_000;
        }

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public void onResult(ScanResult result) {
            opened.put(result.passId(), result.allowed());
        }

        @Override
        public void onDecision(long streamId, io.gatehouse.proto.v1.Decision decision, boolean obeyed) {
            server.seen.add(obeyed ? "obeyed" : "ignored");
        }
    }
}
