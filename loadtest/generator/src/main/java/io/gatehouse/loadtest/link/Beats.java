package io.gatehouse.loadtest.link;

/**
 * When a gate's heartbeats are due. Gates that come in one after the other, as a run has them, would beat one after the
 * other for good, thousands within a moment, and the scans behind them would be late. So each has a time of its own in
 * the interval, by its number: neighbours are far apart. Times are {@link System#nanoTime}.
 */
final class Beats {
    /** The golden ratio's part behind the point, in 64 bits: the multiples of it lie evenly, however many there are. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long interval;
    private long next;

    /**
     * A connection begins.
     *
     * @param gate index in the fleet
     * @param every nanoseconds between heartbeats; 0: none is ever due
     */
    void begin(int gate, long now, long every) {
        interval = every;
        double part = (GOLDEN * (gate + 1L) >>> 11) * 0x1p-53;
        next = now + (long) (every * part);
    }

    /** Nanoseconds between heartbeats; 0 where there are none. */
    long interval() {
        return interval;
    }

    /** Whether one is due; the next is then an interval later, whenever this one was asked for. */
    boolean due(long now) {
        if (interval == 0 || now - next < 0) {
            return false;
        }
        next += interval;
        if (now - next >= 0) {
            // All stood still meanwhile: what was missed is not made up for.
            next = now + interval;
        }
        return true;
    }
}
