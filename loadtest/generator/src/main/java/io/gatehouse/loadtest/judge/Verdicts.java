package io.gatehouse.loadtest.judge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came of all thresholds of a run, in the order in which they were given.
 *
 * @param thresholds one each; empty where none was given
 */
public record Verdicts(List<Verdict> thresholds) {
    /** Of a run without thresholds. */
    public static final Verdicts NONE = new Verdicts(List.of());

    public Verdicts {
        thresholds = List.copyOf(thresholds);
    }

    /** Whether each of them holds. */
    public boolean ok() {
        return thresholds.stream().allMatch(Verdict::passed);
    }

    public long failed() {
        return thresholds.stream().filter(verdict -> !verdict.passed()).count();
    }

    /** Plain lines for a person, each with its mark; empty where there are none. */
    public String text() {
        int widest = thresholds.stream()
                .mapToInt(verdict -> verdict.threshold().length())
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder();
        for (Verdict verdict : thresholds) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-12s%s  %-" + widest + "s  %s%n",
                    text.isEmpty() ? "thresholds" : "",
                    verdict.passed() ? "pass" : "FAIL",
                    verdict.threshold(),
                    verdict.measured()));
        }
        return text.toString();
    }

    /** The same for a program: maps of text, numbers and booleans. */
    public List<Map<String, Object>> values() {
        return thresholds.stream().map(Verdicts::values).toList();
    }

    private static Map<String, Object> values(Verdict verdict) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("threshold", verdict.threshold());
        values.put("passed", verdict.passed());
        values.put("value", verdict.value());
        values.put("limit", verdict.limit());
        values.put("unit", verdict.unit());
        values.put("measured", verdict.measured());
        return values;
    }
}
