package io.gatehouse.loadtest.merge;

import io.gatehouse.loadtest.measure.Latency;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A second of all generators together. */
final class Cell {
    private static final List<String> COUNTS = List.of("due", "sent", "decided", "acked", "late", "unsent");
    private static final List<String> LEVELS = List.of("undecided", "unacknowledged", "connections");

    private final Map<Source, List<Map<String, Object>>> stretches = new LinkedHashMap<>();
    private final Map<String, Latency> latencies = new HashMap<>();

    void add(Source source, Map<String, Object> stretch) {
        stretches.computeIfAbsent(source, s -> new ArrayList<>()).add(stretch);
    }

    Latency latency(String tag) {
        return latencies.computeIfAbsent(tag, t -> new Latency());
    }

    /** As a result has it. */
    Map<String, Object> json(double from) {
        List<Map<String, Object>> all =
                stretches.values().stream().flatMap(List::stream).toList();
        List<Map<String, Object>> last = stretches.values().stream()
                .map(list -> list.get(list.size() - 1))
                .toList();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("from", from);
        json.put("seconds", sum(all, "seconds") / Math.max(1, stretches.size()));
        json.put("measured", !all.isEmpty() && all.stream().allMatch(one -> Boolean.TRUE.equals(one.get("measured"))));
        COUNTS.forEach(key -> json.put(key, Sums.number(sum(all, key))));
        LEVELS.forEach(key -> json.put(key, Sums.number(sum(last, key))));
        json.put("failures", Sums.number(sum(all, "failures")));
        json.put(
                "verdicts", Sums.of(all.stream().map(one -> one.get("verdicts")).toList()));
        Latency decision = latency("decision");
        Map<String, Object> decisions = new LinkedHashMap<>();
        decisions.put("p50", millis(decision, 50));
        decisions.put("p90", millis(decision, 90));
        decisions.put("p99", millis(decision, 99));
        decisions.put("p999", millis(decision, 99.9));
        decisions.put("max", decision.count() == 0 ? Double.NaN : decision.maxMillis());
        json.put("decisionMs", decisions);
        json.put("decisionFromSendP99Ms", millis(latency("decisionFromSend"), 99));
        json.put("ackP99Ms", millis(latency("ack"), 99));
        json.put("latenessP99Ms", millis(latency("lateness"), 99));
        json.put("generatorCores", largest(all, "generatorCores"));
        json.put("targetCores", largest(all, "targetCores"));
        json.put(
                "server",
                all.stream()
                        .map(one -> one.get("server"))
                        .filter(one -> !Map.of().equals(one))
                        .findFirst()
                        .orElse(Map.of()));
        return json;
    }

    private static double millis(Latency latency, double percentile) {
        return latency.count() == 0 ? Double.NaN : latency.millis(percentile);
    }

    private static double sum(List<Map<String, Object>> maps, String key) {
        return maps.stream()
                .mapToDouble(map -> map.get(key) instanceof Double value ? value : 0)
                .sum();
    }

    /** Each generator sees the same server; the busiest generator is what matters. */
    private static double largest(List<Map<String, Object>> maps, String key) {
        return maps.stream()
                .mapToDouble(map -> map.get(key) instanceof Double value ? value : Double.NaN)
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(Double.NaN);
    }
}
