package io.gatehouse.server.metrics;

import java.util.Locale;

/** What is counted of snapshots. Stalls are written by the engine's thread, the rest by the snapshot's; read by any. */
public final class SnapshotMeters {
    private static final int MADE = 0;
    private static final int FAILED = 1;
    private static final int PASSED_OVER = 2;
    private static final int LAST_US = 3;
    private static final int LAST_BYTES = 4;
    private static final int SEGMENTS_DELETED = 5;
    private static final int LAST_NANOS = 6;

    private final Cells cells = new Cells(LAST_NANOS + 1);
    private volatile long longest;
    private final Histogram stall = new Histogram(Bounds.STALL);

    /** The engine copied one part and decided nothing meanwhile. */
    public void onStall(long nanos) {
        stall.record(nanos);
        if (nanos > longest) {
            longest = nanos;
        }
    }

    /** One was published. */
    public void onMade(long atUs, long bytes, long nanos) {
        cells.increment(MADE);
        cells.set(LAST_US, atUs);
        cells.set(LAST_BYTES, bytes);
        cells.set(LAST_NANOS, nanos);
    }

    /** A start found one that it was made of. */
    public void onFound(long madeAtUs, long bytes) {
        cells.set(LAST_US, madeAtUs);
        cells.set(LAST_BYTES, bytes);
    }

    /** One could not be made: tried again later. */
    public void onFailed() {
        cells.increment(FAILED);
    }

    /** The start found one damaged. */
    public void onPassedOver() {
        cells.increment(PASSED_OVER);
    }

    /** The journal's oldest segments went. */
    public void onSegmentsDeleted(int count) {
        cells.add(SEGMENTS_DELETED, count);
    }

    // ---- read by the exposition ---------------------------------------------------------------------

    long made() {
        return cells.get(MADE);
    }

    long failed() {
        return cells.get(FAILED);
    }

    long passedOver() {
        return cells.get(PASSED_OVER);
    }

    /** Microseconds since 1970; 0 for none. */
    long lastUs() {
        return cells.get(LAST_US);
    }

    long lastBytes() {
        return cells.get(LAST_BYTES);
    }

    long segmentsDeleted() {
        return cells.get(SEGMENTS_DELETED);
    }

    Histogram stall() {
        return stall;
    }

    /** Longest of the stalls, nanoseconds. */
    public long longestStall() {
        return longest;
    }

    /** A line for each bucket that has something: its bound in seconds and how many stalls were no longer. */
    public String stalls() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < stall.bounds().buckets(); i++) {
            if (stall.count(i) > 0) {
                text.append(String.format(
                        Locale.ROOT, "  <= %8.6f s  %,10d%n", stall.bounds().upperSeconds(i), stall.count(i)));
            }
        }
        return text.toString();
    }

    /** How long the last one took, nanoseconds. */
    long lastNanos() {
        return cells.get(LAST_NANOS);
    }
}
