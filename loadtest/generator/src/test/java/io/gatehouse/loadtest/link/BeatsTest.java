package io.gatehouse.loadtest.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Heartbeats of many gates, on a clock of the test's own. */
class BeatsTest {
    private static final long MS = 1_000_000;
    private static final long INTERVAL = 10_000 * MS;
    private static final int TICK_MS = 10;
    private static final int TICKS = 25;
    /** A walk through all gates, which may grow meanwhile. */
    private static final long WALK = 2 * TICKS * TICK_MS * MS;
    /** What nanoTime says may be anything, and overflow. */
    private static final long BEGIN = Long.MAX_VALUE - 25_000 * MS;

    /** Gates that come in at a rate, walked through as a lane does it: a part of them in each tick. */
    @ParameterizedTest
    @CsvSource({"18000, 1500", "18000, 1000000", "5000, 1500", "500, 1000000"})
    void noTickHasManyOfThem(int gates, int perSecond) {
        Beats[] beats = new Beats[gates];
        long[] last = new long[gates];
        int[] sent = new int[gates];
        int in = 0;
        int most = 0;
        int at = 0;
        long end = gates * 1_000L * MS / perSecond + 40_000 * MS;
        for (long now = 0; now < end; now += TICK_MS * MS) {
            for (; in < gates && in * 1_000 * MS / perSecond <= now; in++) {
                beats[in] = new Beats();
                beats[in].begin(in, BEGIN + now, INTERVAL);
            }
            int due = 0;
            for (int i = (in + TICKS - 1) / TICKS; i > 0 && at < in; i--, at++) {
                if (beats[at].due(BEGIN + now)) {
                    due++;
                    long gap = now - last[at];
                    assertTrue(sent[at] == 0 || Math.abs(gap - INTERVAL) <= WALK, "a gap of " + gap / MS + " ms");
                    sent[at]++;
                    last[at] = now;
                }
            }
            at = at == in ? 0 : at;
            most = Math.max(most, due);
        }
        double even = (double) gates / (INTERVAL / MS / TICK_MS);
        System.out.printf("%,d gates: %d heartbeats in a tick at most, evenly %.1f%n", gates, most, even);
        assertTrue(most <= 2 * even + 3, most + " in one tick, evenly " + even);
        assertTrue(Arrays.stream(sent).allMatch(n -> n >= 3), "four in 40 s");
    }

    @Test
    void whatWasMissedIsNotMadeUpFor() {
        Beats beats = new Beats();
        beats.begin(3, BEGIN, INTERVAL);
        assertTrue(beats.due(BEGIN + INTERVAL));
        long late = BEGIN + 10 * INTERVAL;
        assertTrue(beats.due(late));
        assertFalse(beats.due(late + INTERVAL - 1));
        assertTrue(beats.due(late + INTERVAL));
    }

    @Test
    void withoutAnIntervalNoneIsDue() {
        Beats beats = new Beats();
        assertFalse(beats.due(BEGIN));
        beats.begin(0, BEGIN, 0);
        assertEquals(0, beats.interval());
        assertFalse(beats.due(BEGIN + INTERVAL));
    }
}
