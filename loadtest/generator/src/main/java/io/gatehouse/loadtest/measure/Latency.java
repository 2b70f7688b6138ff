package io.gatehouse.loadtest.measure;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.PackedHistogram;

/** Latencies of one kind in nanoseconds, three digits, up to ten minutes. Belongs to one thread. */
public final class Latency {
    private static final long HIGHEST_NANOS = 600_000_000_000L;

    private Histogram histogram = new Histogram(HIGHEST_NANOS, 3);

    /** Records {@code count} equal values; a negative one counts as 0, one beyond ten minutes as ten minutes. */
    public void record(long nanos, long count) {
        histogram.recordValueWithCount(Math.max(0, Math.min(nanos, HIGHEST_NANOS)), count);
    }

    public void reset() {
        histogram.reset();
    }

    public void add(Latency other) {
        histogram.add(other.histogram);
    }

    /** Takes the other's values and gives its own for them, whatever their number in no time. */
    public void swap(Latency other) {
        Histogram mine = histogram;
        histogram = other.histogram;
        other.histogram = mine;
    }

    /** Makes it small, for keeping: a few kilobytes instead of a quarter of a megabyte. Recording takes longer from here on. */
    void pack() {
        Histogram small = new PackedHistogram(HIGHEST_NANOS, 3);
        small.add(histogram);
        histogram = small;
    }

    /** The values themselves, for a log or a curve; still this object's own. */
    public Histogram histogram() {
        return histogram;
    }

    public long count() {
        return histogram.getTotalCount();
    }

    /** How many are at or below a value, to three digits. */
    public long countUpTo(long nanos) {
        return histogram.getCountBetweenValues(0, Math.min(nanos, HIGHEST_NANOS));
    }

    /** All together, in seconds, to three digits. */
    public double sumSeconds() {
        return count() == 0 ? 0 : histogram.getMean() * count() / 1e9;
    }

    /** The value below or at which {@code percentile} (0 to 100) of all lie, in milliseconds; 0 where there are none. */
    public double millis(double percentile) {
        return count() == 0 ? 0 : histogram.getValueAtPercentile(percentile) / 1e6;
    }

    /** The largest value in milliseconds. */
    public double maxMillis() {
        return count() == 0 ? 0 : histogram.getMaxValue() / 1e6;
    }
}
