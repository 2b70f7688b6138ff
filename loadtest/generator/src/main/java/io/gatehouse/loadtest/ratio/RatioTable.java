package io.gatehouse.loadtest.ratio;

import io.gatehouse.loadtest.run.RunResult;
import java.io.PrintStream;
import java.util.Locale;

/** Prints rounds as they come, and their medians. */
public final class RatioTable {
    private static final String CLOSED = "%-7s %-7s %12s %10s %14s %10s %8s%n";
    private static final String OPEN = "%-7s %-7s %12s %10s %10s %10s %10s%n";

    private final PrintStream out;

    public RatioTable(PrintStream out) {
        this.out = out;
    }

    public void closedHead() {
        print(CLOSED, "round", "peer", "events/s", "CPU %", "events/CPU s", "gen CPU %", "ratio");
    }

    public void closedRound(Rounds rounds) {
        String round = Integer.toString(rounds.done());
        RunResult server = rounds.lastServer();
        RunResult echo = rounds.lastEcho();
        double ratio = server.eventsPerTargetCpuSecond() / echo.eventsPerTargetCpuSecond();
        closed(round, "server", server, number(ratio, 3));
        closed(round, "echo", echo, "");
    }

    public void closedMedian(Rounds rounds) {
        closedMedian(
                "server",
                rounds.medianServer(RunResult::eventsPerSecond),
                rounds.medianServer(RunResult::eventsPerTargetCpuSecond),
                number(rounds.medianRatio(RunResult::eventsPerTargetCpuSecond), 3));
        closedMedian(
                "echo",
                rounds.medianEcho(RunResult::eventsPerSecond),
                rounds.medianEcho(RunResult::eventsPerTargetCpuSecond),
                "");
        print(
                "events per second of server CPU are %.3f of the echo's (median of the rounds' ratios; spread %.0f %%)%n",
                rounds.medianRatio(RunResult::eventsPerTargetCpuSecond),
                100 * rounds.spread(RunResult::eventsPerTargetCpuSecond));
    }

    private void closed(String round, String peer, RunResult result, String ratio) {
        print(
                CLOSED,
                round,
                peer,
                number(result.eventsPerSecond(), 0),
                number(100 * result.targetCores(), 0),
                number(result.eventsPerTargetCpuSecond(), 0),
                number(100 * result.ownCores(), 0),
                ratio);
    }

    private void closedMedian(String peer, double perSecond, double perCpu, String ratio) {
        print(CLOSED, "median", peer, number(perSecond, 0), "", number(perCpu, 0), "", ratio);
    }

    public void openHead() {
        print(OPEN, "round", "peer", "events/s", "p50 ms", "p99 ms", "p99.9 ms", "late");
    }

    public void openRound(Rounds rounds) {
        String round = Integer.toString(rounds.done());
        open(round, "server", rounds.lastServer());
        open(round, "echo", rounds.lastEcho());
    }

    public void openMedian(Rounds rounds) {
        openMedian("server", rounds.medianServer(RatioTable::p50), rounds.medianServer(RatioTable::p99));
        openMedian("echo", rounds.medianEcho(RatioTable::p50), rounds.medianEcho(RatioTable::p99));
        print(
                "decisions from the planned time: p50 %.2f x, p99 %.2f x the echo's (medians of the rounds' ratios)%n",
                rounds.medianRatio(RatioTable::p50), rounds.medianRatio(RatioTable::p99));
    }

    private void open(String round, String peer, RunResult result) {
        print(
                OPEN,
                round,
                peer,
                number(result.eventsPerSecond(), 0),
                number(p50(result), 3),
                number(p99(result), 3),
                number(result.total().decision.millis(99.9), 3),
                result.total().late + (result.generatorKeptUp() ? "" : " (generator at its limit)"));
    }

    private void openMedian(String peer, double p50, double p99) {
        print(OPEN, "median", peer, "", number(p50, 3), number(p99, 3), "", "");
    }

    /** From the planned time, milliseconds. */
    public static double p50(RunResult result) {
        return result.total().decision.millis(50);
    }

    /** From the planned time, milliseconds. */
    public static double p99(RunResult result) {
        return result.total().decision.millis(99);
    }

    private void print(String format, Object... values) {
        out.printf(Locale.ROOT, format, values);
    }

    private static String number(double value, int digits) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%,." + digits + "f", value) : "-";
    }
}
