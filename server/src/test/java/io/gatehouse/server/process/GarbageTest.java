package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.testing.Counts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The threads on the way of a scan allocate nothing for it, journal on, over real sockets. */
final class GarbageTest {
    private static final int GATES = 8;
    /** Until every gate's stored decisions have their full size and the compiler is through with the path. */
    private static final int WARM_UP = 200_000;

    @TempDir
    private Path home;

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void lessThanAByteAScan() throws Exception {
        int scans = Counts.of(100_000, 250_000, 1_000_000);
        TestSite site = new TestSite(home, 5_000, 20);
        try (ServerProcess server = ServerProcess.start(ServerProcess.config(home), 4, Map.of())) {
            List<PlainGate> gates = new ArrayList<>();
            for (int i = 0; i < GATES; i++) {
                gates.add(site.gate(i, i));
                gates.get(i).connect(server.gates());
            }
            for (int window : new int[] {16, 1}) {
                drive(gates, window, WARM_UP);
                double before = allocated(server);
                drive(gates, window, scans);
                double each = (allocated(server) - before) / scans;
                System.out.printf("window %d: %.3f bytes allocated a scan by io, engine and journal%n", window, each);
                assertTrue(each < 1, () -> window + ": " + each + " bytes a scan");
            }
            for (PlainGate gate : gates) {
                gate.close();
            }
        }
        Counts.report("scans without garbage, each window", scans, 1_000_000);
    }

    private static double allocated(ServerProcess server) throws Exception {
        double bytes = 0;
        for (String thread : List.of("io", "engine", "journal")) {
            bytes += server.metric("gatehouse_thread_allocated_bytes_total{thread=\"" + thread + "\"}");
        }
        return bytes;
    }

    private static void drive(List<PlainGate> gates, int window, int scans) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(gates.size());
        List<Future<Void>> all = new ArrayList<>();
        for (PlainGate gate : gates) {
            all.add(threads.submit(() -> {
                for (int left = scans / gates.size(); left > 0; left -= window) {
                    gate.scan(Math.min(window, left));
                    gate.awaitDecisions();
                }
                gate.awaitAcks();
                gate.decisions.clear();
                return null;
            }));
        }
        threads.shutdown();
        for (Future<Void> one : all) {
            one.get(10, TimeUnit.MINUTES);
        }
    }
}
