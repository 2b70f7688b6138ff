package io.gatehouse.loadtest.capacity;

import io.gatehouse.loadtest.judge.Verdict;
import io.gatehouse.loadtest.judge.Verdicts;

/**
 * What came of one run at one rate.
 *
 * @param asked scans in a second
 * @param got scans decided in a second
 * @param times of the decisions, from the planned time
 * @param targetCores cores that the server took; NaN where its process is not known
 * @param ownCores cores that the generator was at work on
 * @param generatorLimited it fell behind its plan, and that is the generator's doing
 * @param verdicts of the thresholds
 */
public record Step(
        double asked,
        double got,
        Times times,
        double targetCores,
        double ownCores,
        boolean generatorLimited,
        Verdicts verdicts) {

    /** With a smaller share decided in time the server has no more, however the thresholds turn out. */
    private static final double KEPT_UP = 0.97;

    /** In a second; as many may fall beyond one edge of what is measured by the clock. */
    private static final double EDGES = 10;

    /** A latency that holds and is above this share of its limit may fail the next time. */
    private static final double NEAR = 0.7;

    /** One that fails by less than this may hold the next time: a machine that stands still adds as much. */
    private static final double FAR = 20;

    /** Milliseconds. */
    public record Times(double p50, double p99, double p999, double max) {}

    /** Whether the rate is held. */
    public boolean held() {
        return verdicts.ok() && keptUp();
    }

    private boolean keptUp() {
        return got >= KEPT_UP * asked - EDGES;
    }

    /** Whether another run at the same rate may well turn out otherwise. */
    boolean doubtful() {
        if (!keptUp()) {
            return false;
        }
        return held()
                ? verdicts.thresholds().stream().anyMatch(Step::near)
                : verdicts.thresholds().stream().allMatch(verdict -> verdict.passed() || share(verdict) < FAR);
    }

    private static boolean near(Verdict verdict) {
        return share(verdict) > NEAR && share(verdict) < 1 / NEAR;
    }

    /** Of the limit; no number or infinite where the limit is none at all, which nothing is near to. */
    private static double share(Verdict verdict) {
        return verdict.value() / verdict.limit();
    }
}
