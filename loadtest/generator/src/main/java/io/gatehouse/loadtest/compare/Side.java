package io.gatehouse.loadtest.compare;

import java.util.Arrays;
import java.util.List;

/**
 * One side of a comparison: one run, or several of the same.
 *
 * @param results from 1
 */
public record Side(List<ResultFile> results) {
    public Side {
        results = List.copyOf(results);
    }

    ResultFile first() {
        return results.get(0);
    }

    /** NaN where a run does not have it. */
    double median(Figure figure) {
        double[] sorted = sorted(figure);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** How far its runs lie apart, as a share of the median; 0 where there is one run only. */
    double spread(Figure figure) {
        double[] sorted = sorted(figure);
        double apart = sorted[sorted.length - 1] - sorted[0];
        return apart == 0 ? 0 : apart / Math.abs(median(figure));
    }

    private double[] sorted(Figure figure) {
        double[] values = results.stream()
                .mapToDouble(result -> result.number(figure.keys()))
                .toArray();
        Arrays.sort(values);
        return Double.isNaN(values[values.length - 1]) ? new double[] {Double.NaN} : values;
    }
}
