package io.gatehouse.loadtest.link;

import java.util.Arrays;

/** When each scan that is under way was planned and sent, and what it is, by its sequence. Grows up to the window. */
final class Flight {
    private static final int FIRST = 32;

    private final boolean wide;
    private long[] planned = new long[FIRST];
    private long[] sent;
    private long[] tickets;
    private short[] acted = new short[FIRST];
    private int mask = FIRST - 1;

    /** @param wide whether times of sending and tickets are kept beside the plan */
    Flight(boolean wide) {
        this.wide = wide;
        sent = new long[wide ? FIRST : 0];
        tickets = new long[wide ? FIRST : 0];
    }

    /** Makes room for the sequences from {@code oldest} to {@code newest}. */
    void reserve(long oldest, long newest) {
        if (newest - oldest <= mask) {
            return;
        }
        int capacity = planned.length;
        while (newest - oldest >= capacity) {
            capacity *= 2;
        }
        planned = spread(planned, capacity, oldest);
        if (wide) {
            sent = spread(sent, capacity, oldest);
            tickets = spread(tickets, capacity, oldest);
        }
        short[] more = Arrays.copyOf(acted, capacity);
        for (long s = oldest; s < oldest + acted.length; s++) {
            more[(int) s & capacity - 1] = acted[(int) s & mask];
        }
        acted = more;
        mask = capacity - 1;
    }

    private static long[] spread(long[] ring, int capacity, long oldest) {
        long[] larger = Arrays.copyOf(ring, capacity);
        for (long s = oldest; s < oldest + ring.length; s++) {
            larger[(int) s & capacity - 1] = ring[(int) s & ring.length - 1];
        }
        return larger;
    }

    void put(long sequence, long plannedNanos, long sentNanos, long ticket) {
        int at = (int) sequence & mask;
        planned[at] = plannedNanos;
        acted[at] = 0;
        if (wide) {
            sent[at] = sentNanos;
            tickets[at] = ticket;
        }
    }

    long planned(long sequence) {
        return planned[(int) sequence & mask];
    }

    /** Where not kept, the plan: a closed loop sends when it plans. */
    long sent(long sequence) {
        return wide ? sent[(int) sequence & mask] : planned(sequence);
    }

    long ticket(long sequence) {
        return wide ? tickets[(int) sequence & mask] : 0;
    }

    /** The gate did as it was told, or as it thought: how it was, packed by {@link io.gatehouse.loadtest.wire.ScanFrame}. */
    void act(long sequence, short how) {
        acted[(int) sequence & mask] = how;
    }

    /** What it did; 0: nothing yet. */
    short acted(long sequence) {
        return acted[(int) sequence & mask];
    }
}
