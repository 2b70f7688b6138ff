package io.gatehouse.loadtest.face;

import io.gatehouse.loadtest.measure.Latency;
import io.gatehouse.loadtest.measure.Tally;
import io.gatehouse.loadtest.run.Interval;
import io.gatehouse.loadtest.run.RunSpec;
import io.gatehouse.loadtest.run.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** How a run stands, as lines for a terminal. Knows nothing of the terminal itself. */
final class Picture {
    private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
    private static final AttributedStyle FAINT = PLAIN.faint();
    private static final AttributedStyle BOLD = PLAIN.bold();
    private static final AttributedStyle RED = PLAIN.bold().foreground(AttributedStyle.RED);
    private static final AttributedStyle YELLOW = PLAIN.foreground(AttributedStyle.YELLOW);
    private static final String[] VERDICTS = {"unspecified", "allow", "deny", "refer", "retest"};
    private static final AttributedStyle[] VERDICT_STYLES = {
        RED,
        PLAIN.foreground(AttributedStyle.GREEN),
        PLAIN.foreground(AttributedStyle.RED),
        YELLOW,
        PLAIN.foreground(AttributedStyle.CYAN)
    };
    private static final int LABEL = 12;
    private static final int KEPT = 300;
    /** From there on the generator's own delays show in what it measures. */
    private static final double BUSY = 0.8;

    private final Target target;
    private final RunSpec spec;
    private final Sparkline rates = new Sparkline(KEPT);
    private final Sparkline tails = new Sparkline(KEPT);
    private final Tally sums = new Tally();
    private long unsent;
    private long failures;

    Picture(Target target, RunSpec spec) {
        this.target = target;
        this.spec = spec;
    }

    void add(Interval second) {
        rates.add(second.decidedPerSecond());
        tails.add(second.tally().decision.millis(99));
        sums.addCounts(second.tally());
        unsent += second.unsent();
        failures += second.failures();
    }

    /** After {@link #add}ing this second. */
    List<AttributedString> draw(Interval second, int width) {
        List<AttributedString> lines = new ArrayList<>();
        lines.add(head(second, width));
        lines.add(of(FAINT, cut(spec.describe(), width)));
        lines.add(AttributedString.EMPTY);
        lines.add(rate(second));
        lines.add(spark("scans/s", rates, "%,.0f", width));
        lines.add(spark("p99 ms", tails, "%,.3f", width));
        lines.add(AttributedString.EMPTY);
        lines.add(row("").styled(FAINT, "%9s%9s%9s%9s%9s  ms".formatted("p50", "p90", "p99", "p99.9", "max"))
                .toAttributedString());
        lines.add(latency("decision", second.tally().decision));
        if (spec.open()) {
            lines.add(latency("  from send", second.tally().decisionFromSend));
            lines.add(latency("  lateness", second.tally().lateness));
        }
        lines.add(latency("ack", second.tally().ack));
        lines.add(AttributedString.EMPTY);
        lines.add(verdicts());
        lines.add(gates(second));
        lines.add(cpu(second));
        return lines;
    }

    private AttributedString head(Interval second, int width) {
        double warm = spec.warmup().toNanos() / 1e9;
        double all = warm + spec.duration().toNanos() / 1e9;
        String phase = second.to() <= warm + 0.01 ? "warming up" : second.to() <= all + 0.05 ? "measuring" : "draining";
        String clock = "%s  %s of %s ".formatted(phase, time(second.to()), time(all));
        String title = "Gatehouse load test  " + target.describe();
        int bar = Math.max(0, Math.min(24, width - title.length() - clock.length() - 4));
        int done = (int) Math.min(bar, Math.round(bar * second.to() / all));
        return new AttributedStringBuilder()
                .styled(BOLD, title)
                .append("  ")
                .styled(FAINT, clock)
                .append("█".repeat(done))
                .styled(FAINT, "░".repeat(bar - done))
                .toAttributedString();
    }

    private static String time(double seconds) {
        long whole = Math.round(seconds);
        return "%d:%02d".formatted(whole / 60, whole % 60);
    }

    private AttributedString rate(Interval second) {
        Line line = row("now");
        if (spec.open()) {
            line.pair("asked/s", number(second.duePerSecond()), PLAIN);
        }
        boolean behind = spec.open() && second.decidedPerSecond() < 0.98 * second.duePerSecond();
        line.pair("got/s", number(second.decidedPerSecond()), behind ? YELLOW : BOLD);
        line.pair("undecided", number(second.undecided()), PLAIN);
        line.pair("unacknowledged", number(second.unacknowledged()), PLAIN);
        if (spec.open()) {
            line.pair("late", number(sums.late), PLAIN);
            line.pair("unsent", number(unsent), unsent > 0 ? RED : PLAIN);
        }
        return line.toAttributedString();
    }

    private static AttributedString spark(String label, Sparkline line, String format, int width) {
        String highest = String.format(Locale.ROOT, "  " + format + " at most", line.highest());
        return row(label)
                .styled(PLAIN.foreground(AttributedStyle.BLUE), line.draw(width - LABEL - highest.length()))
                .styled(FAINT, highest)
                .toAttributedString();
    }

    private static AttributedString latency(String label, Latency latency) {
        Line line = row(label);
        if (latency.count() == 0) {
            return line.styled(FAINT, "        -").toAttributedString();
        }
        double[] values = {
            latency.millis(50), latency.millis(90), latency.millis(99), latency.millis(99.9), latency.maxMillis()
        };
        for (double value : values) {
            line.styled(PLAIN, String.format(Locale.ROOT, value < 100 ? "%9.3f" : "%9.0f", value));
        }
        return line.toAttributedString();
    }

    private AttributedString verdicts() {
        Line line = row("verdicts");
        for (int i = 1; i <= VERDICTS.length; i++) {
            int verdict = i % VERDICTS.length;
            if (verdict > 0 || sums.verdicts[0] > 0) {
                line.pair(VERDICTS[verdict], number(sums.verdicts[verdict]), VERDICT_STYLES[verdict]);
            }
        }
        return line.pair("attention", number(sums.attention), PLAIN).toAttributedString();
    }

    private AttributedString gates(Interval second) {
        boolean all = second.connections() == target.connections();
        return row("gates")
                .pair("can send", "%,d of %,d".formatted(second.connections(), target.connections()), all ? PLAIN : RED)
                .pair("failures", number(failures), failures > 0 ? RED : PLAIN)
                .toAttributedString();
    }

    private static AttributedString cpu(Interval second) {
        Line line = row("CPU")
                .pair(
                        "generator",
                        "%.0f %%".formatted(100 * second.ownCores()),
                        second.ownCores() > BUSY ? YELLOW : PLAIN);
        if (!Double.isNaN(second.targetCores())) {
            line.pair("target", "%.0f %%".formatted(100 * second.targetCores()), PLAIN);
        }
        return line.styled(FAINT, "of a core").toAttributedString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }

    private static AttributedString of(AttributedStyle style, String text) {
        return new AttributedString(text, style);
    }

    private static Line row(String label) {
        return new Line(label);
    }

    /** One line with a label in front. */
    private static final class Line {
        private final AttributedStringBuilder text = new AttributedStringBuilder();

        Line(String label) {
            text.styled(FAINT, ("%-" + LABEL + "s").formatted(label));
        }

        Line styled(AttributedStyle style, String words) {
            text.styled(style, words);
            return this;
        }

        Line pair(String name, String value, AttributedStyle style) {
            text.styled(FAINT, name + " ").styled(style, value).append("   ");
            return this;
        }

        AttributedString toAttributedString() {
            return text.toAttributedString();
        }
    }
}
