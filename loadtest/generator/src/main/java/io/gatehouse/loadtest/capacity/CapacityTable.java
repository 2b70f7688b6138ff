package io.gatehouse.loadtest.capacity;

import java.io.PrintStream;
import java.util.Locale;

/** Prints the steps of a search as they come, and what it found. */
public final class CapacityTable {
    private static final String ROW = "%10s %10s %9s %9s %9s %9s %8s %8s  %s%n";

    private final PrintStream out;

    public CapacityTable(PrintStream out) {
        this.out = out;
    }

    public void head() {
        out.printf(ROW, "asked/s", "got/s", "p50 ms", "p99 ms", "p99.9 ms", "max ms", "server %", "gen %", "");
    }

    public void step(Step step) {
        out.printf(
                ROW,
                number(step.asked(), 0),
                number(step.got(), 0),
                number(step.times().p50(), 3),
                number(step.times().p99(), 3),
                number(step.times().p999(), 3),
                number(step.times().max(), 1),
                number(100 * step.targetCores(), 0),
                number(100 * step.ownCores(), 0),
                words(step));
        out.flush();
    }

    private static String words(Step step) {
        if (step.held()) {
            return "holds";
        }
        StringBuilder words = new StringBuilder("FAILS");
        step.verdicts().thresholds().stream()
                .filter(verdict -> !verdict.passed())
                .forEach(verdict -> words.append("  ")
                        .append(verdict.threshold())
                        .append(": ")
                        .append(verdict.measured()));
        if (step.verdicts().ok()) {
            words.append("  too few of what was asked for");
        }
        return words.append(step.generatorLimited() ? "  (the generator's limit)" : "")
                .toString();
    }

    /** What was found, in a sentence or two. */
    public static String answer(Capacity found) {
        if (found.held() == 0 && Double.isNaN(found.failed())) {
            return "ended before a rate was known to hold";
        }
        if (found.held() == 0) {
            return "no rate held, down to %s scans/s".formatted(number(found.failed(), 0));
        }
        double[] p99 = found.p99AtHeld();
        StringBuilder words =
                new StringBuilder(String.format(Locale.ROOT, "%,.0f scans/s hold (p99 %.3f", found.held(), p99[0]));
        if (p99[1] > p99[0]) {
            words.append(String.format(Locale.ROOT, " to %.3f", p99[1]));
        }
        words.append(" ms)");
        if (Double.isNaN(found.failed())) {
            words.append(", and nothing higher was tried");
        } else {
            words.append(String.format(
                    Locale.ROOT, ", %,.0f do not: known to %.0f %%", found.failed(), 100 * found.spread()));
        }
        if (found.generatorLimited()) {
            words.append("; the GENERATOR was the limit, the server may hold more");
        }
        return words.append(found.cutShort() ? "; ended before it was known better" : "")
                .toString();
    }

    private static String number(double value, int digits) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%,." + digits + "f", value) : "-";
    }
}
