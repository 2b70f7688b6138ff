package io.gatehouse.server.roster;

import java.util.Arrays;

/**
 * A larger map that is filled beside the one that answers, some passes at a time; each write meanwhile goes to both, so
 * that the two can be swapped when the last pass is over. Engine thread only.
 */
final class Growth {
    /** Passes that one step copies: each makes an entry, which misses the cache several times. */
    private static final int STEP = 64;

    private final PassMap from;
    private final PassMap to;
    /** Of the passes of one segment, as they were found. */
    private long[] addresses = new long[1_024];

    private int found;
    private int next;
    private int segment;

    Growth(PassMap from, PassMap to) {
        this.from = from;
        this.to = to;
    }

    PassMap larger() {
        return to;
    }

    /** Finds the passes of a segment, or copies some of those that were found; false where all are over. */
    boolean step() {
        if (next == found) {
            if (segment == from.segments()) {
                return false;
            }
            find(segment++);
            return true;
        }
        for (int last = Math.min(found, next + STEP); next < last; next++) {
            // One that went since is marked. Where another one came into its memory, that is as good.
            if (!PassFields.isRemoved(addresses[next])) {
                added(addresses[next]);
            }
        }
        return true;
    }

    private void find(int number) {
        found = 0;
        next = 0;
        from.forEach(number, (hi, lo, address) -> {
            if (found == addresses.length) {
                addresses = Arrays.copyOf(addresses, found * 2);
            }
            addresses[found++] = address;
        });
    }

    /** A pass of the one map, which the other may have already. */
    void added(long address) {
        long hi = PassMap.hi(address);
        long lo = PassMap.lo(address);
        if (to.findToPut(hi, lo) == 0) {
            to.addCopy(hi, lo, address);
        }
    }

    /** A pass was written to. */
    void written(long address) {
        long copy = to.findToPut(PassMap.hi(address), PassMap.lo(address));
        if (copy != 0) {
            PassFields.MEMORY.copyMemory(address, copy, PassFields.SIZE);
        }
    }

    /** A pass is gone. */
    void removed(long hi, long lo) {
        long copy = to.findToPut(hi, lo);
        if (copy != 0) {
            to.remove(hi, lo, copy);
        }
    }
}
