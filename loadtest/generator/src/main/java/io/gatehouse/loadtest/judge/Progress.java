package io.gatehouse.loadtest.judge;

import io.gatehouse.loadtest.measure.Tally;
import io.gatehouse.loadtest.run.Interval;

/** What is behind a run that still goes, added up stretch by stretch. */
final class Progress {
    /** A shorter stretch, at the end of a run, says nothing of a second. */
    private static final double SHORTEST_STRETCH = 0.5;

    private final Tally sum = new Tally();
    private double seconds;
    private long decided;
    private long errors;
    private long due;
    private long unsent;
    private double slowest = Double.NaN;
    private double best = Double.NaN;

    Progress add(Interval interval) {
        sum.addCounts(interval.tally());
        sum.addLatencies(interval.tally());
        errors += interval.failures();
        if (interval.measured()) {
            seconds += interval.seconds();
            decided += interval.tally().answered;
            due += interval.due();
            unsent += interval.unsent();
        }
        addRate(interval);
        return this;
    }

    /** That part alone. */
    void addRate(Interval interval) {
        if (interval.measured() && interval.seconds() >= SHORTEST_STRETCH) {
            double rate = interval.decidedPerSecond();
            slowest = Double.isNaN(slowest) ? rate : Math.min(slowest, rate);
            best = Double.isNaN(best) ? rate : Math.max(best, rate);
        }
    }

    /**
     * What only the end can tell is not measured. Of lost scans it knows those whose connection ended for good; more
     * may come, none comes back. The latencies stay this object's.
     */
    Figures figures() {
        Figures figures = new Figures(sum, seconds, new Figures.Rates(decided / seconds, slowest, best));
        figures.count(Metric.ERRORS, errors, sum.sent);
        figures.count(Metric.UNSENT, unsent, due);
        figures.count(Metric.WRONG, sum.checked == 0 ? Double.NaN : sum.wrong, sum.checked);
        figures.count(Metric.LOST, sum.undecidedAtEnd == 0 ? Double.NaN : sum.undecidedAtEnd, sum.sent);
        return figures;
    }

    /** Scans decided in a second: the slowest and the best. */
    Figures.Rates rates(double mean) {
        return new Figures.Rates(mean, slowest, best);
    }
}
