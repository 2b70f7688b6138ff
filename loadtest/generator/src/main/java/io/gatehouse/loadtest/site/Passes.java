package io.gatehouse.loadtest.site;

import java.util.Arrays;

/**
 * The passes of a site in flat arrays, so that tens of millions fit and a generator walks them without a pointer. Not
 * safe for writing by several threads; read-only once the reader has filled it.
 */
public final class Passes {
    private static final int FIRST_CAPACITY = 1024;

    private long[] ids = new long[2 * FIRST_CAPACITY];
    private int[] estates = new int[FIRST_CAPACITY];
    private byte[] kinds = new byte[FIRST_CAPACITY];
    private byte[] standings = new byte[FIRST_CAPACITY];
    private int size;

    /** How many there are. */
    public int size() {
        return size;
    }

    /** The first half of the id, network byte order. */
    public long high(int pass) {
        return ids[2 * pass];
    }

    /** The second half of the id. */
    public long low(int pass) {
        return ids[2 * pass + 1];
    }

    /** The estate it is for; 0 where its scope is wider than one estate and names none. */
    public int estate(int pass) {
        return estates[pass];
    }

    /** What kind of holder it has. */
    public PassKind kind(int pass) {
        return PassKind.of(kinds[pass]);
    }

    /** What stands for or against it. */
    public Standing standing(int pass) {
        return Standing.of(standings[pass]);
    }

    /** Adds one pass and gives its number. */
    public int add(long high, long low, int estate, PassKind kind, Standing standing) {
        if (size == estates.length) {
            grow();
        }
        ids[2 * size] = high;
        ids[2 * size + 1] = low;
        estates[size] = estate;
        kinds[size] = (byte) kind.ordinal();
        standings[size] = (byte) standing.ordinal();
        return size++;
    }

    private void grow() {
        int capacity = Math.multiplyExact(size, 2);
        ids = Arrays.copyOf(ids, Math.multiplyExact(capacity, 2));
        estates = Arrays.copyOf(estates, capacity);
        kinds = Arrays.copyOf(kinds, capacity);
        standings = Arrays.copyOf(standings, capacity);
    }
}
