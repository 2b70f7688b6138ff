package io.gatehouse.loadtest.run;

import io.gatehouse.loadtest.link.Link;
import io.gatehouse.loadtest.link.Pacer;
import java.util.ArrayList;
import java.util.List;

/** Open loop: sends what the plan has, when it has it, whatever comes back. Runs on one event loop. */
final class OpenPacer implements Pacer {
    private final SendPlan plan;
    private final Link[] links;
    private final List<Link> touched = new ArrayList<>();
    private final long start;
    private final long measureFrom;
    private final long end;
    private long due;
    private long unsent;

    /**
     * @param links those of this loop, as the plan numbers them
     * @param start {@link System#nanoTime} of the plan's beginning
     * @param measureFrom from there on what is due is counted
     * @param end nothing is planned from there on
     */
    OpenPacer(SendPlan plan, List<Link> links, long start, long measureFrom, long end) {
        this.plan = plan;
        this.links = links.toArray(Link[]::new);
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

    @Override
    public long nextNanos() {
        long next = start + plan.offsetNanos();
        return next < end ? next : Long.MAX_VALUE;
    }

    @Override
    public int turn(long nowNanos) {
        int sends = 0;
        long planned = start + plan.offsetNanos();
        while (planned <= nowNanos && planned < end) {
            Link link = links[plan.gate()];
            boolean taken = link.due(planned, 0);
            if (taken) {
                touched.add(link);
            }
            if (planned >= measureFrom) {
                due++;
                unsent += taken ? 0 : 1;
            }
            sends++;
            plan.advance();
            planned = start + plan.offsetNanos();
        }
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).pump();
        }
        touched.clear();
        return sends;
    }
}
