package io.gatehouse.loadtest.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SendPlanTest {
    @Test
    void theSameSeedGivesTheSamePlan() {
        for (boolean poisson : new boolean[] {false, true}) {
            assertArrayEquals(first(7, poisson), first(7, poisson));
            assertFalse(Arrays.equals(first(7, poisson), first(8, poisson)));
        }
    }

    @Test
    void evenSendsAreEvenlySpaced() {
        SendPlan plan = new SendPlan(1, 8000, 10, false);
        for (int i = 0; i < 1_000_000; i++) {
            assertEquals(i * 125_000L, plan.offsetNanos());
            plan.advance();
        }
    }

    @Test
    void randomSendsKeepTheRateAndTheGates() {
        SendPlan plan = new SendPlan(1, 10_000, 10, true);
        int[] gates = new int[10];
        long before = -1;
        int longGaps = 0;
        for (int i = 0; i < 1_000_000; i++) {
            assertTrue(plan.offsetNanos() >= before);
            longGaps += plan.offsetNanos() - before > 300_000 ? 1 : 0;
            before = plan.offsetNanos();
            gates[plan.gate()]++;
            plan.advance();
        }
        assertEquals(100e9, before, 1e9);
        assertEquals(1_000_000 * Math.exp(-3), longGaps, 2_000);
        Arrays.stream(gates).forEach(sends -> assertEquals(100_000, sends, 2_000));
    }

    private static long[] first(long seed, boolean poisson) {
        SendPlan plan = new SendPlan(seed, 12_345, 77, poisson);
        long[] all = new long[2000];
        for (int i = 0; i < all.length; i += 2) {
            all[i] = plan.offsetNanos();
            all[i + 1] = plan.gate();
            plan.advance();
        }
        return all;
    }
}
