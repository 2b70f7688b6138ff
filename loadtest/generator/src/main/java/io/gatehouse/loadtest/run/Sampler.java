package io.gatehouse.loadtest.run;

import io.gatehouse.loadtest.link.Fleet;
import io.gatehouse.loadtest.measure.Failures;
import io.gatehouse.loadtest.measure.ProcessCpu;
import io.gatehouse.loadtest.measure.Tally;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Cuts a run into stretches and adds them up. Belongs to the thread that makes the run. */
final class Sampler {
    private final Fleet fleet;
    private final RunSpec spec;
    private final ProcessCpu targetCpu;
    private final ProcessCpu ownCpu = new ProcessCpu(ProcessHandle.current().pid());
    private final List<OpenPacer> pacers;
    private final AtomicInteger connections;
    private final Failures failures;
    private final AnswerCheck check;
    private final Supplier<Map<String, Double>> server;
    private final List<Tally> spare = new ArrayList<>();
    private final List<Interval> intervals = new ArrayList<>();
    private final Tally latencies = new Tally();
    private final ByteBuffer packing = Tally.packingRoom();
    private final long start;
    private Look last;

    /** All counters at one moment. */
    private record Look(Snapshot snapshot, long due, long unsent, long failures) {}

    /**
     * Looks for the first time.
     *
     * @param targetCpu null = not known
     * @param start {@link System#nanoTime} of the plan's beginning
     * @param pacers of the open loop; empty for a closed one
     * @param connections those that can send
     * @param server what the target says of itself
     */
    Sampler(
            Fleet fleet,
            RunSpec spec,
            ProcessCpu targetCpu,
            long start,
            List<OpenPacer> pacers,
            Gates gates,
            Supplier<Map<String, Double>> server)
            throws InterruptedException, RunFailed {
        this.fleet = fleet;
        this.spec = spec;
        this.targetCpu = targetCpu;
        this.start = start;
        this.pacers = pacers;
        this.connections = gates.ready();
        this.failures = gates.failures();
        this.check = gates.check();
        this.server = server;
        for (int i = 0; i < fleet.lanes(); i++) {
            spare.add(new Tally());
        }
        last = look();
    }

    /** How the gates of a run are, and who looks at what they are told. */
    record Gates(AtomicInteger ready, Failures failures, AnswerCheck check) {}

    /** The counters as the last look found them. */
    Snapshot lastLook() {
        return last.snapshot();
    }

    List<Interval> intervals() {
        return intervals;
    }

    /** All latencies so far. */
    Tally latencies() {
        return latencies;
    }

    /** Ends a stretch here and begins the next. */
    Interval cut() throws InterruptedException, RunFailed {
        if (!intervals.isEmpty()) {
            // Not at once: those that watch the run have looked at it meanwhile.
            intervals.get(intervals.size() - 1).tally().pack(packing);
        }
        Look now = look();
        Snapshot from = last.snapshot();
        Tally counts = now.snapshot().tally().since(from.tally());
        counts.addLatencies(now.snapshot().tally());
        latencies.addLatencies(counts);
        // The first look comes a moment before the plan begins.
        long fromNanos = Math.max(start, from.nanos());
        double seconds = (now.snapshot().nanos() - fromNanos) / 1e9;
        double begins = (fromNanos - start) / 1e9;
        double warm = spec.warmup().toNanos() / 1e9;
        double ends = warm + spec.duration().toNanos() / 1e9;
        // The cuts at both ends come a moment late.
        boolean measured = begins >= warm - 0.001 && begins + seconds <= ends + 0.05;
        double own = spec.spin()
                ? counts.busyNanos / 1e9
                : now.snapshot().ownCpu() - last.snapshot().ownCpu();
        Tally totals = now.snapshot().tally();
        Interval interval = new Interval(
                begins,
                seconds,
                measured,
                now.due() - last.due(),
                now.unsent() - last.unsent(),
                counts,
                connections.get(),
                totals.sent - totals.answered - totals.decisionsLost,
                totals.sent - totals.acked,
                own / seconds,
                (now.snapshot().targetCpu() - from.targetCpu()) / seconds,
                now.failures() - last.failures(),
                server.get());
        intervals.add(interval);
        last = now;
        return interval;
    }

    private Look look() throws InterruptedException, RunFailed {
        long due = 0;
        long unsent = 0;
        for (int lane = 0; lane < pacers.size(); lane++) {
            due += fleet.on(lane, pacers.get(lane)::planned);
            unsent += fleet.on(lane, pacers.get(lane)::unsentOfAll);
        }
        try {
            double target = targetCpu == null ? Double.NaN : targetCpu.seconds();
            double own = ownCpu.seconds();
            Tally counts = fleet.look(spare);
            for (int lane = 0; lane < fleet.lanes(); lane++) {
                int its = lane;
                fleet.on(lane, () -> {
                    check.addTo(counts, its);
                    return null;
                });
            }
            return new Look(new Snapshot(System.nanoTime(), counts, target, own), due, unsent, failures.total());
        } catch (IOException e) {
            throw new RunFailed("no CPU time of the target's process: %s".formatted(e.getMessage()), e);
        }
    }
}
