package io.gatehouse.loadtest.run;

import io.gatehouse.loadtest.link.AnswerHook;
import io.gatehouse.loadtest.link.Fleet;
import io.gatehouse.loadtest.link.FleetSpec;
import io.gatehouse.loadtest.link.Link;
import io.gatehouse.loadtest.link.LinkEvents;
import io.gatehouse.loadtest.link.Pacer;
import io.gatehouse.loadtest.measure.Failures;
import io.gatehouse.loadtest.measure.ProcessCpu;
import io.gatehouse.loadtest.measure.Tally;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One run from connecting to draining. Use once, from one thread. */
public final class LoadRun implements LinkEvents {
    private static final int CONNECT_SECONDS = 30;
    private static final long DRAIN_NANOS = 10_000_000_000L;
    private static final long PLAN_LEAD_NANOS = 20_000_000;

    private final Target target;
    private final RunSpec spec;
    private final int lanes;
    private final Failures failures = new Failures();
    private final CountDownLatch connected;
    private final AtomicInteger alive;
    private final List<OpenPacer> pacers = new ArrayList<>();

    /** @param lanes event loops of the generator, from 1 */
    public LoadRun(Target target, RunSpec spec, int lanes) {
        this.target = target;
        this.spec = spec;
        this.lanes = lanes;
        this.connected = new CountDownLatch(target.connections());
        this.alive = new AtomicInteger(target.connections());
    }

    @Override
    public void ready(Link link) {
        connected.countDown();
    }

    @Override
    public void down(Link link, Failures.Kind kind, String words, long retryAfterMs) {
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
                target.echo(),
                Math.min(lanes, target.connections()),
                spec.open(),
                target.streams(),
                target.source(),
                AnswerHook.NONE);
        try (Fleet fleet = new Fleet(gates, this)) {
            connect(fleet);
            long start = System.nanoTime() + PLAN_LEAD_NANOS;
            long from = start + spec.warmup().toNanos();
            long to = from + spec.duration().toNanos();
            fleet.measure(from, to);
            begin(fleet, start, from, to);
            sleepUntil(from);
            Snapshot before = snapshot(fleet);
            sleepUntil(to);
            Snapshot after = snapshot(fleet);
            fleet.forEach(Link::rest);
            return finish(fleet, before, after);
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

    private void sleepUntil(long nanos) throws InterruptedException, RunFailed {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(left, 100_000_000));
            if (alive.get() == 0) {
                throw new RunFailed("no connection is left:%n%s".formatted(failures.describe()));
            }
        }
    }

    private Snapshot snapshot(Fleet fleet) throws RunFailed, InterruptedException {
        try {
            Tally counts = new Tally();
            double targetCpu = target.pid() == 0 ? Double.NaN : new ProcessCpu(target.pid()).seconds();
            double ownCpu = new ProcessCpu(ProcessHandle.current().pid()).seconds();
            fleet.addTo(counts, false, false);
            return new Snapshot(System.nanoTime(), counts, targetCpu, ownCpu);
        } catch (IOException e) {
            throw new RunFailed("no CPU time of process %d: %s".formatted(target.pid(), e.getMessage()), e);
        }
    }

    private RunResult finish(Fleet fleet, Snapshot before, Snapshot after) throws InterruptedException {
        long limit = System.nanoTime() + DRAIN_NANOS;
        Fleet.Outstanding left = fleet.outstanding();
        while (!left.none() && System.nanoTime() < limit) {
            TimeUnit.MILLISECONDS.sleep(5);
            left = fleet.outstanding();
        }
        Tally total = fleet.addTo(new Tally(), true, false);
        long due = 0;
        long unsent = left.waiting();
        for (int lane = 0; lane < pacers.size(); lane++) {
            due += fleet.on(lane, pacers.get(lane)::due);
            unsent += fleet.on(lane, pacers.get(lane)::unsent);
        }
        // Not from the links that are left: those that broke took what was under way with them.
        RunResult.Accounts accounts = new RunResult.Accounts(
                target.connections(), due, unsent, total.sent - total.answered, total.sent - total.acked);
        return new RunResult(spec, before, after, total, accounts, failures);
    }
}
