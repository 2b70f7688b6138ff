package io.gatehouse.loadtest.ratio;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Figures of two ways to do the same, round after round; the rounds' ratios tell how far the medians can be trusted. */
public final class PairTable {
    private final Map<String, List<double[]>> figures = new LinkedHashMap<>();

    /** One figure of one round. */
    public void add(String figure, double one, double other) {
        figures.computeIfAbsent(figure, name -> new ArrayList<>()).add(new double[] {one, other});
    }

    /** Median of the rounds' ratios, the other to the one. */
    public double ratio(String figure) {
        return median(figures.get(figure).stream().mapToDouble(PairTable::ratio).toArray());
    }

    /** Median of the one, or of the other. */
    public double median(String figure, boolean other) {
        return median(figures.get(figure).stream()
                .mapToDouble(pair -> pair[other ? 1 : 0])
                .toArray());
    }

    /** All of it, medians with the ratio of each round. */
    public void print(PrintStream out, String one, String other) {
        out.printf("%n%-44s %14s %14s %8s   %s%n", "median", one, other, "ratio", "each round");
        for (Map.Entry<String, List<double[]>> figure : figures.entrySet()) {
            String name = figure.getKey();
            String each = figure.getValue().stream()
                    .map(pair -> String.format(Locale.ROOT, "%.2f", ratio(pair)))
                    .collect(Collectors.joining(" "));
            out.printf(
                    "%-44s %14s %14s %8.2f   %s%n",
                    name, text(median(name, false)), text(median(name, true)), ratio(name), each);
        }
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.3f" : "%,.0f", value);
    }

    private static double ratio(double[] pair) {
        return pair[1] / pair[0];
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
