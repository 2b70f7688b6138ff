package io.gatehouse.loadtest.demo;

import io.gatehouse.loadtest.link.AnswerHook;
import io.gatehouse.loadtest.link.Link;
import io.gatehouse.loadtest.link.Pacer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/** Lets people come as the curve says, and come again when they are asked to. Runs on one event loop. */
final class PeakPacer implements Pacer, AnswerHook {
    private static final int ALLOW = 1;
    private static final int RETEST = 4;
    private static final long RETEST_AFTER_NANOS = 2_000_000_000L;

    /**
     * After a longer pause than that this process was stopped, as somebody does who wants to see gates without power: who came
     * meanwhile came to closed gates, and is not sent all at once when it goes on.
     */
    private static final long STOOD_STILL_NANOS = 2_000_000_000L;

    private final MorningCurve curve;
    private final Town town;
    private final SplittableRandom random;
    private final Link[] links;
    private final List<Link> touched = new ArrayList<>();
    private final Deque<Again> again = new ArrayDeque<>();
    private long start;
    private long next = Long.MAX_VALUE;
    private long closedGates;
    private long came;

    /** Somebody who is measured again. */
    private record Again(long atNanos, int gate, long ticket) {}

    PeakPacer(MorningCurve curve, Town town, int gates, long seed) {
        this.curve = curve;
        this.town = town;
        this.links = new Link[gates];
        this.random = new SplittableRandom(seed);
    }

    /** Opens the morning. */
    void begin(long now) {
        start = now;
        next = now;
    }

    /** Nobody comes any more. */
    void stop() {
        next = Long.MAX_VALUE;
        again.clear();
    }

    void online(Link link) {
        links[link.gate()] = link;
    }

    void offline(Link link) {
        if (links[link.gate()] == link) {
            links[link.gate()] = null;
        }
    }

    /** How many came to any gate, those who came again with them. */
    long came() {
        return came;
    }

    /** How many came to a gate that had no connection. */
    long closedGates() {
        return closedGates;
    }

    @Override
    public long nextNanos() {
        return again.isEmpty() ? next : Math.min(next, again.peekFirst().atNanos());
    }

    @Override
    public int turn(long nowNanos) {
        int sends = 0;
        boolean stoodStill = next <= nowNanos && nowNanos - next > STOOD_STILL_NANOS;
        while (next <= nowNanos) {
            int gate = random.nextInt(links.length);
            if (stoodStill) {
                came++;
                closedGates++;
            } else {
                due(gate, next, town.arrival(gate, curve.leaving(next - start)));
                sends++;
            }
            next += 1 + (long) (-Math.log(1 - random.nextDouble()) * 1e9 / curve.perSecond(next - start));
        }
        while (!again.isEmpty() && again.peekFirst().atNanos() <= nowNanos) {
            Again person = again.removeFirst();
            due(person.gate(), person.atNanos(), person.ticket());
            sends++;
        }
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).pump();
        }
        touched.clear();
        return sends;
    }

    private void due(int gate, long planned, long ticket) {
        came++;
        Link link = links[gate];
        if (link != null && link.due(planned, ticket)) {
            touched.add(link);
        } else {
            closedGates++;
        }
    }

    @Override
    public void decided(int gate, long sequence, long ticket, int verdict, boolean attention) {
        if (verdict == ALLOW) {
            town.passed(ticket);
        } else if (verdict == RETEST && !Ticket.second(ticket) && next != Long.MAX_VALUE) {
            again.addLast(new Again(System.nanoTime() + RETEST_AFTER_NANOS, gate, town.again(ticket)));
        }
    }
}
