package io.gatehouse.loadtest;

import io.gatehouse.loadtest.judge.JUnitXml;
import io.gatehouse.loadtest.judge.Judge;
import io.gatehouse.loadtest.judge.Threshold;
import io.gatehouse.loadtest.judge.Verdict;
import io.gatehouse.loadtest.judge.Verdicts;
import io.gatehouse.loadtest.measure.Machine;
import io.gatehouse.loadtest.report.ReportFolder;
import io.gatehouse.loadtest.run.RunResult;
import io.gatehouse.loadtest.run.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** What a run has to hold. */
final class ThresholdOptions {
    @Option(
            names = "--threshold",
            showDefaultValue = Visibility.NEVER,
            paramLabel = "CONDITION",
            description = {
                "What the run has to hold, else it exits with 99; can be given again.",
                "METRIC:AGGREGATION, one of < <= > >= ==, a value with its unit (us ms s, %%, /s). Metrics:",
                "decision decision_from_send ack connect lateness (p(N) max min mean count);",
                "errors lost duplicated reordered wrong unsent late allow deny refer retest attention (count, rate);",
                "rate, scans decided in a second (mean min max)."
            })
    private List<Threshold> thresholds = List.of();

    @Option(
            names = "--abort-on-fail",
            arity = "0..1",
            fallbackValue = "5s",
            paramLabel = "SPAN",
            description = {
                "Ends the run when a threshold can no longer hold, or has failed for SPAN, 5s where none is given.",
                "The report is written all the same."
            })
    private Span abortAfter;

    @Option(names = "--junit", paramLabel = "FILE", description = "Writes the verdicts there as JUnit XML, too.")
    private Path junit;

    /** What is wrong, in words; null where nothing is. */
    String wrong() {
        return abortAfter != null && thresholds.isEmpty() ? "--abort-on-fail needs a --threshold" : null;
    }

    /** Sees to it while the run goes, and judges it in the end. */
    Judge judge() {
        return new Judge(thresholds, abortAfter == null ? null : abortAfter.duration());
    }

    /**
     * Writes them as JUnit XML.
     *
     * @param folder of the report; null where there is none
     */
    void write(Path folder, Target target, RunResult result, Verdicts verdicts) throws IOException {
        String xml = junitOf(target, result, verdicts);
        if (junit != null) {
            ReportFolder.writeText(junit, xml);
        }
        if (folder != null) {
            ReportFolder.writeText(folder.resolve("junit.xml"), xml);
        }
    }

    /** The run as JUnit XML. */
    private static String junitOf(Target target, RunResult result, Verdicts verdicts) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("machine", Machine.describe());
        properties.put("target", target.describe());
        properties.put("load", result.spec().describe());
        if (result.endedEarly() != null) {
            properties.put("ended early", result.endedEarly());
        }
        double seconds = result.intervals().stream()
                .mapToDouble(interval -> interval.seconds())
                .sum();
        Instant began = Instant.now().minusMillis((long) (1e3 * seconds));
        return JUnitXml.of("run", properties, verdicts, accounts(result), seconds, began);
    }

    private static Verdict accounts(RunResult result) {
        List<String> words = new ArrayList<>();
        result.accounts().all().byName().forEach((name, count) -> words.add("%s %,d".formatted(name, count)));
        words.add("failures %,d".formatted(result.failures().total()));
        words.addAll(result.accounts().all().imbalances());
        words.addAll(result.accounts().all().answers().firstWrong());
        String all = String.join(", ", words);
        return new Verdict("every scan is accounted for, and nothing failed", result.ok(), Double.NaN, 0, "", all);
    }
}
