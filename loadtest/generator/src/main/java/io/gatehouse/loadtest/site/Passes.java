package io.gatehouse.loadtest.site;

import java.util.Arrays;

/**
 * The passes of a site in flat arrays, so that tens of millions fit and a generator walks them without a pointer. Not
 * safe for writing by several threads; read-only once the reader has filled it.
 */
public final class Passes {
    /** The holder has made a self-declaration. */
    public static final int DECLARED = 1;
    /** On the property company's list. */
    public static final int PROPERTY_LISTED = 2;
    /** On the grid centre's list. */
    public static final int GRID_LISTED = 4;
    /** Under home observation. */
    public static final int QUARANTINED = 8;
    /** Withdrawn for the time being. */
    public static final int SUSPENDED = 16;
    /** Withdrawn for good. */
    public static final int REVOKED = 32;

    /** What nothing stands against. */
    public static final int GOOD_PAPERS = DECLARED | PROPERTY_LISTED | GRID_LISTED;

    private static final int FIRST_CAPACITY = 1024;

    private long[] ids = new long[2 * FIRST_CAPACITY];
    /** First instant at which it is valid, and the first at which it no longer is. */
    private long[] bounds = new long[2 * FIRST_CAPACITY];

    private int[] estates = new int[FIRST_CAPACITY];
    private int[] households = new int[FIRST_CAPACITY];
    private byte[] kinds = new byte[FIRST_CAPACITY];
    private byte[] scopes = new byte[FIRST_CAPACITY];
    private byte[] papers = new byte[FIRST_CAPACITY];
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

    public Scope scope(int pass) {
        return Scope.of(scopes[pass]);
    }

    /** Microseconds since 1970; 0: open. */
    public long validFromUs(int pass) {
        return bounds[2 * pass];
    }

    /** The first instant at which it is no longer valid, microseconds since 1970; 0: open. */
    public long validUntilUs(int pass) {
        return bounds[2 * pass + 1];
    }

    /** Its number within the estate; 0: none. */
    public int household(int pass) {
        return households[pass];
    }

    /** What stands for and against it: {@link #DECLARED} and the bits beside it. */
    public int papers(int pass) {
        return papers[pass];
    }

    /** What stands for or against it, as far as people behave by it. */
    public Standing standing(int pass) {
        return Standing.of(standings[pass]);
    }

    /** Adds one pass for its estate alone, without bounds, and gives its number; the papers are those of its standing. */
    public int add(long high, long low, int estate, PassKind kind, Standing standing) {
        if (size == estates.length) {
            grow();
        }
        ids[2 * size] = high;
        ids[2 * size + 1] = low;
        estates[size] = estate;
        kinds[size] = (byte) kind.ordinal();
        scopes[size] = (byte) (estate == 0 ? Scope.ALL : Scope.ESTATE).ordinal();
        standings[size] = (byte) standing.ordinal();
        papers[size] = (byte) (GOOD_PAPERS
                | switch (standing) {
                    case GOOD -> 0;
                    case QUARANTINED -> QUARANTINED;
                    case HELD -> SUSPENDED;
                });
        return size++;
    }

    /** Says how far a pass reaches and whose it is. */
    public void reach(int pass, int estate, PassKind kind, Scope scope, int household) {
        estates[pass] = estate;
        kinds[pass] = (byte) kind.ordinal();
        scopes[pass] = (byte) scope.ordinal();
        households[pass] = household;
    }

    /** Says when a pass is valid and what stands for and against it. */
    public void papers(int pass, long validFromUs, long validUntilUs, int bits) {
        bounds[2 * pass] = validFromUs;
        bounds[2 * pass + 1] = validUntilUs;
        papers[pass] = (byte) bits;
    }

    private void grow() {
        int capacity = Math.multiplyExact(size, 2);
        ids = Arrays.copyOf(ids, Math.multiplyExact(capacity, 2));
        bounds = Arrays.copyOf(bounds, capacity * 2);
        estates = Arrays.copyOf(estates, capacity);
        households = Arrays.copyOf(households, capacity);
        kinds = Arrays.copyOf(kinds, capacity);
        scopes = Arrays.copyOf(scopes, capacity);
        papers = Arrays.copyOf(papers, capacity);
        standings = Arrays.copyOf(standings, capacity);
    }
}
