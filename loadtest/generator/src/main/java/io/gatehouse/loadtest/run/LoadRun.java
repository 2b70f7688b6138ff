package io.gatehouse.loadtest.run;

import io.gatehouse.loadtest.link.AnswerHook;
import io.gatehouse.loadtest.link.Fleet;
import io.gatehouse.loadtest.link.FleetSpec;
import io.gatehouse.loadtest.link.Link;
import io.gatehouse.loadtest.link.LinkEvents;
import io.gatehouse.loadtest.link.Pacer;
import io.gatehouse.loadtest.measure.Failures;
import io.gatehouse.loadtest.measure.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** One run from connecting to draining. Use once, from one thread. */
public final class LoadRun implements LinkEvents {
    private static final int CONNECT_SECONDS = 30;
    private static final long DRAIN_NANOS = 10_000_000_000L;
    /** Of a run that somebody ended: they wait. */
    private static final long SHORT_DRAIN_NANOS = 2_000_000_000L;

    private static final long PLAN_LEAD_NANOS = 20_000_000;

    private static final long STRETCH_NANOS = 1_000_000_000L;

    private final Target target;
    private final RunSpec spec;
    private final int lanes;
    private final List<RunWatcher> watchers;
    private final Supplier<Map<String, Double>> server;
    private final Failures failures = new Failures();
    private final CountDownLatch connected;
    private final AtomicInteger alive;
    private final AtomicInteger canSend = new AtomicInteger();
    private final List<OpenPacer> pacers = new ArrayList<>();
    private volatile String stopWords;

    /** A run that nobody looks at. */
    public LoadRun(Target target, RunSpec spec, int lanes) {
        this(target, spec, lanes, List.of(), Map::of);
    }

    /**
     * A run.
     *
     * @param lanes event loops of the generator, from 1
     * @param watchers told each second how it goes
     * @param server what the target says of itself, asked each second
     */
    public LoadRun(
            Target target, RunSpec spec, int lanes, List<RunWatcher> watchers, Supplier<Map<String, Double>> server) {
        this.target = target;
        this.spec = spec;
        this.lanes = lanes;
        this.watchers = List.copyOf(watchers);
        this.server = server;
        this.connected = new CountDownLatch(target.connections());
        this.alive = new AtomicInteger(target.connections());
    }

    /**
     * Ends the run soon, with what it has. From any thread.
     *
     * @param why in words, for the report
     */
    public void stop(String why) {
        stopWords = why;
    }

    @Override
    public void ready(Link link) {
        canSend.incrementAndGet();
        connected.countDown();
    }

    @Override
    public void down(Link link, Failures.Kind kind, String words, long retryAfterMs) {
        if (link.wasReady()) {
            canSend.decrementAndGet();
        }
        failures.add(kind, words);
        alive.decrementAndGet();
        connected.countDown();
    }

    /**
     * Makes the run.
     *
     * @throws RunFailed when not all gates could connect, or the process of the target is gone
     */
    public RunResult run() throws RunFailed, InterruptedException {
        FleetSpec gates = new FleetSpec(
                target.address(),
                target.speech(),
                Math.min(lanes, target.connections()),
                spec.open(),
                target.source(),
                AnswerHook.NONE);
        try (Fleet fleet = new Fleet(gates, this)) {
            connect(fleet);
            long start = System.nanoTime() + PLAN_LEAD_NANOS;
            long from = start + spec.warmup().toNanos();
            long to = from + spec.duration().toNanos();
            fleet.measure(from, to);
            begin(fleet, start, from, to);
            Sampler sampler =
                    new Sampler(fleet, spec, target.cpu(), start, pacers, new Sampler.Gates(canSend, failures), server);
            watchers.forEach(watcher -> watcher.begins(target, spec));
            watchUntil(sampler, from, false);
            Snapshot before = sampler.lastLook();
            watchUntil(sampler, to, true);
            Snapshot after = sampler.lastLook();
            fleet.forEach(Link::rest);
            return finish(fleet, sampler, before, after);
        }
    }

    private void connect(Fleet fleet) throws RunFailed, InterruptedException {
        fleet.connectAll(target.connections());
        boolean all = connected.await(CONNECT_SECONDS, TimeUnit.SECONDS);
        if (failures.total() > 0) {
            throw new RunFailed("%d of %d connections failed:%n%s"
                    .formatted(failures.total(), target.connections(), failures.describe()));
        }
        if (!all) {
            throw new RunFailed("%s: %d of %d connections had no answer within %d s"
                    .formatted(target.describe(), connected.getCount(), target.connections(), CONNECT_SECONDS));
        }
    }

    private void begin(Fleet fleet, long start, long from, long to) throws InterruptedException {
        List<List<Link>> byLane = new ArrayList<>();
        for (int i = 0; i < fleet.lanes(); i++) {
            byLane.add(new ArrayList<>());
        }
        fleet.forEach(link -> byLane.get(link.gate() % fleet.lanes()).add(link));
        for (int lane = 0; lane < fleet.lanes(); lane++) {
            List<Link> links = byLane.get(lane);
            if (spec.open() && !links.isEmpty()) {
                // Links come in the order in which they were welcome, the plan's is that of the gates.
                links.sort(java.util.Comparator.comparingInt(Link::gate));
                double share = spec.perSecond() * links.size() / target.connections();
                SendPlan plan = new SendPlan(spec.seed() + lane, share, links.size(), spec.poisson());
                OpenPacer pacer = new OpenPacer(plan, links, start, from, to);
                pacers.add(pacer);
                fleet.pace(lane, pacer, spec.spin());
            }
        }
        if (!spec.open()) {
            // A generator that sleeps has to be woken, and the target's core pays for that.
            for (int lane = 0; lane < fleet.lanes(); lane++) {
                fleet.pace(lane, Pacer.NONE, spec.spin());
            }
            fleet.forEach(link -> link.keepInFlight(spec.window()));
        }
    }

    /** Cuts stretches of a second until then, or until somebody wants to stop; at least one where something is measured. */
    private void watchUntil(Sampler sampler, long end, boolean measured) throws InterruptedException, RunFailed {
        boolean any = false;
        while (System.nanoTime() < end && stopWords == null || measured && !any) {
            long now = System.nanoTime();
            long next = now + STRETCH_NANOS;
            sleepUntil(end - next < STRETCH_NANOS / 10 ? end : next);
            Interval interval = sampler.cut();
            any = true;
            for (RunWatcher watcher : watchers) {
                watcher.passed(interval);
                if (stopWords == null) {
                    stopWords = watcher.wantsToStop();
                }
            }
        }
    }

    private void sleepUntil(long nanos) throws InterruptedException, RunFailed {
        for (long left = nanos - System.nanoTime(); left > 0 && stopWords == null; left = nanos - System.nanoTime()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(left, 100_000_000));
            if (alive.get() == 0) {
                throw new RunFailed("no connection is left:%n%s".formatted(failures.describe()));
            }
        }
    }

    private RunResult finish(Fleet fleet, Sampler sampler, Snapshot before, Snapshot after)
            throws InterruptedException, RunFailed {
        for (int lane = 0; lane < pacers.size(); lane++) {
            OpenPacer pacer = pacers.get(lane);
            fleet.on(lane, () -> {
                pacer.stop();
                return null;
            });
        }
        long limit = System.nanoTime() + (stopWords == null ? DRAIN_NANOS : SHORT_DRAIN_NANOS);
        Fleet.Outstanding left = fleet.outstanding();
        while (!left.none() && System.nanoTime() < limit) {
            TimeUnit.MILLISECONDS.sleep(5);
            left = fleet.outstanding();
        }
        sampler.cut();
        Tally total = fleet.addTo(new Tally(), false, false);
        total.addLatencies(sampler.latencies());
        long due = 0;
        long unsent = left.waiting();
        for (int lane = 0; lane < pacers.size(); lane++) {
            due += fleet.on(lane, pacers.get(lane)::due);
            unsent += fleet.on(lane, pacers.get(lane)::unsent);
        }
        // Not from the links that are left: those that broke took what was under way with them.
        RunResult.Accounts accounts = new RunResult.Accounts(
                target.connections(), due, unsent, total.sent - total.answered, total.sent - total.acked);
        return new RunResult(spec, before, after, total, accounts, failures, sampler.intervals(), stopWords);
    }
}
