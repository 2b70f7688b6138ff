package io.gatehouse.loadtest.capacity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A search for a program: maps, lists, text, numbers and booleans. Keys are added, never changed. */
public final class CapacityJson {
    private CapacityJson() {}

    public static Map<String, Object> of(Capacity found) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("capacityPerSecond", found.held());
        json.put("failedPerSecond", found.failed());
        json.put("spread", found.spread());
        json.put(
                "p99AtCapacityMs", found.held() == 0 ? List.of() : List.of(found.p99AtHeld()[0], found.p99AtHeld()[1]));
        json.put("generatorLimited", found.generatorLimited());
        json.put("cutShort", found.cutShort());
        json.put("answer", CapacityTable.answer(found));
        json.put("steps", found.steps().stream().map(CapacityJson::step).toList());
        return json;
    }

    private static Map<String, Object> step(Step step) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("asked", step.asked());
        json.put("got", step.got());
        json.put("p50", step.times().p50());
        json.put("p99", step.times().p99());
        json.put("p999", step.times().p999());
        json.put("max", step.times().max());
        json.put("targetCores", step.targetCores());
        json.put("generatorCores", step.ownCores());
        json.put("generatorLimited", step.generatorLimited());
        json.put("held", step.held());
        json.put("thresholds", step.verdicts().values());
        return json;
    }
}
