package io.gatehouse.grafana;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names in pages like docs/METRICS.md, which are made from the catalogues; the server's has to be the last. */
final class CatalogueDoc {
    /** Prometheus itself makes these. */
    private static final Set<String> BUILT_IN = Set.of("up", "ALERTS");

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** Our own metrics, each with the values of its labels; a label without a list of values has none. */
    private final Map<String, Map<String, Set<String>>> own = new TreeMap<>();

    private final Set<String> histograms = new TreeSet<>();
    private final List<String> binders = new ArrayList<>();

    CatalogueDoc(String markdown) {
        Map<String, Set<String>> labels = null;
        String name = null;
        boolean machine = false;
        for (String line : markdown.lines().toList()) {
            machine |= line.startsWith("## Of the machine");
            if (line.startsWith("### `")) {
                name = code(line).get(0);
                labels = new TreeMap<>();
                own.put(name, labels);
            } else if (labels != null && line.startsWith("- `")) {
                List<String> all = code(line);
                labels.put(all.get(0), new TreeSet<>(all.subList(1, all.size())));
            } else if (name != null && line.startsWith("histogram")) {
                histograms.add(name);
            } else if (machine && line.startsWith("| `")) {
                binders.addAll(code(line.substring(0, line.indexOf('|', 1))));
            }
        }
    }

    private static List<String> code(String line) {
        List<String> found = new ArrayList<>();
        Matcher matcher = CODE.matcher(line);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    Set<String> own() {
        return own.keySet();
    }

    /** The metric that a series belongs to: without the suffix of a histogram. */
    String metric(String series) {
        String stem = series.replaceFirst("_(bucket|sum|count)$", "");
        return histograms.contains(stem) ? stem : series;
    }

    boolean has(String series) {
        return own.containsKey(metric(series)) && (!histograms.contains(series))
                || BUILT_IN.contains(series)
                || binders.stream().anyMatch(pattern -> series.matches(pattern.replace("*", "\\w+")));
    }

    /** What is wrong with a matcher of one of our own metrics, or null. */
    String wrong(PromQl.Match match) {
        Map<String, Set<String>> labels = own.get(metric(match.metric()));
        if (labels == null || Set.of("job", "instance", "le").contains(match.label())) {
            return null;
        }
        Set<String> values = labels.get(match.label());
        if (values == null) {
            return match.metric() + " has no label " + match.label();
        }
        for (String value : match.value().split("\\|")) {
            if (!values.isEmpty() && !values.contains(value)) {
                return match.metric() + " never has " + match.label() + "=" + value;
            }
        }
        return null;
    }
}
