package io.gatehouse.loadtest.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static final Duration NONE = Duration.ZERO;

    @Test
    void oneRateIsEvenlySpaced() {
        Arrivals arrivals = new Arrivals(steady(8000, 100, false));
        for (int i = 0; i < 800_000; i++) {
            assertEquals(i * 125e3, arrivals.nanos(), 1.0);
            arrivals.advance();
        }
        assertEquals(Long.MAX_VALUE, arrivals.nanos());
    }

    @Test
    void chanceKeepsTheRate() {
        long[] all = all(steady(10_000, 100, true));
        long longGaps = 0;
        for (int i = 1; i < all.length; i++) {
            assertTrue(all[i] >= all[i - 1]);
            longGaps += all[i] - all[i - 1] > 300_000 ? 1 : 0;
        }
        assertEquals(1_000_000, all.length, 5_000);
        assertEquals(1_000_000 * Math.exp(-3), longGaps, 2_000);
    }

    @Test
    void aStageGoesInAStraightLineAndAJumpTakesNoTime() {
        Timing timing =
                new Timing(0, List.of(stage(10, 1000), stage(0, 3000), stage(10, 3000), stage(20, 0)), NONE, false, 1);
        long[] all = all(timing);
        assertEquals(5_000 + 30_000 + 30_000, all.length);
        assertEquals(timing.scans(), all.length, 0.001);
        // A ramp from 0 to 1,000 in 10 s has brought 50 t^2 scans after t seconds.
        for (int second = 1; second <= 10; second++) {
            assertEquals(50 * second * second, before(all, second), 1);
        }
        for (int second = 11; second <= 20; second++) {
            assertEquals(5_000 + 3_000 * (second - 10), before(all, second), 1);
        }
        for (int second = 21; second <= 40; second++) {
            int on = second - 20;
            assertEquals(35_000 + 3_000 * on - 75 * on * on, before(all, second), 2);
        }
        assertTrue(all[all.length - 1] <= timing.endNanos());
    }

    @Test
    void theWarmUpKeepsTheRateOfTheBeginning() {
        Timing timing = new Timing(100, List.of(stage(10, 100)), Duration.ofSeconds(5), false, 1);
        assertEquals(1_500, all(timing).length);
        assertEquals(15_000_000_000L, timing.endNanos());
        assertEquals(0, all(new Timing(0, List.of(stage(5, 0)), NONE, true, 1)).length);
    }

    @Test
    void theSameSeedGivesTheSameMoments() {
        assertArrayEquals(all(steady(1000, 2, true)), all(steady(1000, 2, true)));
        Timing other = new Timing(1000, List.of(stage(2, 1000)), NONE, true, 2);
        assertFalse(Arrays.equals(all(steady(1000, 2, true)), all(other)));
    }

    @Test
    void drawnSendsOfAllLoopsTogetherAreThoseOfOne() {
        Timing timing = steady(10_000, 2, false);
        long[] gates = new long[30];
        long sends = 0;
        for (int lane = 0; lane < 3; lane++) {
            DrawnSends drawn = new DrawnSends(timing, lane, 3, 30);
            while (drawn.offsetNanos() != Long.MAX_VALUE) {
                assertEquals(lane, drawn.gate() % 3);
                gates[drawn.gate()]++;
                sends++;
                drawn.advance();
            }
        }
        assertEquals(20_000, sends);
        Arrays.stream(gates).forEach(of -> assertEquals(667, of, 150));
    }

    private static Timing steady(double rate, int seconds, boolean poisson) {
        return new Timing(rate, List.of(stage(seconds, rate)), NONE, poisson, 1);
    }

    private static Stage stage(int seconds, double target) {
        return new Stage(Duration.ofSeconds(seconds), target);
    }

    private static long before(long[] all, int second) {
        return LongStream.of(all).filter(at -> at < second * 1_000_000_000L).count();
    }

    private static long[] all(Timing timing) {
        LongStream.Builder all = LongStream.builder();
        for (Arrivals at = new Arrivals(timing); at.nanos() != Long.MAX_VALUE; at.advance()) {
            all.add(at.nanos());
        }
        return all.build().toArray();
    }
}
