package io.gatehouse.loadtest.report;

import io.gatehouse.loadtest.judge.Verdicts;
import io.gatehouse.loadtest.measure.Latency;
import io.gatehouse.loadtest.measure.Machine;
import io.gatehouse.loadtest.measure.Tally;
import io.gatehouse.loadtest.run.RunResult;
import io.gatehouse.loadtest.run.Target;
import java.util.LinkedHashMap;
import java.util.Map;

/** One run for a program. Keys are added, never changed. */
public final class RunJson {
    private RunJson() {}

    public static String of(Target target, RunResult result, Verdicts thresholds) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("machine", Machine.describe());
        json.put("target", target.describe());
        json.put("loop", result.spec().open() ? "open" : "closed");
        json.put("connections", result.accounts().connections());
        json.put("window", result.spec().window());
        json.put("plannedPerSecond", result.spec().perSecond());
        json.put("seed", result.spec().seed());
        json.put("seconds", result.seconds());
        json.put("events", result.events());
        json.put("eventsPerSecond", result.eventsPerSecond());
        json.put("targetCores", result.targetCores());
        json.put("eventsPerTargetCpuSecond", result.eventsPerTargetCpuSecond());
        json.put("generatorCores", result.ownCores());
        json.put("generatorKeptUp", result.generatorKeptUp());
        json.put("allocatedBytesPerEvent", result.allocatedPerEvent());
        Tally total = result.total();
        json.put("decisionMs", latency(total.decision));
        json.put("decisionFromSendMs", latency(total.decisionFromSend));
        json.put("ackMs", latency(total.ack));
        json.put("latenessMs", latency(total.lateness));
        json.put("scans", scans(result));
        json.put("verdicts", verdicts(total));
        json.put("failures", result.failures().total());
        json.put("failureWords", result.failures().words());
        json.put("endedEarly", result.endedEarly());
        json.put("thresholds", thresholds.values());
        json.put("ok", result.ok());
        return Json.of(json);
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

    private static Map<String, Object> verdicts(Tally total) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("unspecified", total.verdicts[0]);
        json.put("allow", total.verdicts[1]);
        json.put("deny", total.verdicts[2]);
        json.put("refer", total.verdicts[3]);
        json.put("retest", total.verdicts[4]);
        json.put("attention", total.attention);
        return json;
    }

    private static Map<String, Object> latency(Latency latency) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("count", latency.count());
        json.put("p50", latency.millis(50));
        json.put("p90", latency.millis(90));
        json.put("p99", latency.millis(99));
        json.put("p999", latency.millis(99.9));
        json.put("max", latency.maxMillis());
        return json;
    }
}
