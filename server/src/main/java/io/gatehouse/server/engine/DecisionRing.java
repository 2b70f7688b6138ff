package io.gatehouse.server.engine;

import java.io.DataOutput;
import java.io.IOException;

/**
 * The decisions of a stream's last 1,024 scans, 32 bytes each: sequence, then the three parts of a {@link StoredDecision}.
 * It grows by doubling, and is then written round.
 */
final class DecisionRing {
    static final int CAPACITY = 1024;
    static final int ABSENT = -1;
    private static final int INITIAL = 16;
    private static final int CELLS_SHIFT = 2;
    static final int CELLS = 1 << CELLS_SHIFT;
    private static final int DECISION = 1;
    private static final int TIME = 2;
    private static final int HOUSEHOLD = 3;

    private long[] cells = new long[CELLS * INITIAL];
    private int start;
    private int count;

    /** Adds the decision of a scan; one that is held already is overwritten, one from before all of them left out. */
    void push(long sequence, long decision, long timeUs, long household) {
        if (count > 0 && Long.compareUnsigned(sequence, sequenceAt(count - 1)) <= 0) {
            int found = find(sequence);
            if (found != ABSENT) {
                set(found, decision, timeUs, household);
            }
            return;
        }
        if (count == capacity() && count < CAPACITY) {
            grow();
        }
        if (count == capacity()) {
            start = start + 1 & capacity() - 1;
            count--;
        }
        cells[cell(count++)] = sequence;
        set(count - 1, decision, timeUs, household);
    }

    /** Place of the scan with that sequence, for {@link #get} and {@link #set}, or {@link #ABSENT}. */
    int find(long sequence) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            int order = Long.compareUnsigned(sequenceAt(middle), sequence);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return ABSENT;
    }

    /** See {@link StoredDecision#decision}. */
    long decision(int place) {
        return cells[cell(place) + DECISION];
    }

    /** See {@link StoredDecision#timeUs}. */
    long timeUs(int place) {
        return cells[cell(place) + TIME];
    }

    /** See {@link StoredDecision#household}. */
    long household(int place) {
        return cells[cell(place) + HOUSEHOLD];
    }

    void set(int place, long decision, long timeUs, long household) {
        int cell = cell(place);
        cells[cell + DECISION] = decision;
        cells[cell + TIME] = timeUs;
        cells[cell + HOUSEHOLD] = household;
    }

    /** Check of the last scan; 0 where there is none. */
    int lastCheck() {
        return count == 0 ? 0 : StoredDecision.check(decision(count - 1));
    }

    void clear() {
        start = 0;
        count = 0;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(count);
        for (int i = 0; i < count; i++) {
            int cell = cell(i);
            for (int part = 0; part < CELLS; part++) {
                out.writeLong(cells[cell + part]);
            }
        }
    }

    /** Copies all of it, the oldest first, as {@link #CELLS} longs each; returns how many. */
    int copyTo(long[] target, int at) {
        int first = Math.min(count, capacity() - start);
        System.arraycopy(cells, start << CELLS_SHIFT, target, at, first << CELLS_SHIFT);
        System.arraycopy(cells, 0, target, at + (first << CELLS_SHIFT), count - first << CELLS_SHIFT);
        return count;
    }

    int count() {
        return count;
    }

    private int capacity() {
        return cells.length >> CELLS_SHIFT;
    }

    private int cell(int place) {
        return (start + place & capacity() - 1) << CELLS_SHIFT;
    }

    long sequenceAt(int place) {
        return cells[cell(place)];
    }

    private void grow() {
        long[] larger = new long[cells.length * 2];
        for (int i = 0; i < count; i++) {
            System.arraycopy(cells, cell(i), larger, CELLS * i, CELLS);
        }
        cells = larger;
        start = 0;
    }
}
