package io.gatehouse.loadtest.judge;

import io.gatehouse.loadtest.measure.Latency;
import io.gatehouse.loadtest.measure.Tally;
import io.gatehouse.loadtest.run.Accounting;
import io.gatehouse.loadtest.run.RunResult;
import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What was measured, as thresholds ask for it: of a whole run, or of one that still goes. */
public final class Figures {
    private final Map<Metric, Histogram> latencies = new EnumMap<>(Metric.class);
    private final Map<Metric, Double> counts = new EnumMap<>(Metric.class);
    private final Map<Metric, Double> wholes = new EnumMap<>(Metric.class);
    private final double seconds;
    private final Rates rates;

    /** Scans decided in a second: over all that is measured, in the slowest and in the best second; NaN = not known. */
    record Rates(double mean, double slowest, double best) {}

    /** @param seconds that were measured */
    Figures(Tally tally, double seconds, Rates rates) {
        this.seconds = seconds;
        this.rates = rates;
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

    void count(Metric metric, double count, double whole) {
        counts.put(metric, count);
        wholes.put(metric, whole);
    }

    /** Of a run that is over. */
    public static Figures of(RunResult result) {
        Tally total = result.total();
        Progress progress = new Progress();
        result.intervals().forEach(progress::addRate);
        Figures figures = new Figures(total, result.seconds(), progress.rates(result.eventsPerSecond()));
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

    Rates rates() {
        return rates;
    }
}
