package io.gatehouse.loadtest.judge;

import io.gatehouse.loadtest.measure.Latency;
import io.gatehouse.loadtest.measure.Tally;
import io.gatehouse.loadtest.run.Accounting;
import io.gatehouse.loadtest.run.Interval;
import io.gatehouse.loadtest.run.RunResult;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What was measured, as thresholds ask for it: of a whole run, or of one that still goes. */
public final class Figures {
    /** A shorter stretch, at the end of a run, says nothing of a second. */
    private static final double SHORTEST_STRETCH = 0.5;

    private final Map<Metric, Histogram> latencies = new EnumMap<>(Metric.class);
    private final Map<Metric, Double> counts = new EnumMap<>(Metric.class);
    private final Map<Metric, Double> wholes = new EnumMap<>(Metric.class);
    private final double seconds;
    private final double decidedPerSecond;
    private final double slowest;
    private final double best;

    /**
     * @param seconds that were measured
     * @param decidedPerSecond over them
     * @param intervals of which those measured are looked at one by one
     */
    private Figures(Tally tally, double seconds, double decidedPerSecond, List<Interval> intervals) {
        this.seconds = seconds;
        this.decidedPerSecond = decidedPerSecond;
        double[] rates = intervals.stream()
                .filter(interval -> interval.measured() && interval.seconds() >= SHORTEST_STRETCH)
                .mapToDouble(Interval::decidedPerSecond)
                .sorted()
                .toArray();
        slowest = rates.length == 0 ? Double.NaN : rates[0];
        best = rates.length == 0 ? Double.NaN : rates[rates.length - 1];
        latency(Metric.DECISION, tally.decision);
        latency(Metric.DECISION_FROM_SEND, tally.decisionFromSend);
        latency(Metric.ACK, tally.ack);
        latency(Metric.LATENESS, tally.lateness);
        count(Metric.ALLOW, tally.verdicts[1], tally.answered);
        count(Metric.DENY, tally.verdicts[2], tally.answered);
        count(Metric.REFER, tally.verdicts[3], tally.answered);
        count(Metric.RETEST, tally.verdicts[4], tally.answered);
        count(Metric.ATTENTION, tally.attention, tally.answered);
        count(Metric.LATE, tally.late, tally.sent);
        count(Metric.DUPLICATED, tally.duplicated, tally.answered);
        count(Metric.REORDERED, tally.reordered, tally.answered);
    }

    private void latency(Metric metric, Latency latency) {
        latencies.put(metric, latency.histogram());
    }

    private void count(Metric metric, double count, double whole) {
        counts.put(metric, count);
        wholes.put(metric, whole);
    }

    /** Of a run that is over. */
    public static Figures of(RunResult result) {
        Tally total = result.total();
        Figures figures = new Figures(total, result.seconds(), result.eventsPerSecond(), result.intervals());
        RunResult.Accounts accounts = result.accounts();
        figures.count(Metric.ERRORS, result.failures().total(), total.sent);
        Accounting.Answers answers = accounts.all().answers();
        long missing = Math.max(accounts.undecided(), accounts.unacknowledged());
        figures.count(Metric.LOST, answers.lost() + missing, total.sent);
        figures.count(Metric.DUPLICATED, answers.duplicated(), total.answered);
        figures.count(Metric.REORDERED, answers.reordered(), total.answered);
        figures.count(Metric.WRONG, answers.checked() == 0 ? Double.NaN : answers.wrong(), answers.checked());
        figures.count(Metric.UNSENT, accounts.unsent(), accounts.due());
        figures.latency(Metric.CONNECT, result.links().connects().first());
        return figures;
    }

    /** Of what is behind a run that still goes; what only its end can tell is not measured. */
    static Figures soFar(List<Interval> intervals) {
        Tally sum = new Tally();
        double seconds = 0;
        long decided = 0;
        long errors = 0;
        long due = 0;
        long unsent = 0;
        for (Interval interval : intervals) {
            sum.addCounts(interval.tally());
            sum.addLatencies(interval.tally());
            errors += interval.failures();
            if (interval.measured()) {
                seconds += interval.seconds();
                decided += interval.tally().answered;
                due += interval.due();
                unsent += interval.unsent();
            }
        }
        Figures figures = new Figures(sum, seconds, decided / seconds, intervals);
        figures.count(Metric.ERRORS, errors, sum.sent);
        figures.count(Metric.UNSENT, unsent, due);
        return figures;
    }

    /** Nanoseconds; null where the run does not measure it. */
    Histogram latency(Metric metric) {
        return latencies.get(metric);
    }

    /** NaN where the run does not count it. */
    double count(Metric metric) {
        return counts.getOrDefault(metric, Double.NaN);
    }

    /** What a count is a part of. */
    double whole(Metric metric) {
        return wholes.getOrDefault(metric, Double.NaN);
    }

    double seconds() {
        return seconds;
    }

    double meanRate() {
        return decidedPerSecond;
    }

    /** NaN where nothing as long as a second was measured. */
    double slowestSecond() {
        return slowest;
    }

    double bestSecond() {
        return best;
    }
}
