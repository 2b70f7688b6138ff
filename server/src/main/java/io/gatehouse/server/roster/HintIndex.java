package io.gatehouse.server.roster;

import net.openhft.chronicle.core.Memory;

/**
 * Where the values of a {@link PassMap} lie, by pass id: a hint, which the entry itself confirms or refutes. Open
 * addressing over slots of 8 bytes, 16 bits of tag and 48 of address, so that eight neighbours share a cache line and the
 * misses of a batch overlap. A slot that is missing, stale or wrong costs time and never an answer: an address counts only
 * where the entry's key is the one sought and the entry is not marked as removed. Engine thread only.
 */
final class HintIndex implements AutoCloseable {
    private static final int BATCH = 256;
    private static final int LINE = 64;
    private static final int ADDRESS_BITS = 48;
    private static final long ADDRESS = (1L << ADDRESS_BITS) - 1;
    private static final int KEY_HI = -16;
    private static final int KEY_LO = -8;
    private static final Memory MEMORY = PassFields.MEMORY;

    private final long allocated;
    private final long base;
    private final long slots;
    private final int shift;
    private final long most;
    private final long[] hashes = new long[BATCH];
    private long size;
    /** What was read ahead, kept so that the reads are not dropped by the compiler. */
    private long touched;

    /** @param entries that it holds at most, a load of two thirds; what comes beyond has no hint */
    HintIndex(long entries) {
        slots = Long.highestOneBit(Math.max(LINE, entries + entries / 2) * 2 - 1);
        shift = Long.numberOfLeadingZeros(slots) + 1;
        most = slots / 3 * 2;
        allocated = MEMORY.allocate(slots * Long.BYTES + LINE);
        base = (allocated + LINE - 1) & -LINE;
        MEMORY.setMemory(base, slots * Long.BYTES, (byte) 0);
    }

    static long hash(long hi, long lo) {
        long h = (hi ^ Long.rotateLeft(lo, 32)) * 0x9e37_79b9_7f4a_7c15L + lo;
        h = (h ^ h >>> 32) * 0xd6e8_feb8_6659_fd93L;
        return h ^ h >>> 32;
    }

    /** The address of a confirmed entry, 0 where no hint leads to one. */
    long find(long hi, long lo) {
        return probe(hash(hi, lo), hi, lo);
    }

    /**
     * Finds many at once: reads all slots, then all entries, and only then looks at them, so that the memory's waiting
     * times overlap.
     *
     * @param at gets the addresses, 0 where no hint leads to an entry
     */
    void find(long[] hi, long[] lo, long[] at, int count) {
        for (int from = 0; from < count; from += BATCH) {
            findSome(hi, lo, at, from, Math.min(BATCH, count - from));
        }
    }

    private void findSome(long[] hi, long[] lo, long[] at, int from, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            hashes[i] = hash(hi[from + i], lo[from + i]);
            sum += MEMORY.readLong(slotAddress(home(hashes[i])));
        }
        for (int i = 0; i < count; i++) {
            long candidate = candidate(hashes[i]);
            at[from + i] = candidate;
            if (candidate != 0) {
                sum += MEMORY.readLong(candidate + KEY_HI);
            }
        }
        touched = sum;
        for (int i = 0; i < count; i++) {
            int k = from + i;
            if (at[k] != 0 && !confirms(at[k], hi[k], lo[k])) {
                at[k] = probe(hashes[i], hi[k], lo[k]);
            }
        }
    }

    /** What was read ahead last; of no use but to be read. */
    long touched() {
        return touched;
    }

    private static boolean confirms(long address, long hi, long lo) {
        return MEMORY.readLong(address + KEY_HI) == hi
                && MEMORY.readLong(address + KEY_LO) == lo
                && (MEMORY.readInt(address + PassFields.BITS) & PassFields.REMOVED) == 0;
    }

    /** The first address whose tag fits. */
    private long candidate(long hash) {
        long slot = home(hash);
        long content = read(slot);
        while (content != 0) {
            if (content >>> ADDRESS_BITS == tag(hash)) {
                return content & ADDRESS;
            }
            slot = next(slot);
            content = read(slot);
        }
        return 0;
    }

    private long probe(long hash, long hi, long lo) {
        long slot = home(hash);
        long content = read(slot);
        while (content != 0) {
            if (content >>> ADDRESS_BITS == tag(hash) && confirms(content & ADDRESS, hi, lo)) {
                return content & ADDRESS;
            }
            slot = next(slot);
            content = read(slot);
        }
        return 0;
    }

    /** Adds a hint, once; a full index takes none. */
    void put(long hi, long lo, long address) {
        if (address >>> ADDRESS_BITS != 0) {
            throw new IllegalStateException("an address of more than 48 bits: " + Long.toHexString(address));
        }
        long hash = hash(hi, lo);
        long content = tag(hash) << ADDRESS_BITS | address;
        long slot = home(hash);
        for (long there = read(slot); there != 0; there = read(slot)) {
            if (there == content) {
                return;
            }
            slot = next(slot);
        }
        if (size < most) {
            write(slot, content);
            size++;
        }
    }

    /** Takes a hint away while the entry still holds its key. */
    void remove(long hi, long lo, long address) {
        long hash = hash(hi, lo);
        long content = tag(hash) << ADDRESS_BITS | address;
        long slot = home(hash);
        for (long there = read(slot); there != 0; there = read(slot)) {
            if (there == content) {
                closeGap(slot);
                size--;
                return;
            }
            slot = next(slot);
        }
    }

    /** Moves later ones of the chain into the gap: no marks of the dead, so chains never grow by removals. */
    private void closeGap(long gap) {
        long slot = next(gap);
        for (long there = read(slot); there != 0; there = read(slot)) {
            long address = there & ADDRESS;
            long home = home(hash(MEMORY.readLong(address + KEY_HI), MEMORY.readLong(address + KEY_LO)));
            if ((slot - home & slots - 1) >= (slot - gap & slots - 1)) {
                write(gap, there);
                gap = slot;
            }
            slot = next(slot);
        }
        write(gap, 0);
    }

    /** The slot's number comes from the top bits of the hash, the tag from the lowest 16: they share none. */
    private long home(long hash) {
        return hash >>> shift;
    }

    private static long tag(long hash) {
        return hash & 0xffff;
    }

    private long next(long slot) {
        return slot + 1 & slots - 1;
    }

    private long slotAddress(long slot) {
        return base + slot * Long.BYTES;
    }

    private long read(long slot) {
        return MEMORY.readLong(slotAddress(slot));
    }

    private void write(long slot, long content) {
        MEMORY.writeLong(slotAddress(slot), content);
    }

    /** Memory of all slots. */
    long bytes() {
        return slots * Long.BYTES;
    }

    long size() {
        return size;
    }

    @Override
    public void close() {
        MEMORY.freeMemory(allocated, slots * Long.BYTES + LINE);
    }
}
