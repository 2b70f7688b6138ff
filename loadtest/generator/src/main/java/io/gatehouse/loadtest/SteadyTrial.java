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
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * One open loop after the other against the same server.
 *
 * @param pattern of each, but for its rate
 * @param kept told of each run that was whole
 */
record SteadyTrial(
        Target target,
        RunSpec pattern,
        List<Threshold> thresholds,
        Interruption interruption,
        BiConsumer<Step, RunResult> kept)
        implements Trial {
    private static final double BUSY = 0.8;
    private static final double FULL = 0.95;

    @Override
    public Step at(double perSecond) throws RunFailed, InterruptedException {
        Judge judge = new Judge(thresholds, null);
        RunSpec spec =
                new RunSpec(0, perSecond, false, pattern.spin(), pattern.warmup(), pattern.duration(), pattern.seed());
        LoadRun run = new LoadRun(target, spec, 1, List.of(interruption), Map::of);
        RunResult result = result(run);
        if (result == null) {
            return null;
        }
        Step step = step(perSecond, result, judge);
        kept.accept(step, result);
        return step;
    }

    /** Null where a signal came. */
    private RunResult result(LoadRun run) throws RunFailed, InterruptedException {
        try {
            RunResult result = interruption.ends(run).run();
            return interruption.happened() ? null : result;
        } catch (InterruptedException e) {
            if (!interruption.happened()) {
                throw e;
            }
            return null;
        }
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
