package io.gatehouse.loadtest.report;

import io.gatehouse.loadtest.measure.Latency;
import io.gatehouse.loadtest.measure.Tally;
import io.gatehouse.loadtest.run.Interval;
import java.util.LinkedHashMap;
import java.util.Map;

/** One stretch of a run as JSON has it. */
final class IntervalJson {
    /** In the order of the protocol's numbers. */
    static final String[] VERDICTS = {"unspecified", "allow", "deny", "refer", "retest"};

    private IntervalJson() {}

    static Map<String, Object> of(Interval interval) {
        Tally tally = interval.tally();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("from", interval.from());
        json.put("seconds", interval.seconds());
        json.put("measured", interval.measured());
        json.put("due", interval.due());
        json.put("sent", tally.sent);
        json.put("decided", tally.answered);
        json.put("acked", tally.acked);
        json.put("late", tally.late);
        json.put("unsent", interval.unsent());
        json.put("undecided", interval.undecided());
        json.put("unacknowledged", interval.unacknowledged());
        json.put("resent", tally.resent);
        json.put("offlineAcked", tally.oldAcked);
        json.put("connections", interval.connections());
        json.put("failures", interval.failures());
        json.put("verdicts", verdicts(tally));
        json.put("decisionMs", percentiles(tally.decision));
        json.put("decisionFromSendP99Ms", millis(tally.decisionFromSend, 99));
        json.put("ackP99Ms", millis(tally.ack, 99));
        json.put("latenessP99Ms", millis(tally.lateness, 99));
        json.put("generatorCores", interval.ownCores());
        json.put("targetCores", interval.targetCores());
        json.put("server", interval.server());
        return json;
    }

    static Map<String, Object> verdicts(Tally tally) {
        Map<String, Object> json = new LinkedHashMap<>();
        for (int i = 0; i < Tally.VERDICTS; i++) {
            json.put(VERDICTS[i], tally.verdicts[i]);
        }
        json.put("attention", tally.attention);
        return json;
    }

    private static Map<String, Object> percentiles(Latency latency) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("p50", millis(latency, 50));
        json.put("p90", millis(latency, 90));
        json.put("p99", millis(latency, 99));
        json.put("p999", millis(latency, 99.9));
        json.put("max", millis(latency, 100));
        return json;
    }

    /** NaN, and so null, where nothing was measured: 0 would be a latency. */
    private static double millis(Latency latency, double percentile) {
        return latency.count() == 0 ? Double.NaN : percentile == 100 ? latency.maxMillis() : latency.millis(percentile);
    }
}
