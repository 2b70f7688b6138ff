package io.gatehouse.loadtest.judge;

import io.gatehouse.loadtest.run.Interval;
import io.gatehouse.loadtest.run.RunResult;
import io.gatehouse.loadtest.run.RunWatcher;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Judges a run by its thresholds; where told, ends it as soon as it is lost: at once where nothing that still comes can
 * change that (a count, a largest value), after a while where it can (a percentile, a share).
 */
public final class Judge implements RunWatcher {
    private final List<Threshold> thresholds;
    private final double patience;
    private final double[] failingSince;
    private final Progress progress = new Progress();
    private String reason;

    /**
     * @param patience how long one may fail before it ends the run; null: to the end of the plan
     */
    public Judge(List<Threshold> thresholds, Duration patience) {
        this.thresholds = List.copyOf(thresholds);
        this.patience = patience == null ? Double.POSITIVE_INFINITY : patience.toNanos() / 1e9;
        this.failingSince = new double[thresholds.size()];
        java.util.Arrays.fill(failingSince, Double.NaN);
    }

    @Override
    public void passed(Interval interval) {
        if (patience == Double.POSITIVE_INFINITY || thresholds.isEmpty()) {
            return;
        }
        progress.add(interval);
        if (!interval.measured()) {
            return;
        }
        Figures soFar = progress.figures();
        for (int i = 0; i < thresholds.size() && reason == null; i++) {
            look(i, soFar, interval);
        }
    }

    private void look(int i, Figures soFar, Interval interval) {
        Threshold threshold = thresholds.get(i);
        Verdict verdict = threshold.judge(soFar);
        if (verdict.passed() || Double.isNaN(verdict.value())) {
            failingSince[i] = Double.NaN;
            return;
        }
        if (Double.isNaN(failingSince[i])) {
            failingSince[i] = interval.from();
        }
        double failing = interval.to() - failingSince[i];
        if (threshold.lost(soFar)) {
            reason = "%s cannot hold any more: %s".formatted(threshold.text(), verdict.measured());
        } else if (failing >= patience) {
            reason = String.format(
                    Locale.ROOT, "%s has failed for %.0f s: %s", threshold.text(), failing, verdict.measured());
        }
    }

    @Override
    public String wantsToStop() {
        return reason;
    }

    /** What came of each threshold in the end. */
    public Verdicts judge(RunResult result) {
        Figures figures = Figures.of(result);
        return new Verdicts(
                thresholds.stream().map(threshold -> threshold.judge(figures)).toList());
    }
}
