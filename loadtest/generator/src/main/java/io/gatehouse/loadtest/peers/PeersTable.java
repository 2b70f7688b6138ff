package io.gatehouse.loadtest.peers;

import io.gatehouse.loadtest.peers.Score.Spread;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Prints a score, one table for each window. */
final class PeersTable {
    /** More of its core than this, and the driver may have been what was measured. */
    static final double DRIVER_LIMIT = 0.8;

    private static final String ROW = "%-11s %-7s %12s %23s %12s %23s %7s %7s %9s %9s %9s %6s %7s%n";

    private final PrintStream out;
    private final Score score;
    private boolean limited;

    PeersTable(Score score, PrintStream out) {
        this.score = score;
        this.out = out;
    }

    void print(List<Integer> windows, int connections, int rounds) {
        for (int window : windows) {
            out.printf(
                    Locale.ROOT,
                    "%nwindow %d on each of %d connections, closed loop: medians of %d round%s (least..greatest)%n",
                    window,
                    connections,
                    rounds,
                    rounds == 1 ? "" : "s");
            row(
                    "peer",
                    "durable",
                    "events/s",
                    "",
                    "/s of CPU",
                    "",
                    "of ours",
                    "by CPU",
                    "p50 ms",
                    "p99 ms",
                    "p99.9 ms",
                    "CPU",
                    "driver");
            score.asked().forEach(kind -> peer(window, kind));
        }
        notes();
    }

    private void peer(int window, PeerKind kind) {
        if (score.missing().containsKey(kind)) {
            out.printf("%-11s missing: %s%n", kind.label(), score.missing().get(kind));
            return;
        }
        if (score.turns(window, kind).isEmpty()) {
            out.printf("%-11s failed: see below%n", kind.label());
            return;
        }
        Spread rate = score.spread(window, kind, Turn::eventsPerSecond);
        Spread perCpu = score.spread(window, kind, Turn::eventsPerCpuSecond);
        double driver = score.spread(window, kind, Turn::driverCores).median();
        limited |= driver > DRIVER_LIMIT;
        row(
                kind.label(),
                kind.durable(),
                number(rate.median(), 0),
                range(rate),
                number(perCpu.median(), 0),
                range(perCpu),
                number(score.toOurs(window, kind, Turn::eventsPerSecond), 3),
                number(score.toOurs(window, kind, Turn::eventsPerCpuSecond), 3),
                millis(window, kind, turn -> turn.answer().p50()),
                millis(window, kind, turn -> turn.answer().p99()),
                millis(window, kind, turn -> turn.answer().p999()),
                percent(score.spread(window, kind, Turn::peerCores).median()),
                percent(driver) + (driver > DRIVER_LIMIT ? " !" : ""));
        if (kind == PeerKind.OURS) {
            row(
                    "  its ack",
                    "yes",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    millis(window, kind, turn -> turn.ack().p50()),
                    millis(window, kind, turn -> turn.ack().p99()),
                    millis(window, kind, turn -> turn.ack().p999()),
                    "",
                    "");
        }
    }

    private void notes() {
        out.println();
        if (limited) {
            out.printf(
                    Locale.ROOT,
                    "! the driver took over %.0f %% of its core: events/s are its limit, events per second of CPU the peer's%n",
                    100 * DRIVER_LIMIT);
        }
        score.missing().forEach((kind, how) -> out.printf("MISSING: %s. Type: %s%n", kind.label(), how));
        score.failed().forEach((kind, words) -> out.printf("FAILED: %s %s%n", kind.label(), words));
    }

    private String millis(int window, PeerKind kind, Function<Turn, Double> figure) {
        return number(score.spread(window, kind, figure::apply).median(), 3);
    }

    private static String range(Spread spread) {
        return number(spread.least(), 0) + ".." + number(spread.greatest(), 0);
    }

    private static String percent(double share) {
        return Double.isFinite(share) ? String.format(Locale.ROOT, "%.0f %%", 100 * share) : "-";
    }

    private static String number(double value, int digits) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%,." + digits + "f", value) : "-";
    }

    private void row(Object... cells) {
        out.print(String.format(Locale.ROOT, ROW, cells).stripTrailing() + System.lineSeparator());
    }
}
