package io.gatehouse.loadtest.report;

import io.gatehouse.loadtest.measure.Latency;
import io.gatehouse.loadtest.measure.Tally;
import io.gatehouse.loadtest.run.Accounting;
import io.gatehouse.loadtest.run.RunResult;
import io.gatehouse.loadtest.run.Target;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One run for a person, plain lines. */
public final class RunText {
    private static final String[] VERDICTS = {"unspecified", "allow", "deny", "refer", "retest"};

    private RunText() {}

    public static String of(Target target, RunResult result) {
        StringBuilder text = new StringBuilder();
        line(text, "load", "%s", result.spec().describe());
        line(text, "target", "%s", target.describe());
        line(text, "events/s", "%s", rate(result));
        line(text, "CPU", "%s", cpu(result));
        Tally total = result.total();
        line(text, "", "%9s %9s %9s %9s %9s  ms", "p50", "p90", "p99", "p99.9", "max");
        latency(text, "decision", total.decision);
        if (result.spec().open()) {
            latency(text, "  from send", total.decisionFromSend);
            latency(text, "  lateness", total.lateness);
        }
        if (target.speech().acknowledges()) {
            latency(text, "ack", total.ack);
            line(text, "verdicts", "%s", verdicts(total));
        }
        line(text, "scans", "%s", accounts(result));
        Accounting.Answers answers = result.accounts().all().answers();
        if (answers.checked() > 0) {
            line(
                    text,
                    "answers",
                    "checked %,d  wrong %,d  lost %,d  duplicated %,d  reordered %,d",
                    answers.checked(),
                    answers.wrong(),
                    answers.lost(),
                    answers.duplicated(),
                    answers.reordered());
        }
        if (target.speech().acknowledges()) {
            result.links().lines().forEach((label, words) -> line(text, label, "%s", words));
        }
        if (!result.generatorKeptUp()) {
            line(text, "MIND", "%s", "the generator was at its limit: these latencies are its own, not the target's");
        }
        if (!result.ok()) {
            line(
                    text,
                    "FAILED",
                    "%d failures%n%s%s",
                    result.failures().total(),
                    result.failures().describe(),
                    wrong(result.accounts().all()));
        }
        return text.toString();
    }

    private static String wrong(Accounting accounting) {
        return Stream.concat(accounting.imbalances().stream(), accounting.answers().firstWrong().stream())
                .map(words -> "  " + words + System.lineSeparator())
                .collect(Collectors.joining());
    }

    private static void line(StringBuilder text, String label, String format, Object... values) {
        text.append("%-12s".formatted(label))
                .append(String.format(Locale.ROOT, format, values))
                .append(System.lineSeparator());
    }

    private static String rate(RunResult result) {
        String got = String.format(Locale.ROOT, "%,.0f", result.eventsPerSecond());
        if (!result.spec().open()) {
            return got;
        }
        return String.format(
                Locale.ROOT,
                "%s of %,.0f planned; %,d late (over 1 ms), %,d never sent",
                got,
                result.spec().perSecond(),
                result.total().late,
                result.accounts().unsent());
    }

    private static String cpu(RunResult result) {
        String target = Double.isNaN(result.targetCores())
                ? "target not known (--server-pid)"
                : String.format(
                        Locale.ROOT,
                        "target %.0f %% of a core, %,.0f events per second of CPU",
                        100 * result.targetCores(),
                        result.eventsPerTargetCpuSecond());
        return String.format(
                Locale.ROOT,
                "%s; generator %.0f %% of a core, %,.0f events per second of CPU, %.2f bytes allocated per event",
                target,
                100 * result.ownCores(),
                result.eventsPerOwnCpuSecond(),
                result.allocatedPerEvent());
    }

    private static void latency(StringBuilder text, String label, Latency latency) {
        line(
                text,
                label,
                "%9.3f %9.3f %9.3f %9.3f %9.3f",
                latency.millis(50),
                latency.millis(90),
                latency.millis(99),
                latency.millis(99.9),
                latency.maxMillis());
    }

    private static String verdicts(Tally total) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < Tally.VERDICTS; i++) {
            text.append(String.format(Locale.ROOT, "%s %,d  ", VERDICTS[i], total.verdicts[i]));
        }
        if (total.verdicts[0] > 0) {
            text.append(String.format(Locale.ROOT, "%s %,d  ", VERDICTS[0], total.verdicts[0]));
        }
        return text + String.format(Locale.ROOT, "(attention %,d)", total.attention);
    }

    private static String accounts(RunResult result) {
        Tally total = result.total();
        return String.format(
                Locale.ROOT,
                "sent %,d  decided %,d  acknowledged %,d  undecided %,d  unacknowledged %,d",
                total.sent,
                total.answered,
                total.acked,
                result.accounts().undecided(),
                result.accounts().unacknowledged());
    }
}
