package io.gatehouse.loadtest.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.gatehouse.loadtest.run.Interval;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The stretches of a run as a table, a line each; what the server said stands in columns of its own at the end. */
final class IntervalsCsv {
    private IntervalsCsv() {}

    /** Writes it; the writer stays open. */
    static void write(Writer out, List<Interval> intervals) throws IOException {
        LinkedHashSet<String> series = new LinkedHashSet<>();
        intervals.forEach(interval -> series.addAll(interval.server().keySet()));
        CsvWriter csv = CsvWriter.builder().build(out);
        boolean head = true;
        for (Interval interval : intervals) {
            List<String> names = new ArrayList<>();
            List<String> cells = new ArrayList<>();
            flatten("", IntervalJson.of(interval), names, cells);
            for (String name : series) {
                names.add("server:" + name);
                cells.add(cell(interval.server().get(name)));
            }
            if (head) {
                csv.writeRecord(names);
                head = false;
            }
            csv.writeRecord(cells);
        }
        csv.flush();
    }

    private static void flatten(String prefix, Map<?, ?> json, List<String> names, List<String> cells) {
        json.forEach((key, value) -> {
            if (key.equals("server")) {
                return;
            }
            if (value instanceof Map<?, ?> inner) {
                flatten(prefix + key + ".", inner, names, cells);
            } else {
                names.add(prefix + key);
                cells.add(cell(value));
            }
        });
    }

    private static String cell(Object value) {
        if (value instanceof Double number) {
            return Double.isFinite(number) ? String.format(Locale.ROOT, "%.6f", number) : "";
        }
        return value == null ? "" : value.toString();
    }
}
