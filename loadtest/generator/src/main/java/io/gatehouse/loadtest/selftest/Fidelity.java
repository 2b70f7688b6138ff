package io.gatehouse.loadtest.selftest;

import io.gatehouse.loadtest.echo.DelayEcho;
import io.gatehouse.loadtest.link.Speech;
import io.gatehouse.loadtest.measure.Latency;
import io.gatehouse.loadtest.run.Conduct;
import io.gatehouse.loadtest.run.LoadRun;
import io.gatehouse.loadtest.run.RunFailed;
import io.gatehouse.loadtest.run.RunResult;
import io.gatehouse.loadtest.run.RunSpec;
import io.gatehouse.loadtest.run.RunWatcher;
import io.gatehouse.loadtest.run.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/** Runs against echoes whose delays are known. */
public final class Fidelity {
    private static final double MILLI = 1e6;
    private static final double DELAY_NANOS = 5 * MILLI;
    private static final int CONNECTIONS = 16;
    /** Few scans of each under way: the others feel a stall only in their plan, as where clients wait for answers. */
    private static final int STALL_WINDOW = 2;

    private static final int PASSES = 1000;
    /** Scans at the edges of what is measured, where a nanosecond decides whether they count. */
    private static final int EDGES = 2;

    private final double perSecond;
    private final Duration warmup;
    private final Duration duration;
    private final double mostOff;

    /**
     * @param perSecond scans in a second
     * @param duration of each run, at least three times as long as a stall
     * @param mostOff the largest difference from the truth, as a share of it
     */
    public Fidelity(double perSecond, Duration warmup, Duration duration, double mostOff) {
        this.perSecond = perSecond;
        this.warmup = warmup;
        this.duration = duration;
        this.mostOff = mostOff;
    }

    /** Every frame is held for 5 ms. */
    public List<Row> constant() throws IOException, RunFailed, InterruptedException {
        return held("constant 5 ms", () -> (long) DELAY_NANOS);
    }

    /** Frames are held for 5 ms in the mean, exponentially distributed, drawn from a seed. */
    public List<Row> exponential(long seed) throws IOException, RunFailed, InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        return held("exponential 5 ms", () -> (long) (-Math.log(1 - random.nextDouble()) * DELAY_NANOS));
    }

    private List<Row> held(String name, LongSupplier delay) throws IOException, RunFailed, InterruptedException {
        Witness witness = new Witness(perSecond, warmup, duration);
        RunResult result;
        try (DelayEcho echo = new DelayEcho(delay, witness)) {
            result = run(echo, witness, 0, 0);
        }
        Latency truth = witness.latency();
        Latency got = counted(result, truth);
        return List.of(
                new Row(name, "p50", truth.millis(50), got.millis(50), mostOff),
                new Row(name, "p99", truth.millis(99), got.millis(99), mostOff),
                new Row(name, "p99.9", truth.millis(99.9), got.millis(99.9), mostOff),
                new Row(name, "max", truth.maxMillis(), got.maxMillis(), mostOff));
    }

    /** Frames come back at once, but for once: from the plan that shows, from the send it hardly does. */
    public List<Row> stall(Duration stall) throws IOException, RunFailed, InterruptedException {
        Witness witness = new Witness(perSecond, warmup, duration);
        RunResult result;
        StallTruth arithmetic;
        try (DelayEcho echo = new DelayEcho(() -> 0, witness)) {
            result = run(echo, witness, stall.toNanos(), STALL_WINDOW);
            arithmetic = new StallTruth(echo.stalledNanos() / MILLI, duration.toNanos() / MILLI);
        }
        Latency truth = witness.latency();
        Latency got = counted(result, truth);
        String name = "stall of %d ms".formatted(stall.toMillis());
        // What a generator that waits for answers would report: a tenth of the stall is far above any real latency.
        double fromSend = result.total().decisionFromSend.millis(99);
        return List.of(
                new Row(name, "p99", truth.millis(99), got.millis(99), mostOff),
                new Row(name, "p99 by the plan", arithmetic.millis(99), got.millis(99), mostOff),
                new Row(name, "max", truth.maxMillis(), got.maxMillis(), mostOff),
                new Row(name, "p99 from send", arithmetic.stallMillis() / 10, fromSend, Double.NaN));
    }

    private static Latency counted(RunResult result, Latency truth) throws RunFailed {
        Latency got = result.total().decision;
        if (Math.abs(got.count() - truth.count()) > EDGES) {
            throw new RunFailed(
                    "%,d answers left the echo, and the generator counted %,d".formatted(truth.count(), got.count()));
        }
        return got;
    }

    private RunResult run(DelayEcho echo, Witness witness, long stallNanos, int most)
            throws IOException, RunFailed, InterruptedException {
        RunWatcher stalls = new RunWatcher() {
            @Override
            public void starts(long nanos) {
                if (stallNanos > 0) {
                    echo.stall(nanos + warmup.toNanos() + duration.toNanos() / 3, stallNanos);
                }
            }
        };
        Target target =
                new Target(echo.address(), Speech.echo(), 0, CONNECTIONS, new NumberedScans(CONNECTIONS, PASSES, 1));
        RunSpec spec = new RunSpec(0, perSecond, false, true, warmup, duration, 1);
        Conduct conduct = Conduct.USUAL.withMost(most);
        RunResult result = new LoadRun(target, spec, 1, List.of(witness, stalls), Map::of, conduct).run();
        if (!result.ok()) {
            throw new RunFailed("the run against the echo failed: %s%n%s"
                    .formatted(result.accounts(), result.failures().describe()));
        }
        return result;
    }
}
