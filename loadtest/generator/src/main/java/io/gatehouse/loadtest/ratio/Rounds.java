package io.gatehouse.loadtest.ratio;

import io.gatehouse.loadtest.run.LoadRun;
import io.gatehouse.loadtest.run.RunFailed;
import io.gatehouse.loadtest.run.RunResult;
import io.gatehouse.loadtest.run.RunSpec;
import io.gatehouse.loadtest.run.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** Server and echo in turns: a machine drifts within minutes, so only neighbours compare. */
public final class Rounds {
    private final List<RunResult> server = new ArrayList<>();
    private final List<RunResult> echo = new ArrayList<>();

    /**
     * Runs them.
     *
     * @param each told of each round when it is done
     * @throws RunFailed when a run fails: half of a comparison is none
     */
    public static Rounds run(Target server, Target echo, RunSpec spec, int rounds, Consumer<Rounds> each)
            throws RunFailed, InterruptedException {
        Rounds all = new Rounds();
        for (int i = 0; i < rounds; i++) {
            all.server.add(one(server, spec));
            all.echo.add(one(echo, spec));
            each.accept(all);
        }
        return all;
    }

    private static RunResult one(Target target, RunSpec spec) throws RunFailed, InterruptedException {
        RunResult result = new LoadRun(target, spec, 1).run();
        if (!result.ok()) {
            throw new RunFailed("%s: %d undecided, %d unacknowledged, %d failures%n%s"
                    .formatted(
                            target.describe(),
                            result.accounts().undecided(),
                            result.accounts().unacknowledged(),
                            result.failures().total(),
                            result.failures().describe()));
        }
        return result;
    }

    /** How many are done. */
    public int done() {
        return echo.size();
    }

    public RunResult lastServer() {
        return server.get(server.size() - 1);
    }

    public RunResult lastEcho() {
        return echo.get(echo.size() - 1);
    }

    public double medianServer(ToDoubleFunction<RunResult> figure) {
        return median(server.stream().mapToDouble(figure).toArray());
    }

    public double medianEcho(ToDoubleFunction<RunResult> figure) {
        return median(echo.stream().mapToDouble(figure).toArray());
    }

    /** The median of the rounds' own ratios, server to echo. */
    public double medianRatio(ToDoubleFunction<RunResult> figure) {
        return median(ratios(figure));
    }

    /** Largest less smallest ratio of a round, as a share of the median. */
    public double spread(ToDoubleFunction<RunResult> figure) {
        double[] sorted = ratios(figure);
        Arrays.sort(sorted);
        return (sorted[sorted.length - 1] - sorted[0]) / median(sorted);
    }

    private double[] ratios(ToDoubleFunction<RunResult> figure) {
        double[] ratios = new double[done()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = figure.applyAsDouble(server.get(i)) / figure.applyAsDouble(echo.get(i));
        }
        return ratios;
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
