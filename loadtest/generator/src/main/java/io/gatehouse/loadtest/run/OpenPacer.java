package io.gatehouse.loadtest.run;

import io.gatehouse.loadtest.link.Link;
import io.gatehouse.loadtest.link.Pacer;
import io.gatehouse.loadtest.plan.Sends;
import java.util.ArrayList;
import java.util.List;

/** Open loop: sends what the plan has, when it has it, whatever comes back. Runs on one event loop. */
final class OpenPacer implements Pacer {
    private final Sends plan;
    private final Link[] links;
    private final List<Link> touched = new ArrayList<>();
    private final long start;
    private final long measureFrom;
    private long end;
    private long due;
    private long unsent;
    private long planned;
    private long unsentOfAll;

    /**
     * @param links of the whole fleet by the gates' index; those of other loops may be null
     * @param start {@link System#nanoTime} of the plan's beginning
     * @param measureFrom from there on what is due is counted
     * @param end nothing is planned from there on
     */
    OpenPacer(Sends plan, Link[] links, long start, long measureFrom, long end) {
        this.plan = plan;
        this.links = links.clone();
        this.start = start;
        this.measureFrom = measureFrom;
        this.end = end;
    }

    /** Planned in the measured interval. */
    long due() {
        return due;
    }

    /** Of these, never given to a gate: it was not connected, or too far behind. */
    long unsent() {
        return unsent;
    }

    /** Planned so far, in the warm-up too. */
    long planned() {
        return planned;
    }

    /** Of these, never given to a gate. */
    long unsentOfAll() {
        return unsentOfAll;
    }

    /** Nothing more is planned. */
    void stop() {
        end = start;
    }

    /** Of the send that the plan stands on. */
    private long at() {
        long offset = plan.offsetNanos();
        return offset == Long.MAX_VALUE ? Long.MAX_VALUE : start + offset;
    }

    @Override
    public long nextNanos() {
        long next = at();
        return next < end ? next : Long.MAX_VALUE;
    }

    @Override
    public int turn(long nowNanos) {
        int sends = 0;
        long at = at();
        while (at <= nowNanos && at < end) {
            Link link = links[plan.gate()];
            boolean taken = link.due(at, plan.ticket());
            if (taken) {
                touched.add(link);
            }
            planned++;
            unsentOfAll += taken ? 0 : 1;
            if (at >= measureFrom) {
                due++;
                unsent += taken ? 0 : 1;
            }
            sends++;
            plan.advance();
            at = at();
        }
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).pump();
        }
        touched.clear();
        return sends;
    }
}
