package io.gatehouse.server.engine;

import io.gatehouse.proto.journal.v1.OutingCount;
import io.gatehouse.proto.journal.v1.SnapshotOutings;
import io.gatehouse.proto.journal.v1.SnapshotRecord;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Outings by household and day: an open-addressed table of primitives, a slot for each household and day on which it had
 * one. What lies {@link #KEPT_DAYS} before the newest day counts as none and leaves with the next growth; a day so far
 * back says that the newest was a clock gone wrong, and begins afresh.
 */
final class Outings implements Fold {
    /** A quota looks back 31 days, from an event that comes in up to 31 days late. */
    static final int KEPT_DAYS = 62;

    private static final int INITIAL = 1 << 14;

    /** Estate and household; 0: an empty slot, as no household is 0. */
    private long[] keys = new long[INITIAL];

    private int[] days = new int[INITIAL];
    private int[] counts = new int[INITIAL];
    private int used;
    /** Counts the times that slots moved or were emptied: a copy in parts begins again then. */
    private int layout;

    /** For one snapshot at a time. */
    private OutingPart[] turns;

    private int newest = Integer.MIN_VALUE + 2 * KEPT_DAYS;

    /** Outings of the household in the {@code length} days that end with {@code lastDay}. */
    int sum(int estate, int household, int lastDay, int length) {
        int sum = 0;
        for (int day = lastDay - length + 1; day <= lastDay; day++) {
            sum += get(estate, household, day);
        }
        return sum;
    }

    int get(int estate, int household, int day) {
        if (day <= newest - KEPT_DAYS) {
            return 0;
        }
        int slot = slot(key(estate, household), day);
        return keys[slot] == 0 ? 0 : counts[slot];
    }

    @Override
    public void apply(Event e) {
        if (e.outingChanged) {
            put(e.outingEstate, e.outingHousehold, e.outingDay, e.outingCount);
        }
    }

    @Override
    public void write(DataOutput out) throws IOException {
        int[] live = IntStream.range(0, keys.length)
                .filter(this::counts)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(slot -> keys[slot]).thenComparingInt(slot -> days[slot]))
                .mapToInt(Integer::intValue)
                .toArray();
        out.writeInt(newest);
        out.writeInt(live.length);
        for (int slot : live) {
            out.writeLong(keys[slot]);
            out.writeInt(days[slot]);
            out.writeInt(counts[slot]);
        }
    }

    /** The day that all others are measured by; the counts come in parts. */
    @Override
    public StateCopy copy() {
        int day = newest;
        return to -> to.record(SnapshotRecord.newBuilder()
                .setOutings(SnapshotOutings.newBuilder().setNewestDay(day))
                .build());
    }

    @Override
    public StateParts parts() {
        turns = turns == null ? OutingPart.turns() : turns;
        return new Parts();
    }

    /**
     * Slots in their order. A count is that of its own moment, whatever day is the newest by then: replay begins with
     * the newest day of the first moment and so leaves out and forgets what was left out and forgotten.
     */
    private final class Parts implements StateParts {
        private static final int SLOTS = 4_096;

        private int turn;
        private int next;
        private int copying = layout;

        @Override
        public StateCopy next() {
            if (copying != layout) {
                copying = layout;
                next = 0;
            }
            if (next >= keys.length) {
                return null;
            }
            OutingPart part = turns[turn++ % turns.length];
            part.clear();
            int last = Math.min(keys.length, next + SLOTS);
            for (; next < last; next++) {
                if (keys[next] != 0) {
                    part.add(keys[next], days[next], counts[next]);
                }
            }
            return part;
        }
    }

    @Override
    public boolean read(SnapshotRecord record) {
        switch (record.getBodyCase()) {
            case OUTINGS -> newest = record.getOutings().getNewestDay();
            case OUTING -> {
                OutingCount outing = record.getOuting();
                set(outing.getEstateId(), outing.getHousehold(), outing.getDay(), outing.getCount());
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void put(int estate, int household, int day, int count) {
        if (day <= newest - 2 * KEPT_DAYS) {
            Arrays.fill(keys, 0);
            used = 0;
            layout++;
            newest = day;
        }
        newest = Math.max(newest, day);
        if (day <= newest - KEPT_DAYS) {
            return;
        }
        set(estate, household, day, count);
    }

    private void set(int estate, int household, int day, int count) {
        if (used * 3 >= keys.length * 2) {
            rebuild();
        }
        long key = key(estate, household);
        int slot = slot(key, day);
        if (keys[slot] == 0) {
            used++;
            keys[slot] = key;
            days[slot] = day;
        }
        counts[slot] = count;
    }

    /** Leaves out what no longer counts; grows only where what is left fills more than a third. */
    private void rebuild() {
        layout++;
        long[] oldKeys = keys;
        int[] oldDays = days;
        int[] oldCounts = counts;
        int live = (int) IntStream.range(0, keys.length).filter(this::counts).count();
        int capacity = live * 3 > keys.length ? keys.length * 2 : keys.length;
        boolean[] kept = new boolean[oldKeys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            kept[i] = counts(i);
        }
        keys = new long[capacity];
        days = new int[capacity];
        counts = new int[capacity];
        used = live;
        for (int i = 0; i < oldKeys.length; i++) {
            if (kept[i]) {
                int slot = slot(oldKeys[i], oldDays[i]);
                keys[slot] = oldKeys[i];
                days[slot] = oldDays[i];
                counts[slot] = oldCounts[i];
            }
        }
    }

    private boolean counts(int slot) {
        return keys[slot] != 0 && counts[slot] != 0 && days[slot] > newest - KEPT_DAYS;
    }

    /** Where the key stands, or the empty slot where it would. */
    private int slot(long key, int day) {
        int mask = keys.length - 1;
        long hash = (key + day) * 0x9E3779B97F4A7C15L;
        int slot = (int) (hash >>> 32) & mask;
        while (keys[slot] != 0 && (keys[slot] != key || days[slot] != day)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private static long key(int estate, int household) {
        return (long) estate << 32 | household & 0xFFFF_FFFFL;
    }
}
