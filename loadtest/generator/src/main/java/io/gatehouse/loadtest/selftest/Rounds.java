package io.gatehouse.loadtest.selftest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The same figures, round after round: judged by their median, so that one hiccup of a machine is none of a generator. */
public final class Rounds {
    private final Map<String, List<Row>> figures = new LinkedHashMap<>();

    /** Those of one round against one echo. */
    public void add(List<Row> rows) {
        for (Row row : rows) {
            figures.computeIfAbsent(row.name() + '\n' + row.figure(), key -> new ArrayList<>())
                    .add(row);
        }
    }

    /** How many figures there are. */
    public int size() {
        return figures.size();
    }

    /** How many are off in the median. */
    public long off() {
        return figures.values().stream().filter(rows -> !ok(rows)).count();
    }

    private static boolean ok(List<Row> rows) {
        return rows.get(0).allows(median(rows));
    }

    private static double median(List<Row> rows) {
        double[] sorted = rows.stream().mapToDouble(Row::off).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** A line for each figure: truth and report of its median round, how far off all of them were. */
    public List<String> lines() {
        return figures.values().stream().map(Rounds::line).collect(Collectors.toList());
    }

    private static String line(List<Row> rows) {
        double median = median(rows);
        Row shown = rows.stream()
                .min((a, b) -> Double.compare(Math.abs(a.off() - median), Math.abs(b.off() - median)))
                .orElseThrow();
        String all = Arrays.stream(rows.stream().mapToDouble(Row::off).toArray())
                .mapToObj(off -> text("%+.1f", 100 * off))
                .collect(Collectors.joining(" "));
        boolean bound = Double.isNaN(shown.mostOff());
        return text(
                "%-18s %-16s %10.3f %10.3f %9s   %s%s",
                shown.name(),
                shown.figure(),
                shown.truthMillis(),
                shown.reportedMillis(),
                bound ? "below" : text("%+.1f %%", 100 * median),
                bound ? "" : all,
                ok(rows) ? "" : "  <-- OFF");
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
