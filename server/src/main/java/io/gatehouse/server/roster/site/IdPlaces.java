package io.gatehouse.server.roster.site;

/** Where each pass id was seen first, without an object for each: 24 bytes and the room to grow. Open addressing. */
final class IdPlaces {
    static final long NEW = -1;

    private long[] ids = new long[2 << 10];
    private long[] places = new long[1 << 10];
    private int size;

    /**
     * @param place 0 or more
     * @return the place where it was seen first, or {@link #NEW}
     */
    long putIfAbsent(long hi, long lo, long place) {
        if (size * 2 >= places.length) {
            grow();
        }
        int slot = slot(hi, lo);
        if (places[slot] != 0) {
            return places[slot] - 1;
        }
        set(slot, hi, lo, place + 1);
        size++;
        return NEW;
    }

    private void set(int slot, long hi, long lo, long placeAndOne) {
        ids[2 * slot] = hi;
        ids[2 * slot + 1] = lo;
        places[slot] = placeAndOne;
    }

    /** The id's slot, or the empty one where it would stand. */
    private int slot(long hi, long lo) {
        int mask = places.length - 1;
        long mixed = (hi ^ Long.rotateLeft(lo, 32)) * 0x9e37_79b9_7f4a_7c15L;
        int slot = (int) (mixed >>> 32) & mask;
        while (places[slot] != 0 && (ids[2 * slot] != hi || ids[2 * slot + 1] != lo)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldIds = ids;
        long[] oldPlaces = places;
        ids = new long[oldIds.length * 2];
        places = new long[oldPlaces.length * 2];
        for (int i = 0; i < oldPlaces.length; i++) {
            if (oldPlaces[i] != 0) {
                set(slot(oldIds[2 * i], oldIds[2 * i + 1]), oldIds[2 * i], oldIds[2 * i + 1], oldPlaces[i]);
            }
        }
    }
}
