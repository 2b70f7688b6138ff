package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.testing.Counts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM under load: what was read is answered and acknowledged, then each gate hears when to come back. */
final class StopTest {
    private static final int GATES = 8;

    @TempDir
    private Path home;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void whatWasReadIsAcknowledgedBeforeTheRefusal() throws Exception {
        int cycles = Counts.of(2, 5, 20);
        long seed = System.nanoTime();
        System.out.println("stop seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        TestSite site = new TestSite(home, 1_000, 20);
        Path config = ServerProcess.config(home);
        List<PlainGate> gates = new ArrayList<>();
        for (int i = 0; i < GATES; i++) {
            gates.add(site.gate(i, random.nextLong()));
        }
        for (int cycle = 0; cycle < cycles; cycle++) {
            stop(config, gates, random.split());
            for (PlainGate gate : gates) {
                assertSaidAll(gate);
                gate.close();
                gate.refusal = null;
            }
        }
        Kept.check(home.resolve("data"), gates);
        Counts.report("stops under load", cycles, 20);
    }

    private static void stop(Path config, List<PlainGate> gates, SplittableRandom random) throws Exception {
        try (ServerProcess server = ServerProcess.start(config);
                Streaming streaming = new Streaming(server.gates(), gates, random)) {
            streaming.awaitAll();
            assertEquals(0, server.terminate(), server::log);
            streaming.awaitEnd();
        }
    }

    private void assertSaidAll(PlainGate gate) throws Exception {
        assertEquals(Refusal.Code.CODE_SHUTTING_DOWN, gate.refusal.getCode());
        int retry = gate.refusal.getRetryAfterMs();
        assertTrue(retry >= 1_000 && retry <= 30_000, () -> "retry after " + retry);
        assertTrue(gate.ended(), "nothing follows");
        assertEquals(
                Kept.highest(home.resolve("data"), gate),
                gate.acknowledged,
                "what is on disk was acknowledged before the refusal");
    }
}
