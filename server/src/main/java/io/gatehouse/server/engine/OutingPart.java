package io.gatehouse.server.engine;

import io.gatehouse.proto.journal.v1.OutingCount;
import io.gatehouse.proto.journal.v1.SnapshotRecord;
import io.gatehouse.proto.wire.ReverseWriter;
import java.io.IOException;
import java.util.Arrays;

/** Copies of some outings, in memory that is used again and again; written on another thread than the engine's. */
final class OutingPart implements StateCopy {
    private static final int MAX_RECORD = 48;

    private final ReverseWriter out = new ReverseWriter(MAX_RECORD);
    private long[] keys = new long[512];
    private long[] counts = new long[512];
    private int size;

    /** So many that one is written before its turn comes again. */
    static OutingPart[] turns() {
        OutingPart[] turns = new OutingPart[StateParts.WAITING + 2];
        Arrays.setAll(turns, i -> new OutingPart());
        return turns;
    }

    void clear() {
        size = 0;
    }

    void add(long key, int day, int count) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
            counts = Arrays.copyOf(counts, size * 2);
        }
        keys[size] = key;
        counts[size++] = (long) day << 32 | count & 0xFFFF_FFFFL;
    }

    @Override
    public void write(StateSink to) throws IOException {
        for (int i = 0; i < size; i++) {
            out.reset();
            write(keys[i], (int) (counts[i] >> 32), (int) counts[i]);
            to.record(out.array(), out.offset(), out.length());
        }
    }

    /** From the last field to the first. */
    private void write(long key, int day, int count) {
        int end = out.offset();
        out.unsigned(OutingCount.COUNT_FIELD_NUMBER, count & 0xFFFF_FFFFL);
        out.unsigned(OutingCount.DAY_FIELD_NUMBER, (day << 1 ^ day >> 31) & 0xFFFF_FFFFL);
        out.unsigned(OutingCount.HOUSEHOLD_FIELD_NUMBER, key & 0xFFFF_FFFFL);
        out.unsigned(OutingCount.ESTATE_ID_FIELD_NUMBER, key >>> 32);
        out.head(SnapshotRecord.OUTING_FIELD_NUMBER, end);
    }
}
