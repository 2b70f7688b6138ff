package io.gatehouse.server.metrics;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counters with one writer and any number of readers. An addition is a plain load and an ordered store: no locked
 * instruction, no allocation. A reader sees every cell whole, a little late, and never going back.
 */
final class Cells {
    /** Two cache lines at either end, so that two writers' arrays never share one (lines are prefetched in pairs). */
    private static final int PAD = 16;

    private final AtomicLongArray cells;
    private final int size;

    Cells(int size) {
        this.size = size;
        this.cells = new AtomicLongArray(PAD + size + PAD);
    }

    int size() {
        return size;
    }

    /** Its writer only. */
    void increment(int index) {
        add(index, 1);
    }

    /** Its writer only. */
    void add(int index, long amount) {
        set(index, cells.getPlain(PAD + index) + amount);
    }

    /** Its writer only. */
    void set(int index, long value) {
        cells.lazySet(PAD + index, value);
    }

    /** Any thread. */
    long get(int index) {
        return cells.get(PAD + index);
    }
}
