package io.gatehouse.loadtest.plan;

import java.util.ArrayList;
import java.util.List;

/** Planned scans one after the other, 16 bytes each: when and where in one word, the ticket in the other. */
final class PlanBuffer {
    /** Gates that there is room for. */
    static final int MOST_GATES = 1 << 16;

    private static final int CHUNK_BITS = 16;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int GATE_BITS = 16;

    private final List<long[]> chunks = new ArrayList<>();
    private long size;

    long size() {
        return size;
    }

    void add(long nanos, int gate, long ticket) {
        int at = (int) size & CHUNK - 1;
        if (at == 0) {
            chunks.add(new long[2 * CHUNK]);
        }
        long[] chunk = chunks.get(chunks.size() - 1);
        chunk[2 * at] = nanos << GATE_BITS | gate;
        chunk[2 * at + 1] = ticket;
        size++;
    }

    long nanos(long index) {
        return word(index, 0) >>> GATE_BITS;
    }

    int gate(long index) {
        return (int) word(index, 0) & MOST_GATES - 1;
    }

    long ticket(long index) {
        return word(index, 1);
    }

    /** Makes any answer to a scan a right one. */
    void open(long index, int answers) {
        long[] chunk = chunks.get((int) (index >>> CHUNK_BITS));
        int at = 2 * ((int) index & CHUNK - 1) + 1;
        chunk[at] = ScanTicket.withAnswers(chunk[at], answers);
    }

    private long word(long index, int which) {
        return chunks.get((int) (index >>> CHUNK_BITS))[2 * ((int) index & CHUNK - 1) + which];
    }
}
