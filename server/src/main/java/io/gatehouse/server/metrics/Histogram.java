package io.gatehouse.server.metrics;

/** Counts of values by bucket, and their sum. One writer, any number of readers, no garbage. */
final class Histogram {
    private final Bounds bounds;
    private final Cells cells;

    Histogram(Bounds bounds) {
        this.bounds = bounds;
        this.cells = new Cells(bounds.buckets() + 1);
    }

    /**
     * Its writer only.
     *
     * @param value in the unit of the bounds; below 0 counts as 0 (a clock stepped)
     */
    void record(long value) {
        long counted = Math.max(0, value);
        cells.increment(bounds.bucket(counted));
        cells.add(bounds.buckets(), counted);
    }

    Bounds bounds() {
        return bounds;
    }

    /** Values in one bucket alone. Any thread. */
    long count(int bucket) {
        return cells.get(bucket);
    }

    /** Sum of all values, in the unit of the bounds. Any thread. */
    long sum() {
        return cells.get(bounds.buckets());
    }
}
