package io.gatehouse.loadtest;

import io.gatehouse.loadtest.capacity.Step;
import io.gatehouse.loadtest.capacity.Trial;
import io.gatehouse.loadtest.judge.Judge;
import io.gatehouse.loadtest.judge.Threshold;
import io.gatehouse.loadtest.measure.Latency;
import io.gatehouse.loadtest.run.LoadRun;
import io.gatehouse.loadtest.run.RunFailed;
import io.gatehouse.loadtest.run.RunResult;
import io.gatehouse.loadtest.run.RunSpec;
import io.gatehouse.loadtest.run.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One open loop after the other against the same server.
 *
 * @param warmup before what is measured, in each
 * @param measured how long each is
 * @param spin the generator never sleeps
 * @param seed of plan and scans
 */
record SteadyTrial(
        Target target,
        Duration warmup,
        Duration measured,
        boolean spin,
        long seed,
        List<Threshold> thresholds,
        Interruption interruption)
        implements Trial {
    private static final double BUSY = 0.8;
    private static final double FULL = 0.95;

    @Override
    public Step at(double perSecond) throws RunFailed, InterruptedException {
        Judge judge = new Judge(thresholds, null);
        RunSpec spec = new RunSpec(0, perSecond, false, spin, warmup, measured, seed);
        LoadRun run = new LoadRun(target, spec, 1, List.of(interruption), Map::of);
        RunResult result = interruption.ends(run).run();
        if (interruption.happened()) {
            throw new InterruptedException("interrupted");
        }
        return step(perSecond, result, judge);
    }

    private static Step step(double perSecond, RunResult result, Judge judge) {
        Latency decision = result.total().decision;
        Step.Times times =
                new Step.Times(decision.millis(50), decision.millis(99), decision.millis(99.9), decision.maxMillis());
        return new Step(
                perSecond,
                result.eventsPerSecond(),
                times,
                result.targetCores(),
                result.ownCores(),
                generatorLimited(result),
                judge.judge(result));
    }

    /**
     * Whether it is the generator that could do no more. Not as soon as it was busy: under a server whose core is full
     * it is busy too, with what waits.
     */
    private static boolean generatorLimited(RunResult result) {
        double late = result.total().lateness.millis(99);
        boolean serverFull = result.targetCores() >= FULL && result.ownCores() < FULL;
        boolean busy = result.ownCores() > BUSY && !serverFull;
        return busy || late > 1 && result.total().decisionFromSend.millis(99) < late / 10;
    }
}
