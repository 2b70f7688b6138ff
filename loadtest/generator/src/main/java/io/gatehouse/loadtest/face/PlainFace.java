package io.gatehouse.loadtest.face;

import io.gatehouse.loadtest.measure.Latency;
import io.gatehouse.loadtest.measure.Tally;
import io.gatehouse.loadtest.run.Interval;
import io.gatehouse.loadtest.run.RunSpec;
import io.gatehouse.loadtest.run.Target;
import java.io.PrintStream;
import java.util.Locale;

/** One line for each second, for logs and pipes. */
final class PlainFace implements Face {
    private static final int LINES_A_HEAD = 20;

    private final PrintStream out;
    private boolean open;
    private int lines;

    PlainFace(PrintStream out) {
        this.out = out;
    }

    @Override
    public void begins(Target target, RunSpec spec) {
        open = spec.open();
        lines = 0;
    }

    @Override
    public void passed(Interval second) {
        if (lines++ % LINES_A_HEAD == 0) {
            out.println(head());
        }
        out.println(line(second));
    }

    @Override
    public void close() {}

    String head() {
        return "  time%s     got/s  undecided    unacked    p50 ms    p99 ms    max ms    gates   own CPU  server"
                .formatted(open ? "   asked/s   unsent" : "");
    }

    String line(Interval second) {
        Tally tally = second.tally();
        String asked = open ? String.format(Locale.ROOT, "%,10.0f%9d", second.duePerSecond(), second.unsent()) : "";
        return String.format(
                Locale.ROOT,
                "%5.0fs%s%,10.0f%,11d%,11d%s%s%s%9d%8.0f %%%8s",
                second.to(),
                asked,
                second.decidedPerSecond(),
                second.undecided(),
                second.unacknowledged(),
                millis(tally.decision, 50),
                millis(tally.decision, 99),
                millis(tally.decision, 100),
                second.connections(),
                100 * second.ownCores(),
                Double.isNaN(second.targetCores())
                        ? "-"
                        : String.format(Locale.ROOT, "%.0f %%", 100 * second.targetCores()));
    }

    private static String millis(Latency latency, double percentile) {
        return latency.count() == 0
                ? "%10s".formatted("-")
                : String.format(Locale.ROOT, "%10.3f", latency.millis(percentile));
    }
}
