package io.gatehouse.loadtest.merge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Adds up what JSON holds. */
final class Sums {
    /** Words that are kept of a list. */
    private static final int KEPT = 10;

    private Sums() {}

    /** Numbers are added, of lists the first ten are kept, maps are gone into; of the rest the first stays. */
    static Object of(List<?> values) {
        List<?> there = values.stream().filter(Objects::nonNull).toList();
        if (there.isEmpty()) {
            return null;
        }
        Object first = there.get(0);
        if (first instanceof Double) {
            return number(there.stream().mapToDouble(value -> (Double) value).sum());
        }
        if (first instanceof Map<?, ?>) {
            return ofMaps(there);
        }
        if (first instanceof List<?>) {
            List<Object> kept = new ArrayList<>();
            there.forEach(list -> kept.addAll((List<?>) list));
            return kept.subList(0, Math.min(KEPT, kept.size()));
        }
        return first;
    }

    private static Map<String, Object> ofMaps(List<?> maps) {
        Map<String, List<Object>> byKey = new LinkedHashMap<>();
        for (Object map : maps) {
            ((Map<?, ?>) map)
                    .forEach((key, value) -> byKey.computeIfAbsent((String) key, k -> new ArrayList<>())
                            .add(value));
        }
        Map<String, Object> sums = new LinkedHashMap<>();
        byKey.forEach((key, values) -> sums.put(key, of(values)));
        return sums;
    }

    /** A count as a count. */
    static Object number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? (Object) (long) value : (Object) value;
    }
}
