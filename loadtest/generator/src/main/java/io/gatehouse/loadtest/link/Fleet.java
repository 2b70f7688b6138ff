package io.gatehouse.loadtest.link;

import io.gatehouse.loadtest.measure.Tally;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** All simulated gates of one run, spread over event loops. Its methods are for one controlling thread. */
public final class Fleet implements AutoCloseable {
    /** A server takes 2,000 connections at a moment and in a second, with its caps as they come. */
    private static final int AT_ONCE = 1_000;

    private static final int A_SECOND = 1_500;

    private final FleetSpec spec;
    private final LinkEvents events;
    private final List<Lane> lanes = new ArrayList<>();
    private final Habits habits;
    /** Where gates come back, those that there are, each of its lane. */
    private final Link[] known;

    /** A fleet of gates that do not come back by themselves. */
    public Fleet(FleetSpec spec, LinkEvents events) {
        this(spec, events, Habits.NONE);
    }

    /**
     * Starts the event loops; nothing connects yet.
     *
     * @param events told on the event loops
     */
    public Fleet(FleetSpec spec, LinkEvents events, Habits habits) {
        this.spec = spec;
        this.events = events;
        this.habits = habits;
        this.known = new Link[habits.comeBack() ? spec.speech().gates() : 0];
        for (int i = 0; i < spec.lanes(); i++) {
            lanes.add(new Lane(i, spec.source(), spec.hook(), habits));
        }
    }

    /** How many event loops there are. */
    public int lanes() {
        return lanes.size();
    }

    /** Begins to connect a gate; one that comes back must have no connection. From any thread. */
    public void connect(int gate) {
        Lane lane = laneOf(gate);
        lane.run(() ->
                lane.connect(link(lane, gate), spec.target(), spec.speech().tls()));
    }

    private Link link(Lane lane, int gate) {
        if (!habits.comeBack()) {
            return create(lane, gate);
        }
        if (known[gate] == null) {
            known[gate] = create(lane, gate);
        }
        return known[gate];
    }

    private Link create(Lane lane, int gate) {
        return spec.speech().link(lane, gate, events, spec.openLoop());
    }

    private Lane laneOf(int gate) {
        return lanes.get(gate % lanes.size());
    }

    /**
     * Takes the power from all gates for a while; gates that come back connect again when they are told to, not before
     * its end. From any thread.
     *
     * @param at {@link System#nanoTime}
     * @param until likewise
     * @param silent the server hears nothing of it; else it gets resets
     * @param before told of each gate that could send until then, on its event loop
     */
    public void cutPower(long at, long until, boolean silent, Consumer<Link> before) {
        for (Lane lane : lanes) {
            lane.at(at, () -> lane.darken(silent, before));
            lane.at(until, lane::lighten);
        }
    }

    /** Lets the gates deliver what is from before the run. */
    public void deliverOld() throws InterruptedException {
        for (Lane lane : lanes) {
            lane.call(() -> {
                lane.holdsOld = false;
                return null;
            });
        }
        forEach(Link::pump);
    }

    /** Begins to connect the first so many gates, no more of them in a second than a server lets in. From any thread. */
    public void connectAll(int gates) {
        for (int gate = 0; gate < gates; gate++) {
            if (gate < AT_ONCE) {
                connect(gate);
            } else {
                connectLater(gate, (gate - AT_ONCE) * 1_000L / A_SECOND);
            }
        }
    }

    /** Connects a gate after a while. From any thread. */
    public void connectLater(int gate, long delayMs) {
        connectAt(gate, System.nanoTime() + delayMs * 1_000_000);
    }

    /** Connects a gate at a given {@link System#nanoTime}. From any thread. */
    public void connectAt(int gate, long nanos) {
        laneOf(gate).at(nanos, () -> connect(gate));
    }

    /** Where the fleet connects to. */
    public InetSocketAddress target() {
        return spec.target();
    }

    /** Says which plan or send times are measured, {@link System#nanoTime}. */
    public void measure(long from, long to) throws InterruptedException {
        for (Lane lane : lanes) {
            lane.call(() -> {
                lane.tally.measureFrom = from;
                lane.tally.measureTo = to;
                return null;
            });
        }
    }

    /** Gives one event loop its pacer; it spins or sleeps until each send. */
    public void pace(int lane, Pacer pacer, boolean spin) throws InterruptedException {
        Lane on = lanes.get(lane);
        on.call(() -> {
            on.pace(pacer, spin);
            return null;
        });
    }

    /** Asks something on one event loop. */
    public <T> T on(int lane, java.util.concurrent.Callable<T> what) throws InterruptedException {
        return lanes.get(lane).call(what);
    }

    /** Does something with each link, on its event loop. */
    public void forEach(Consumer<Link> what) throws InterruptedException {
        for (Lane lane : lanes) {
            lane.call(() -> {
                List.copyOf(lane.links).forEach(what);
                return null;
            });
        }
    }

    /**
     * Adds what all loops have counted since they began, and their latencies, to {@code all}; it is the caller's, so
     * that a look at the counters costs the loops nothing but the time.
     *
     * @param latencies whether these are added too
     * @param reset whether the latencies begin anew
     */
    public Tally addTo(Tally all, boolean latencies, boolean reset) throws InterruptedException {
        for (Lane lane : lanes) {
            lane.call(() -> {
                lane.updateMeters();
                all.addCounts(lane.tally);
                if (latencies) {
                    all.addLatencies(lane.tally);
                }
                if (reset) {
                    lane.tally.resetLatencies();
                }
                return null;
            });
        }
        return all;
    }

    /**
     * All counts since the loops began, and the latencies since the last look. It takes little from the loops whatever
     * they have recorded.
     *
     * @param spare one for each loop, with empty latencies; they come back empty
     */
    public Tally look(List<Tally> spare) throws InterruptedException {
        Tally all = new Tally();
        for (int i = 0; i < lanes.size(); i++) {
            Lane lane = lanes.get(i);
            Tally empty = spare.get(i);
            lane.call(() -> {
                lane.updateMeters();
                all.addCounts(lane.tally);
                lane.tally.swapLatencies(empty);
                return null;
            });
            all.addLatencies(empty);
            empty.resetLatencies();
        }
        return all;
    }

    /** How much is sent and not decided, sent and not acknowledged, due and not sent. */
    public Outstanding outstanding() throws InterruptedException {
        long[] sums = new long[3];
        for (Lane lane : lanes) {
            lane.call(() -> {
                for (Link link : lane.links) {
                    sums[0] += link.undecided();
                    sums[1] += link.unacknowledged();
                    sums[2] += link.waiting();
                }
                return null;
            });
        }
        return new Outstanding(sums[0], sums[1], sums[2]);
    }

    /** Closes all connections and ends the event loops. */
    @Override
    public void close() {
        lanes.forEach(Lane::close);
    }

    /**
     * What is under way.
     *
     * @param undecided sent without a decision
     * @param unacknowledged sent without an ack
     * @param waiting due and not sent
     */
    public record Outstanding(long undecided, long unacknowledged, long waiting) {
        public long all() {
            return undecided + unacknowledged + waiting;
        }

        public boolean none() {
            return all() == 0;
        }
    }
}
