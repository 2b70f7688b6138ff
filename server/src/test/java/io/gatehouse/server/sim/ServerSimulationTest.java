package io.gatehouse.server.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.testing.Counts;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Session, engine, journal and recovery on one thread from a seed, through crashes, failures and a bad network. */
class ServerSimulationTest {
    private static final int FULL = 1_000;

    @Test
    void nothingAcknowledgedIsLost() {
        String one = System.getProperty("gatehouse.sim.seed");
        Map<String, Integer> counts = new TreeMap<>();
        if (one != null) {
            run(Long.parseLong(one), counts);
            System.out.println("seed " + one + ": " + SimOptions.of(Long.parseLong(one)) + " " + counts);
            return;
        }
        int seeds = Counts.of(30, 200, FULL);
        for (long seed = 0; seed < seeds; seed++) {
            run(seed, counts);
        }
        Counts.report("simulated seeds", seeds, FULL);
        System.out.println("simulation: " + counts);
        for (String what :
                new String[] {"crash at a disk call", "crash in recovery", "journal failed", "obeyed", "acks"}) {
            assertTrue(counts.getOrDefault(what, 0) > 0, "never happened: " + what);
        }
    }

    private static void run(long seed, Map<String, Integer> counts) {
        Scenario scenario = new Scenario(seed, SimOptions.of(seed), Sabotage.NONE, CrashAt.RANDOM);
        try {
            scenario.play().forEach((what, count) -> counts.merge(what, count, Integer::sum));
        } catch (Throwable failed) {
            throw new AssertionError(
                    "seed " + seed + ": " + failed.getMessage() + "\n  " + scenario
                            + "\n  again: mvn -pl server -am test -Dtest=ServerSimulationTest"
                            + " -Dsurefire.failIfNoSpecifiedTests=false -Dgatehouse.sim.seed=" + seed,
                    failed);
        }
    }
}
