package io.gatehouse.loadtest.link;

import java.util.Arrays;

/** Scans that were due and could not be sent yet, in order, bounded. */
final class Backlog {
    /** A gate that is a million scans behind does not come back within a run. */
    static final int MOST = 1 << 20;

    private long[] planned = new long[16];
    private long[] tickets = new long[16];
    private long head;
    private long tail;

    int size() {
        return (int) (tail - head);
    }

    /** Whether there was room. */
    boolean add(long plannedNanos, long ticket) {
        if (size() == planned.length) {
            if (size() == MOST) {
                return false;
            }
            grow();
        }
        int at = (int) tail++ & planned.length - 1;
        planned[at] = plannedNanos;
        tickets[at] = ticket;
        return true;
    }

    long firstPlanned() {
        return planned[(int) head & planned.length - 1];
    }

    long firstTicket() {
        return tickets[(int) head & planned.length - 1];
    }

    void removeFirst() {
        head++;
    }

    private void grow() {
        int half = planned.length;
        int first = (int) head & half - 1;
        long[] morePlanned = Arrays.copyOfRange(planned, first, first + 2 * half);
        long[] moreTickets = Arrays.copyOfRange(tickets, first, first + 2 * half);
        System.arraycopy(planned, 0, morePlanned, half - first, first);
        System.arraycopy(tickets, 0, moreTickets, half - first, first);
        planned = morePlanned;
        tickets = moreTickets;
        head = 0;
        tail = half;
    }
}
