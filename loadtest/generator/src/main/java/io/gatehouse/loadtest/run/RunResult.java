package io.gatehouse.loadtest.run;

import io.gatehouse.loadtest.measure.Failures;
import io.gatehouse.loadtest.measure.Tally;
import java.util.List;

/** What came of a run. Rates are of the measured interval, accounts of the whole run with warm-up and drain. */
public final class RunResult {
    private final RunSpec spec;
    private final Snapshot from;
    private final Snapshot to;
    private final Tally total;
    private final Accounts accounts;
    private final Failures failures;
    private final List<Interval> intervals;
    private final String endedEarly;
    private final LinkFigures links;

    RunResult(
            RunSpec spec,
            Snapshot from,
            Snapshot to,
            Tally total,
            Accounts accounts,
            Failures failures,
            List<Interval> intervals,
            String endedEarly,
            LinkFigures links) {
        this.spec = spec;
        this.from = from;
        this.to = to;
        this.total = total;
        this.accounts = accounts;
        this.failures = failures;
        this.intervals = List.copyOf(intervals);
        this.endedEarly = endedEarly;
        this.links = links;
    }

    /**
     * Where every scan went.
     *
     * @param connections of the run
     * @param due open loop: planned in the measured interval
     * @param unsent open loop: planned and never sent
     * @param undecided sent and without a decision when the drain ended
     * @param unacknowledged sent and without an ack when the drain ended
     * @param all every scan of the run, with what was wrong
     */
    public record Accounts(
            int connections, long due, long unsent, long undecided, long unacknowledged, Accounting all) {}

    /** The same after the journal was held against it. */
    public RunResult verified(Accounting all) {
        Accounts with = new Accounts(
                accounts.connections, accounts.due, accounts.unsent, accounts.undecided, accounts.unacknowledged, all);
        return new RunResult(spec, from, to, total, with, failures, intervals, endedEarly, links);
    }

    public RunSpec spec() {
        return spec;
    }

    public Accounts accounts() {
        return accounts;
    }

    public Failures failures() {
        return failures;
    }

    /** Second by second, with warm-up and, as the last one, the drain. */
    public List<Interval> intervals() {
        return intervals;
    }

    /** Why it ended before its plan did, in words; null where it did not. */
    public String endedEarly() {
        return endedEarly;
    }

    /** What became of the connections. */
    public LinkFigures links() {
        return links;
    }

    /** All counts of the run, latencies of the measured interval. */
    public Tally total() {
        return total;
    }

    /** Seconds between the two readings of the counters. */
    public double seconds() {
        return (to.nanos() - from.nanos()) / 1e9;
    }

    /** Scans decided in the measured interval. */
    public long events() {
        return to.tally().answered - from.tally().answered;
    }

    public double eventsPerSecond() {
        return events() / seconds();
    }

    /** Share of one core that the target took; NaN where its process is not known. */
    public double targetCores() {
        return (to.targetCpu() - from.targetCpu()) / seconds();
    }

    /** NaN where the target's process is not known. */
    public double eventsPerTargetCpuSecond() {
        return events() / (to.targetCpu() - from.targetCpu());
    }

    /** Cores that the generator was at work on: its turns with work where it spins, else its CPU time. */
    public double ownCores() {
        double busy = spec.spin() ? (to.tally().busyNanos - from.tally().busyNanos) / 1e9 : to.ownCpu() - from.ownCpu();
        return busy / seconds();
    }

    /** Events for each second of the generator's own CPU: its limit. */
    public double eventsPerOwnCpuSecond() {
        return events() / (ownCores() * seconds());
    }

    /** What the generator's event loops allocated for each event, in bytes. */
    public double allocatedPerEvent() {
        return (to.tally().allocatedBytes - from.tally().allocatedBytes) / (double) Math.max(1, events());
    }

    /** Whether an open loop kept to its plan well enough for its latencies to be the target's. */
    public boolean generatorKeptUp() {
        return !spec.open() || (ownCores() <= 0.8 && total.lateness.millis(99) <= 1);
    }

    /** Nothing failed, every scan has its decision, the right one, and its ack, and all sums add up. */
    public boolean ok() {
        boolean any = total.sent > 0 || links.held() != null || links.drain() != null;
        return failures.total() == 0
                && accounts.all().ok()
                && accounts.undecided() == 0
                && accounts.unacknowledged() == 0
                && any
                && links.ok();
    }
}
