package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.checker.JournalFile;
import io.gatehouse.proto.journal.v1.ScanRecord;
import io.gatehouse.proto.v1.Decision;
import io.gatehouse.testing.Counts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL at random moments of a server under load: what was acknowledged is in the journal, once, as it was decided. */
final class KillTest {
    private static final int GATES = 8;
    private static final int MOST_WINDOW = 64;

    @TempDir
    private Path home;

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void nothingAcknowledgedIsLost() throws Exception {
        int cycles = Counts.of(3, 8, 50);
        long seed = System.nanoTime();
        System.out.println("kill seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        TestSite site = new TestSite(home, 2_000, 20);
        Path config = ServerProcess.config(home);
        List<PlainGate> gates = new ArrayList<>();
        for (int i = 0; i < GATES; i++) {
            gates.add(site.gate(i, random.nextLong()));
        }
        for (int cycle = 0; cycle < cycles; cycle++) {
            cycle(config, gates, random.split());
        }
        drain(config, gates);
        check(gates);
        assertEquals(0, ServerProcess.run("journal", "verify", data()).await());
        assertEquals(0, ServerProcess.run("journal", "replay", data()).await(), "replay decides the same again");
        long scans = gates.stream().mapToLong(g -> g.highest).sum();
        System.out.printf("killed %d times under %,d scans of %d gates%n", cycles, scans, GATES);
        Counts.report("kills of the server", cycles, 50);
    }

    private String data() {
        return home.resolve("data").toString();
    }

    /** One life of a server: gates stream, then it is killed. */
    private static void cycle(Path config, List<PlainGate> gates, SplittableRandom random) throws Exception {
        try (ServerProcess server = ServerProcess.start(config)) {
            CountDownLatch streaming = new CountDownLatch(gates.size());
            ExecutorService threads = Executors.newFixedThreadPool(gates.size());
            List<Future<Void>> all = new ArrayList<>();
            for (PlainGate gate : gates) {
                SplittableRandom own = random.split();
                all.add(threads.submit(stream(server.gates(), gate, own, streaming)));
            }
            assertTrue(streaming.await(30, TimeUnit.SECONDS), "gates stream");
            // The moment of the kill is what is random here; nobody waits for anything.
            TimeUnit.MILLISECONDS.sleep(random.nextInt(700));
            server.kill();
            threads.shutdown();
            for (Future<Void> one : all) {
                one.get(30, TimeUnit.SECONDS);
            }
        }
    }

    private static Callable<Void> stream(
            InetSocketAddress address, PlainGate gate, SplittableRandom random, CountDownLatch streaming) {
        return () -> {
            try (gate) {
                gate.connect(address);
                gate.resend();
                gate.scan(1);
                gate.awaitDecisions();
                streaming.countDown();
                while (true) {
                    gate.scan(1 + random.nextInt(MOST_WINDOW));
                    gate.awaitDecisions();
                }
            } catch (IOException killed) {
                assertFalse(streaming.getCount() > 0 && gate.refusal != null, () -> "refused " + gate.refusal);
                return null;
            }
        };
    }

    private static void drain(Path config, List<PlainGate> gates) throws Exception {
        try (ServerProcess server = ServerProcess.start(config)) {
            for (PlainGate gate : gates) {
                try (gate) {
                    gate.connect(server.gates());
                    gate.resend();
                    gate.awaitAcks();
                }
                assertEquals(gate.highest, gate.acknowledged);
            }
            assertEquals(0, server.terminate());
        }
    }

    private void check(List<PlainGate> gates) throws IOException {
        Map<String, TreeMap<Long, ScanRecord>> streams = new HashMap<>();
        // Read by the independent reader: it shares nothing with the server.
        JournalFile.read(home.resolve("data"), (position, record) -> {
            if (record.hasScan()) {
                ScanRecord scan = record.getScan();
                TreeMap<Long, ScanRecord> stream =
                        streams.computeIfAbsent(scan.getGateId() + scan.getStreamId(), s -> new TreeMap<>());
                long last = stream.isEmpty() ? 0 : stream.lastKey();
                assertEquals(last + 1, scan.getSequence(), "once each, in order, without a gap");
                stream.put(scan.getSequence(), scan);
            }
        });
        for (PlainGate gate : gates) {
            check(gate, streams.get(gate.gateId + gate.streamId));
        }
    }

    private static void check(PlainGate gate, TreeMap<Long, ScanRecord> stream) {
        assertEquals(gate.highest, stream.size(), "all that was acknowledged is there");
        for (ScanRecord record : stream.values()) {
            Decision decision = gate.decisions.get(record.getSequence());
            if (decision == null) {
                // Durable, but killed on the way to the gate: it has seen no verdict, so it did not act on one.
                assertFalse(record.hasActed(), () -> "acted without a decision: " + record);
            } else if (record.hasActed()) {
                // The server that decided it died before the disk had it.
                assertEquals(decision.getReasons(0), record.getActed().getReason());
            } else {
                assertEquals(decision.getVerdict(), record.getVerdict(), "the verdict that the gate got");
                assertEquals(decision.getReasonsList(), record.getReasonsList());
                assertEquals(decision.getAttention(), record.getAttention());
            }
        }
    }
}
