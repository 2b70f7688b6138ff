package io.gatehouse.loadtest.merge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * What became of the connections of all generators. Counts are added. No histogram of connecting is kept, so its
 * percentiles are the highest that one of them has: that of all together is not above it.
 */
final class MergedLinks {
    private MergedLinks() {}

    /** As a result has it; null where no generator has it. */
    static Map<String, Object> of(List<Source> sources) {
        List<Map<String, Object>> all = sources.stream()
                .map(source -> map(source.result().json().get("links")))
                .filter(links -> !links.isEmpty())
                .toList();
        if (all.isEmpty()) {
            return null;
        }
        Map<String, Object> json = map(Sums.of(all));
        json.put("connectMs", latency(all, "connectMs"));
        json.put("backMs", latency(all, "backMs"));
        offline(map(json.get("offline")), all);
        // They hold their gates at one and the same server.
        put(map(json.get("idle")), all, "idle.bytesBefore", Math::min);
        put(map(json.get("idle")), all, "idle.bytesWith", Math::max);
        return json;
    }

    /** They drain at the same time: the last one ends it. */
    private static void offline(Map<String, Object> offline, List<Map<String, Object>> all) {
        put(offline, all, "offline.seconds", Math::max);
        if (!offline.isEmpty()) {
            double seconds = number(offline.get("seconds"));
            offline.put("perSecond", seconds > 0 ? number(offline.get("acknowledged")) / seconds : 0.0);
        }
    }

    private static Map<String, Object> latency(List<Map<String, Object>> all, String key) {
        List<Map<String, Object>> there = all.stream()
                .map(links -> map(links.get(key)))
                .filter(one -> number(one.get("count")) > 0)
                .toList();
        List<Map<String, Object>> from =
                there.isEmpty() ? List.of(map(all.get(0).get(key))) : there;
        Map<String, Object> merged = new LinkedHashMap<>();
        for (String name : from.get(0).keySet()) {
            double value = from.stream()
                    .mapToDouble(one -> number(one.get(name)))
                    .reduce(name.equals("count") ? Double::sum : Math::max)
                    .orElse(0);
            merged.put(name, Sums.number(value));
        }
        return merged;
    }

    private static void put(
            Map<String, Object> into, List<Map<String, Object>> all, String keys, BinaryOperator<Double> of) {
        String[] path = keys.split("[.]");
        all.stream()
                .map(links -> map(links.get(path[0])).get(path[1]))
                .filter(Double.class::isInstance)
                .map(Double.class::cast)
                .reduce(of)
                .ifPresent(value -> into.put(path[1], Sums.number(value)));
    }

    private static double number(Object value) {
        return value instanceof Number number ? number.doubleValue() : 0;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : new LinkedHashMap<>();
    }
}
