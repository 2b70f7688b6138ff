package io.gatehouse.loadtest;

import io.gatehouse.loadtest.run.Interval;
import io.gatehouse.loadtest.run.RunWatcher;
import java.io.PrintStream;
import java.util.Locale;

/** Says every few seconds that a long measurement is still at work. */
final class ProgressLines implements RunWatcher {
    private static final double EVERY_SECONDS = 4;

    private final PrintStream out;
    private double said;

    ProgressLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public void passed(Interval interval) {
        if (interval.to() - said >= EVERY_SECONDS) {
            said = interval.to();
            out.printf(
                    Locale.ROOT,
                    "  %2.0f s %s  %,.0f events/s%n",
                    interval.to(),
                    interval.measured() ? "measured" : "warm-up ",
                    interval.decidedPerSecond());
            out.flush();
        }
    }
}
