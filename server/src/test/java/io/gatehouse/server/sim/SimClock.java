package io.gatehouse.server.sim;

import io.gatehouse.server.seam.Clock;
import java.util.PriorityQueue;

/** Virtual time and what is to happen in it: one thread, and a tie goes to what was planned first. */
final class SimClock implements Clock {
    static final long MILLI = 1_000_000;
    /** 2020-02-10T00:00Z, a Monday. */
    private static final long WALL_US = 1_581_292_800_000_000L;

    private record Planned(long at, long order, Runnable what) {}

    private final PriorityQueue<Planned> agenda =
            new PriorityQueue<>((a, b) -> a.at != b.at ? Long.compare(a.at, b.at) : Long.compare(a.order, b.order));
    private long nanos;
    private long planned;

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public long wallUs() {
        return WALL_US + nanos / 1_000;
    }

    void after(long delayNanos, Runnable what) {
        at(nanos + delayNanos, what);
    }

    void at(long atNanos, Runnable what) {
        agenda.add(new Planned(Math.max(atNanos, nanos), planned++, what));
    }

    /** Does what comes next; false where nothing comes before that time. */
    boolean step(long endNanos) {
        Planned next = agenda.peek();
        if (next == null || next.at > endNanos) {
            nanos = Math.max(nanos, endNanos);
            return false;
        }
        agenda.poll();
        nanos = next.at;
        next.what.run();
        return true;
    }
}
