package io.gatehouse.loadtest.report;

import io.gatehouse.loadtest.measure.Latency;
import io.gatehouse.loadtest.measure.Machine;
import io.gatehouse.loadtest.measure.Tally;
import io.gatehouse.loadtest.run.Accounting;
import io.gatehouse.loadtest.run.RunResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.HistogramIterationValue;

/** One run for a program, as {@code result-schema.json} has it. Keys are added, never changed. */
public final class RunJson {
    /** Raised where a reader of an older one would misread it. */
    private static final int SCHEMA = 1;

    /** Points of a curve for each halving of what is left to 100 %. */
    private static final int CURVE_STEPS = 5;

    private RunJson() {}

    public static String of(RunReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", SCHEMA);
        circumstances(json, report.circumstances());
        json.put("machine", Machine.describe());
        json.put("target", report.target().describe());
        load(json, report.result());
        json.put("planHash", report.target().source().id());
        figures(json, report.result());
        Tally total = report.result().total();
        json.put("decisionMs", latency(total.decision));
        json.put("decisionFromSendMs", latency(total.decisionFromSend));
        json.put("ackMs", latency(total.ack));
        json.put("latenessMs", latency(total.lateness));
        json.put("scans", scans(report.result()));
        json.put("accounting", accounting(report.result().accounts().all()));
        json.put("verdicts", IntervalJson.verdicts(total));
        json.put("links", LinksJson.of(report.result().links()));
        json.put("failures", report.result().failures().total());
        json.put("failureWords", report.result().failures().words());
        json.put("endedEarly", report.result().endedEarly());
        json.put("ok", report.result().ok());
        json.putAll(report.sections());
        json.put("curves", curves(total));
        json.put(
                "intervals",
                report.result().intervals().stream()
                        .map(interval -> new Json.Line(IntervalJson.of(interval)))
                        .toList());
        return Json.of(json);
    }

    /** The JSON schema that each result keeps to. */
    public static String schema() {
        return Resource.text("result-schema.json");
    }

    private static void circumstances(Map<String, Object> json, Circumstances circumstances) {
        json.put("version", circumstances.version());
        json.put("startedAt", circumstances.startedAt().toString());
        json.put("commandLine", new Json.Line(circumstances.commandLine()));
        json.put("configuration", circumstances.configuration());
    }

    private static void load(Map<String, Object> json, RunResult result) {
        json.put("loop", result.spec().open() ? "open" : "closed");
        json.put("load", result.spec().describe());
        json.put("scenario", result.spec().open() ? result.spec().scenario().name() : "closed loop");
        json.put("connections", result.accounts().connections());
        json.put("window", result.spec().window());
        json.put("plannedPerSecond", result.spec().perSecond());
        json.put("seed", result.spec().seed());
        json.put("warmupSeconds", result.spec().warmup().toNanos() / 1e9);
        json.put("durationSeconds", result.spec().duration().toNanos() / 1e9);
    }

    private static void figures(Map<String, Object> json, RunResult result) {
        json.put("seconds", result.seconds());
        json.put("events", result.events());
        json.put("eventsPerSecond", result.eventsPerSecond());
        json.put("targetCores", result.targetCores());
        json.put("eventsPerTargetCpuSecond", result.eventsPerTargetCpuSecond());
        json.put("generatorCores", result.ownCores());
        json.put("eventsPerGeneratorCpuSecond", result.eventsPerOwnCpuSecond());
        json.put("generatorKeptUp", result.generatorKeptUp());
        json.put("allocatedBytesPerEvent", result.allocatedPerEvent());
    }

    private static Map<String, Object> scans(RunResult result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("due", result.accounts().due());
        json.put("late", result.total().late);
        json.put("unsent", result.accounts().unsent());
        json.put("sent", result.total().sent);
        json.put("decided", result.total().answered);
        json.put("acknowledged", result.total().acked);
        json.put("undecided", result.accounts().undecided());
        json.put("unacknowledged", result.accounts().unacknowledged());
        return json;
    }

    /** What is said of latencies of one kind. */
    /** Counts by name, then what does not add up and the first wrong answers, in words. */
    private static Map<String, Object> accounting(Accounting accounting) {
        Map<String, Object> json = new LinkedHashMap<>(accounting.byName());
        json.put("imbalances", accounting.imbalances());
        json.put("firstWrong", accounting.answers().firstWrong());
        return json;
    }

    public static Map<String, Object> latency(Latency latency) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("count", latency.count());
        json.put("p50", latency.millis(50));
        json.put("p90", latency.millis(90));
        json.put("p99", latency.millis(99));
        json.put("p999", latency.millis(99.9));
        json.put("p9999", latency.millis(99.99));
        json.put("max", latency.maxMillis());
        return json;
    }

    private static Map<String, Object> curves(Tally total) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("decision", curve(total.decision));
        json.put("decisionFromSend", curve(total.decisionFromSend));
        json.put("ack", curve(total.ack));
        json.put("lateness", curve(total.lateness));
        return json;
    }

    /** Percentile and milliseconds, step by step, ever finer towards 100 %, the last of which is the largest value. */
    public static Object curve(Latency latency) {
        List<List<Double>> points = new ArrayList<>();
        for (HistogramIterationValue value : latency.histogram().percentiles(CURVE_STEPS)) {
            points.add(List.of(value.getPercentileLevelIteratedTo(), value.getValueIteratedTo() / 1e6));
        }
        return new Json.Line(latency.count() == 0 ? List.of() : points);
    }
}
