package io.gatehouse.server.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulator's checks can fail: a server or disk that breaks its promise is found. */
class SabotageTest {
    private static final int SEEDS = 20;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aBrokenPromiseIsFound(Sabotage sabotage) {
        int found = 0;
        String first = "";
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                new Scenario(seed, SimOptions.of(seed), sabotage, CrashAt.RANDOM).play();
            } catch (AssertionError violation) {
                found++;
                first = first.isEmpty() ? "seed " + seed + ": " + violation.getMessage() : first;
            }
        }
        System.out.println("sabotage " + sabotage + ": found in " + found + " of " + SEEDS + " seeds, " + first);
        assertTrue(found > 0, "never found: " + sabotage);
    }
}
