package io.gatehouse.loadtest.judge;

import org.HdrHistogram.Histogram;

/**
 * One condition of a run: {@code METRIC:AGGREGATION COMPARISON VALUE}.
 *
 * @param text as it was typed
 * @param percentile 0 to 100, where the aggregation is {@code p(N)}
 * @param limit nanoseconds where the unit is a time, else a plain number
 */
public record Threshold(
        String text,
        Metric metric,
        Aggregation aggregation,
        double percentile,
        Comparison comparison,
        double limit,
        Unit unit) {

    /**
     * Reads what was typed, like {@code decision:p(99)<5ms}, {@code errors:rate<0.1%}, {@code lost==0}.
     *
     * @throws ThresholdSyntaxException with the nearest that is known and an example
     */
    public static Threshold parse(String text) {
        return new ThresholdParser(text).parse();
    }

    /** Whether what was measured keeps to it. */
    public Verdict judge(Figures figures) {
        double value = value(figures);
        boolean passed = comparison.holds(value, limit);
        String measured = Double.isNaN(value) ? "not measured in this run" : unit().text(value);
        return new Verdict(text, passed, unit.of(value), unit.of(limit), unit.sign(), measured);
    }

    /** Whether it fails, and nothing that may still come can change that. */
    boolean lost(Figures soFar) {
        double value = value(soFar);
        if (Double.isNaN(value)) {
            return false;
        }
        return grows() && comparison.growsOutOf(value, limit) || falls() && comparison.fallsOutOf(value, limit);
    }

    private boolean grows() {
        return aggregation == Aggregation.COUNT || aggregation == Aggregation.MAX;
    }

    private boolean falls() {
        return aggregation == Aggregation.MIN;
    }

    /** Nanoseconds or a plain number; NaN where there is none. */
    double value(Figures figures) {
        return switch (metric.kind()) {
            case LATENCY -> ofLatency(figures.latency(metric));
            case COUNT -> ofCount(figures);
            case RATE -> ofRate(figures);
        };
    }

    private double ofLatency(Histogram histogram) {
        if (histogram == null) {
            return Double.NaN;
        }
        if (aggregation == Aggregation.COUNT) {
            return histogram.getTotalCount();
        }
        if (histogram.getTotalCount() == 0) {
            return Double.NaN;
        }
        return switch (aggregation) {
            case MAX -> histogram.getMaxValue();
            case MIN -> histogram.getMinValue();
            case MEAN -> histogram.getMean();
            default -> histogram.getValueAtPercentile(percentile);
        };
    }

    private double ofCount(Figures figures) {
        double count = figures.count(metric);
        if (aggregation == Aggregation.COUNT) {
            return count;
        }
        return count / (unit == Unit.PER_SECOND ? figures.seconds() : figures.whole(metric));
    }

    private double ofRate(Figures figures) {
        return switch (aggregation) {
            case MIN -> figures.rates().slowest();
            case MAX -> figures.rates().best();
            default -> figures.rates().mean();
        };
    }
}
