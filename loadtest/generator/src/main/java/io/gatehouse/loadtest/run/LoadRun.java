package io.gatehouse.loadtest.run;

import io.gatehouse.loadtest.hostile.HostileGates;
import io.gatehouse.loadtest.link.Fleet;
import io.gatehouse.loadtest.link.FleetSpec;
import io.gatehouse.loadtest.link.Link;
import io.gatehouse.loadtest.link.Pacer;
import io.gatehouse.loadtest.measure.Failures;
import io.gatehouse.loadtest.measure.ProcessMemory;
import io.gatehouse.loadtest.measure.Tally;
import io.gatehouse.loadtest.plan.Sends;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One run from connecting to draining. Use once, from one thread. */
public final class LoadRun {
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
    private final Conduct conduct;
    private final Connections connections;
    private final Failures failures;
    private final List<OpenPacer> pacers = new ArrayList<>();
    private Ledger ledger;
    private volatile String stopWords;
    private Fleet.Outstanding outstanding;
    private AnswerCheck check;

    /** A run that nobody looks at. */
    public LoadRun(Target target, RunSpec spec, int lanes) {
        this(target, spec, lanes, List.of(), Map::of);
    }

    /** A run of gates that connect and stay. */
    public LoadRun(
            Target target, RunSpec spec, int lanes, List<RunWatcher> watchers, Supplier<Map<String, Double>> server) {
        this(target, spec, lanes, watchers, server, Conduct.USUAL);
    }

    /**
     * A run.
     *
     * @param lanes event loops of the generator, from 1
     * @param watchers told each second how it goes
     * @param server what the target says of itself, asked each second
     * @param conduct of the gates
     */
    public LoadRun(
            Target target,
            RunSpec spec,
            int lanes,
            List<RunWatcher> watchers,
            Supplier<Map<String, Double>> server,
            Conduct conduct) {
        this.target = target;
        this.spec = spec;
        this.lanes = lanes;
        this.watchers = List.copyOf(watchers);
        this.server = server;
        this.conduct = conduct;
        this.connections = new Connections(target, conduct.comings(), spec.seed());
        this.failures = connections.failures();
    }

    /**
     * Ends the run soon, with what it has. From any thread.
     *
     * @param why in words, for the report
     */
    public void stop(String why) {
        stopWords = why;
    }

    /**
     * Keeps in it what each gate is told. Before the run.
     *
     * @return this
     */
    public LoadRun keeping(Ledger kept) {
        ledger = kept;
        return this;
    }

    /**
     * Makes the run.
     *
     * @throws RunFailed when not all gates could connect, or the process of the target is gone
     */
    public RunResult run() throws RunFailed, InterruptedException {
        Descriptors.require(conduct.descriptors(target.connections()));
        long before = conduct.idle() ? resident() : 0;
        int loops = Math.min(lanes, target.connections());
        check = new AnswerCheck(target.source(), loops, ledger);
        FleetSpec gates = new FleetSpec(target.address(), target.speech(), loops, spec.open(), target.source(), check);
        try (Fleet fleet = new Fleet(gates, connections, conduct.habits(System.currentTimeMillis() * 1000));
                HostileGates hostile = new HostileGates(target.address(), conduct.hostile(), spec.seed())) {
            connections.connectAll(fleet);
            hostile.begin();
            long start = System.nanoTime() + PLAN_LEAD_NANOS;
            long from = start + spec.warmup().toNanos();
            long to = from + spec.duration().toNanos();
            watchers.forEach(watcher -> watcher.starts(start));
            fleet.measure(from, to);
            // Looks for the first time before anything is sent: its stretches add up to the whole.
            Sampler sampler = new Sampler(
                    fleet,
                    spec,
                    target.cpu(),
                    start,
                    pacers,
                    new Sampler.Gates(connections.ready(), failures, check),
                    server);
            begin(fleet, start, from, to);
            long released = System.nanoTime();
            conduct.begin(fleet, connections, start);
            watchers.forEach(watcher -> watcher.begins(target, spec));
            watchUntil(sampler, from, false);
            Snapshot warm = sampler.lastLook();
            watchUntil(sampler, to, true);
            Snapshot after = sampler.lastLook();
            fleet.forEach(Link::rest);
            Tally total = drain(fleet, sampler, start);
            return result(fleet, sampler, new Measured(warm, after), total, figures(total, released, before, hostile));
        }
    }

    private void begin(Fleet fleet, long start, long from, long to) throws InterruptedException {
        if (conduct.idle()) {
            return;
        }
        Link[] links = new Link[target.connections()];
        fleet.forEach(link -> links[link.gate()] = link);
        for (int lane = 0; lane < fleet.lanes() && spec.open(); lane++) {
            Sends sends = target.source().sends(spec.timing(), lane, fleet.lanes(), links.length);
            OpenPacer pacer = new OpenPacer(sends, links, start, from, to);
            pacers.add(pacer);
            fleet.pace(lane, pacer, spec.spin());
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
            if (!connections.anyAlive()) {
                throw new RunFailed("no connection is left:%n%s".formatted(failures.describe()));
            }
        }
    }

    /** Lets what is under way come to its end; the counts of the whole run. */
    private Tally drain(Fleet fleet, Sampler sampler, long start) throws InterruptedException, RunFailed {
        for (int lane = 0; lane < pacers.size(); lane++) {
            OpenPacer pacer = pacers.get(lane);
            fleet.on(lane, () -> {
                pacer.stop();
                return null;
            });
        }
        long now = System.nanoTime();
        long limit = Math.max(0, conduct.lastBackNanos(start, target.connections()) - now) + now + DRAIN_NANOS;
        Fleet.Outstanding left = fleet.outstanding();
        long least = left.all();
        while (!left.none() && limit - System.nanoTime() > 0 && connections.anyAlive()) {
            TimeUnit.MILLISECONDS.sleep(5);
            left = fleet.outstanding();
            if (conduct.isPatient() && stopWords == null && left.all() < least) {
                least = left.all();
                limit = Math.max(0, limit - System.nanoTime() - DRAIN_NANOS) + System.nanoTime() + DRAIN_NANOS;
            }
        }
        outstanding = left;
        sampler.cut();
        Tally total = fleet.addTo(new Tally(), false, false);
        total.addLatencies(sampler.latencies());
        return total;
    }

    private RunResult result(Fleet fleet, Sampler sampler, Measured measured, Tally total, LinkFigures links)
            throws InterruptedException {
        long due = 0;
        long unsent = outstanding.waiting();
        long planned = 0;
        long unsentOfAll = outstanding.waiting() + total.abandoned;
        for (int lane = 0; lane < pacers.size(); lane++) {
            OpenPacer pacer = pacers.get(lane);
            due += fleet.on(lane, pacer::due);
            unsent += fleet.on(lane, pacer::unsent);
            planned += fleet.on(lane, pacer::planned);
            unsentOfAll += fleet.on(lane, pacer::unsentOfAll);
        }
        Accounting all =
                new Accounting(spec.open() ? planned : total.sent, unsentOfAll, flow(total), check.answers(total));
        // Not from the links that are left: those that broke took what was under way with them.
        RunResult.Accounts accounts = new RunResult.Accounts(
                target.connections(),
                due,
                unsent,
                total.sent - total.answered - total.decisionsLost,
                total.sent - total.acked,
                all);
        return new RunResult(
                spec, measured.from(), measured.to(), total, accounts, failures, sampler.intervals(), stopWords, links);
    }

    private Accounting.Flow flow(Tally total) {
        long old = conduct.backlog() == null
                ? 0
                : (long) target.connections() * conduct.backlog().perGate() - total.oldAcked;
        return new Accounting.Flow(
                total.sent,
                total.answered,
                outstanding.undecided() + total.undecidedAtEnd + total.decisionsLost,
                total.acked,
                outstanding.unacknowledged() + total.unacknowledgedAtEnd - old);
    }

    private LinkFigures figures(Tally total, long released, long residentBefore, HostileGates hostile)
            throws RunFailed {
        hostile.close();
        LinkFigures.Drain drain = conduct.backlog() == null
                ? null
                : new LinkFigures.Drain(
                        (long) target.connections() * conduct.backlog().perGate(),
                        total.oldAcked,
                        total.oldAcked == 0 ? 0 : (total.oldAckedNanos - released) / 1e9);
        LinkFigures.Held held =
                conduct.idle() ? new LinkFigures.Held(target.connections(), residentBefore, resident()) : null;
        return new LinkFigures(
                connections.figures(), total.resent, total.decisionsLost, drain, held, hostile.figures());
    }

    /** Bytes of the target; 0 where its process is not known. */
    private long resident() throws RunFailed {
        try {
            return target.pid() == 0 ? 0 : new ProcessMemory(target.pid()).residentBytes();
        } catch (IOException e) {
            throw new RunFailed("no memory of the target's process: %s".formatted(e.getMessage()), e);
        }
    }

    private record Measured(Snapshot from, Snapshot to) {}
}
