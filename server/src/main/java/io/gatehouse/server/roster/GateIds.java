package io.gatehouse.server.roster;

import java.util.Arrays;

/** Gate ids by their bytes: each has the number of those that were added before it. A look-up leaves no garbage. */
final class GateIds {
    private static final int EMPTY = -1;

    private byte[][] ids = new byte[64][];
    private int size;
    /** Numbers, open-addressed, twice as many slots as ids at least. */
    private int[] slots = emptySlots(128);

    /** Adds an id that is not there yet. */
    void add(byte[] id) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size * 2);
            slots = emptySlots(slots.length * 2);
            for (int number = 0; number < size; number++) {
                slots[slot(ids[number], 0, ids[number].length)] = number;
            }
        }
        int slot = slot(id, 0, id.length);
        ids[size] = id;
        slots[slot] = size++;
    }

    /** Number of an id; -1 where it is not there. */
    int find(byte[] utf8, int offset, int length) {
        return slots[slot(utf8, offset, length)];
    }

    private int slot(byte[] utf8, int offset, int length) {
        int mask = slots.length - 1;
        int slot = hash(utf8, offset, length) & mask;
        while (slots[slot] != EMPTY && !is(ids[slots[slot]], utf8, offset, length)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private static boolean is(byte[] id, byte[] utf8, int offset, int length) {
        return Arrays.equals(id, 0, id.length, utf8, offset, offset + length);
    }

    private static int hash(byte[] utf8, int offset, int length) {
        int hash = length;
        for (int i = 0; i < length; i++) {
            hash = hash * 31 + utf8[offset + i];
        }
        hash *= 0x9E3779B9;
        return hash ^ hash >>> 16;
    }

    private static int[] emptySlots(int length) {
        int[] slots = new int[length];
        Arrays.fill(slots, EMPTY);
        return slots;
    }
}
