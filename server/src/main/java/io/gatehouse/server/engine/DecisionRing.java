package io.gatehouse.server.engine;

import java.io.DataOutput;
import java.io.IOException;

/**
 * The decisions of a stream's last 1,024 scans, 16 bytes each: sequence, then {@link StoredDecision}. It grows by
 * doubling, and is then written round.
 */
final class DecisionRing {
    static final int CAPACITY = 1024;
    static final int ABSENT = -1;
    private static final int INITIAL = 16;

    private long[] cells = new long[2 * INITIAL];
    private int start;
    private int count;

    /** Adds the decision of a scan; one that is held already is overwritten, one from before all of them left out. */
    void push(long sequence, long stored) {
        if (count > 0 && Long.compareUnsigned(sequence, sequenceAt(count - 1)) <= 0) {
            int found = find(sequence);
            if (found != ABSENT) {
                set(found, stored);
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
        int cell = cell(count++);
        cells[cell] = sequence;
        cells[cell + 1] = stored;
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

    long get(int place) {
        return cells[cell(place) + 1];
    }

    void set(int place, long stored) {
        cells[cell(place) + 1] = stored;
    }

    /** Check of the last scan; 0 where there is none. */
    int lastCheck() {
        return count == 0 ? 0 : StoredDecision.check(get(count - 1));
    }

    void clear() {
        start = 0;
        count = 0;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(count);
        for (int i = 0; i < count; i++) {
            out.writeLong(sequenceAt(i));
            out.writeLong(get(i));
        }
    }

    private int capacity() {
        return cells.length >> 1;
    }

    private int cell(int place) {
        return (start + place & capacity() - 1) << 1;
    }

    private long sequenceAt(int place) {
        return cells[cell(place)];
    }

    private void grow() {
        long[] larger = new long[cells.length * 2];
        for (int i = 0; i < count; i++) {
            larger[2 * i] = sequenceAt(i);
            larger[2 * i + 1] = get(i);
        }
        cells = larger;
        start = 0;
    }
}
