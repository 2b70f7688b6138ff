package io.gatehouse.server.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.testing.Counts;
import org.junit.jupiter.api.Test;

/** One short run, crashed at each of its disk calls, behind each of its steps, and at each call of a recovery. */
class EveryStepTest {
    private static final long SEED = 7;
    private static final int RECOVERY_CALLS = 12;

    @Test
    void aCrashAnywhereIsRecoveredFrom() {
        SimOptions options = SimOptions.shortRun(SEED);
        Scenario whole = new Scenario(SEED, options, Sabotage.NONE, CrashAt.RANDOM);
        whole.play();
        int stride = Counts.of(8, 3, 1);
        int runs = 0;
        int nested = 0;
        for (long call = 1; call <= whole.calls(); call += stride) {
            run(options, new CrashAt(call, 0, 0));
            nested += run(options, new CrashAt(call, 0, 1 + runs % RECOVERY_CALLS));
            runs += 2;
        }
        long middle = whole.calls() / 2;
        for (long in = 1; in <= RECOVERY_CALLS; in++) {
            nested += run(options, new CrashAt(middle, 0, in));
            runs++;
        }
        for (long step = 1; step <= whole.busySteps(); step += stride * 20L) {
            run(options, new CrashAt(0, step, 0));
            runs++;
        }
        System.out.printf(
                "every step: %d runs, %d of them crashed in recovery too; the run has %d disk calls and %d steps%n",
                runs, nested, whole.calls(), whole.busySteps());
        assertTrue(nested > 0, "no recovery crashed");
    }

    private static int run(SimOptions options, CrashAt at) {
        Scenario scenario = new Scenario(SEED, options, Sabotage.NONE, at);
        try {
            return scenario.play().getOrDefault("crash in recovery", 0) > 0 ? 1 : 0;
        } catch (Throwable failed) {
            throw new AssertionError(
                    "seed " + SEED + ", " + at + ": " + failed.getMessage() + "\n  " + scenario, failed);
        }
    }
}
