package io.gatehouse.server.roster.site;

import net.openhft.chronicle.core.Memory;
import net.openhft.chronicle.core.OS;

/**
 * Where each pass id was seen first: 24 bytes a slot outside of the heap, and the room to grow. Open addressing. One
 * thread.
 */
final class IdPlaces implements AutoCloseable {
    static final long NEW = -1;

    private static final Memory MEMORY = OS.memory();
    private static final int LO = 8;
    private static final int PLACE = 16;
    private static final int SLOT = 24;

    private long slots;
    private long base;
    private long size;

    /** @param expected ids; more find room too */
    IdPlaces(long expected) {
        allocate(Long.highestOneBit(Math.max(512, expected + expected / 2)) * 2);
    }

    private void allocate(long count) {
        slots = count;
        base = MEMORY.allocate(count * SLOT);
        MEMORY.setMemory(base, count * SLOT, (byte) 0);
    }

    /**
     * @param place 0 or more
     * @return the place where it was seen first, or {@link #NEW}
     */
    long putIfAbsent(long hi, long lo, long place) {
        if (size * 4 >= slots * 3) {
            grow();
        }
        long slot = slot(hi, lo);
        long before = MEMORY.readLong(slot + PLACE);
        if (before != 0) {
            return before - 1;
        }
        set(slot, hi, lo, place + 1);
        size++;
        return NEW;
    }

    private static void set(long slot, long hi, long lo, long placeAndOne) {
        MEMORY.writeLong(slot, hi);
        MEMORY.writeLong(slot + LO, lo);
        MEMORY.writeLong(slot + PLACE, placeAndOne);
    }

    /** Address of the id's slot, or of the empty one where it would stand. */
    private long slot(long hi, long lo) {
        long mixed = (hi ^ Long.rotateLeft(lo, 32)) * 0x9e37_79b9_7f4a_7c15L;
        long number = (mixed ^ mixed >>> 32) & slots - 1;
        long slot = base + number * SLOT;
        while (MEMORY.readLong(slot + PLACE) != 0
                && (MEMORY.readLong(slot) != hi || MEMORY.readLong(slot + LO) != lo)) {
            number = number + 1 & slots - 1;
            slot = base + number * SLOT;
        }
        return slot;
    }

    private void grow() {
        long old = base;
        long end = base + slots * SLOT;
        allocate(slots * 2);
        for (long from = old; from < end; from += SLOT) {
            long place = MEMORY.readLong(from + PLACE);
            if (place != 0) {
                long hi = MEMORY.readLong(from);
                long lo = MEMORY.readLong(from + LO);
                set(slot(hi, lo), hi, lo, place);
            }
        }
        MEMORY.freeMemory(old, end - old);
    }

    @Override
    public void close() {
        MEMORY.freeMemory(base, slots * SLOT);
        base = 0;
    }
}
