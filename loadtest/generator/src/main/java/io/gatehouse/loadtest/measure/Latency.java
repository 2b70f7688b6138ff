package io.gatehouse.loadtest.measure;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.HdrHistogram.Histogram;

/** Latencies of one kind in nanoseconds, three digits, up to ten minutes. Belongs to one thread. */
public final class Latency {
    private static final long HIGHEST_NANOS = 600_000_000_000L;

    private Histogram histogram = new Histogram(HIGHEST_NANOS, 3);
    /** Instead of the histogram, in its own encoding; null where it is not packed. */
    private byte[] packed;

    /** Records {@code count} equal values; a negative one counts as 0, one beyond ten minutes as ten minutes. */
    public void record(long nanos, long count) {
        histogram.recordValueWithCount(Math.max(0, Math.min(nanos, HIGHEST_NANOS)), count);
    }

    public void reset() {
        histogram.reset();
    }

    public void add(Latency other) {
        histogram.add(other.histogram());
    }

    /** Takes the other's values and gives its own for them, whatever their number in no time. */
    public void swap(Latency other) {
        Histogram mine = histogram;
        histogram = other.histogram;
        other.histogram = mine;
    }

    /** Room for {@link #pack}, which needs it each second: to be used again. */
    static ByteBuffer packingRoom() {
        return ByteBuffer.allocate(new Histogram(HIGHEST_NANOS, 3).getNeededByteBufferCapacity());
    }

    /**
     * Makes it small, for keeping: a few kilobytes instead of a quarter of a megabyte. From here on it is only read. A
     * {@link org.HdrHistogram.PackedHistogram} copies itself whenever it grows, tens of milliseconds for each second of
     * a run, and the loop that sends waits for its core meanwhile.
     */
    void pack(ByteBuffer room) {
        room.clear();
        histogram.encodeIntoByteBuffer(room);
        packed = Arrays.copyOf(room.array(), room.position());
        histogram = null;
    }

    /** Bytes that it is kept in, about. */
    public int footprint() {
        return packed == null ? histogram.getEstimatedFootprintInBytes() : packed.length;
    }

    /** The values themselves, for a log or a curve; still this object's own, a copy where they were packed. */
    public Histogram histogram() {
        return packed == null ? histogram : Histogram.decodeFromByteBuffer(ByteBuffer.wrap(packed), HIGHEST_NANOS);
    }

    public long count() {
        return histogram().getTotalCount();
    }

    /** How many are at or below a value, to three digits. */
    public long countUpTo(long nanos) {
        return histogram().getCountBetweenValues(0, Math.min(nanos, HIGHEST_NANOS));
    }

    /** All together, in seconds, to three digits. */
    public double sumSeconds() {
        Histogram all = histogram();
        return all.getTotalCount() == 0 ? 0 : all.getMean() * all.getTotalCount() / 1e9;
    }

    /** The value below or at which {@code percentile} (0 to 100) of all lie, in milliseconds; 0 where there are none. */
    public double millis(double percentile) {
        Histogram all = histogram();
        return all.getTotalCount() == 0 ? 0 : all.getValueAtPercentile(percentile) / 1e6;
    }

    /** The largest value in milliseconds. */
    public double maxMillis() {
        Histogram all = histogram();
        return all.getTotalCount() == 0 ? 0 : all.getMaxValue() / 1e6;
    }
}
