package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.testing.Counts;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The threads on the way of a scan allocate nothing for it, journal on, over real sockets. */
final class GarbageTest {
    private static final int GATES = 64;
    private static final List<String> THREADS = List.of("io", "engine", "journal");
    /** Until every gate's stored decisions have their full size and the compiler is through with the path. */
    private static final int WARM_UP = 200_000;

    @TempDir
    private Path home;

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void lessThanAByteAScan() throws Exception {
        int scans = Counts.of(100_000, 300_000, 1_000_000);
        TestSite site = new TestSite(home, 5_000, 2 * GATES);
        try (ServerProcess server = ServerProcess.start(ServerProcess.config(home), 4, Map.of());
                LeanGates gates = new LeanGates(server.gates(), site, GATES)) {
            for (int window : new int[] {16, 1}) {
                gates.drive(WARM_UP, window);
                double[] before = allocated(server);
                gates.drive(scans, window);
                double[] each = allocated(server);
                Arrays.setAll(each, i -> (each[i] - before[i]) / scans);
                String said = "window %d, %d connections: bytes allocated a scan by io %.3f, engine %.3f, journal %.3f"
                        .formatted(window, GATES, each[0], each[1], each[2]);
                System.out.println(said);
                assertTrue(Arrays.stream(each).sum() < 1, said);
            }
        }
        Counts.report("scans without garbage, each window", scans, 1_000_000);
    }

    private static double[] allocated(ServerProcess server) throws Exception {
        double[] bytes = new double[THREADS.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = server.metric("gatehouse_thread_allocated_bytes_total{thread=\"" + THREADS.get(i) + "\"}");
        }
        return bytes;
    }
}
