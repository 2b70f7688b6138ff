package io.gatehouse.loadtest.server;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** One page in Prometheus' text format: value by series, as written, with labels. */
final class Exposition {
    private final Map<String, Double> values = new HashMap<>();

    Exposition(String page) {
        for (String line : page.split("\n")) {
            int end = line.lastIndexOf(' ');
            if (end > 0 && line.charAt(0) != '#') {
                values.put(line.substring(0, end), number(line.substring(end + 1)));
            }
        }
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** The sum of all series of a metric whose labels contain the text; NaN where there is none. */
    double sum(String metric, String label) {
        double sum = Double.NaN;
        for (Map.Entry<String, Double> series : values.entrySet()) {
            String name = series.getKey();
            boolean named = name.startsWith(metric)
                    && (name.length() == metric.length() || name.charAt(metric.length()) == '{');
            if (named && name.contains(label)) {
                sum = Double.isNaN(sum) ? series.getValue() : sum + series.getValue();
            }
        }
        return sum;
    }

    double sum(String metric) {
        return sum(metric, "");
    }

    /** Cumulated counts of a histogram by upper bound, in no order. */
    Map<Double, Double> buckets(String metric) {
        Map<Double, Double> buckets = new HashMap<>();
        String head = metric + "_bucket{";
        values.forEach((name, value) -> {
            if (name.startsWith(head)) {
                int from = name.indexOf("le=\"") + 4;
                buckets.merge(number(name.substring(from, name.indexOf('"', from))), value, Double::sum);
            }
        });
        return buckets;
    }

    /** By how much each counter has grown, in alphabetical order; those that stood still are left out. */
    Map<String, Double> growthSince(Exposition before) {
        Map<String, Double> growth = new TreeMap<>();
        values.forEach((name, value) -> {
            int labels = name.indexOf('{');
            String metric = labels < 0 ? name : name.substring(0, labels);
            double more = value - before.values.getOrDefault(name, 0.0);
            if (metric.matches(".*_(total|count|sum)") && more != 0) {
                growth.put(name, more);
            }
        });
        return growth;
    }
}
