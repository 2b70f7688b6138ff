package io.gatehouse.loadtest.judge;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads one threshold. Use once. */
final class ThresholdParser {
    private static final String EXAMPLES = "'decision:p(99)<5ms', 'errors:rate<0.1%', 'lost==0', 'rate:mean>=9900/s'";

    private final String text;
    private Metric metric;
    private Aggregation aggregation;
    private double percentile;

    ThresholdParser(String text) {
        this.text = text;
    }

    Threshold parse() {
        String compact = text.replace(" ", "").toLowerCase(Locale.ROOT);
        int at = firstSign(compact);
        Comparison comparison = comparisonAt(compact, at);
        String left = compact.substring(0, at);
        int colon = left.indexOf(':');
        readMetric(colon < 0 ? left : left.substring(0, colon));
        readAggregation(colon < 0 ? null : left.substring(colon + 1));
        String right = compact.substring(at + comparison.sign().length());
        Unit unit = unitOf(right);
        String number = right.substring(0, right.length() - unit.sign().length());
        checkUnit(unit);
        return new Threshold(text, metric, aggregation, percentile, comparison, unit.base(number(number)), unit);
    }

    private int firstSign(String compact) {
        for (int i = 0; i < compact.length(); i++) {
            if ("<>=!".indexOf(compact.charAt(i)) >= 0) {
                return i;
            }
        }
        throw wrong("has no comparison; known: < <= > >= ==; examples: " + EXAMPLES);
    }

    private Comparison comparisonAt(String compact, int at) {
        for (Comparison comparison : Comparison.values()) {
            if (compact.startsWith(comparison.sign(), at)) {
                return comparison;
            }
        }
        throw wrong("has no comparison that is known: < <= > >= ==; did you mean == ? Examples: " + EXAMPLES);
    }

    private void readMetric(String word) {
        List<String> known = Arrays.stream(Metric.values()).map(Metric::word).toList();
        if (!known.contains(word)) {
            String nearest = Nearest.of(word, known);
            throw wrong("'%s' is no metric; the nearest is '%s', example: '%s'; known: %s"
                    .formatted(
                            word,
                            nearest,
                            Metric.valueOf(nearest.toUpperCase(Locale.ROOT)).example(),
                            String.join(" ", known)));
        }
        metric = Metric.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private void readAggregation(String word) {
        if (word == null) {
            if (metric.kind() == Metric.Kind.LATENCY) {
                throw wrong("says nothing of how '%s' is added up; example: '%s'"
                        .formatted(metric.word(), metric.example()));
            }
            aggregation = metric.kind() == Metric.Kind.COUNT ? Aggregation.COUNT : Aggregation.MEAN;
            return;
        }
        List<Aggregation> fitting = metric.kind().aggregations();
        for (Aggregation each : fitting) {
            if (each == Aggregation.P
                    ? word.startsWith("p(") && word.endsWith(")")
                    : each.word().equals(word)) {
                aggregation = each;
            }
        }
        if (aggregation == null) {
            List<String> known = fitting.stream().map(Aggregation::word).toList();
            throw wrong("'%s' cannot be added up as '%s'; the nearest is '%s', example: '%s'; known: %s"
                    .formatted(
                            metric.word(), word, Nearest.of(word, known), metric.example(), String.join(" ", known)));
        }
        if (aggregation == Aggregation.P) {
            readPercentile(word.substring(2, word.length() - 1));
        }
    }

    private void readPercentile(String word) {
        percentile = number(word);
        if (percentile > 100) {
            throw wrong("'p(%s)' is beyond 100; example: '%s'".formatted(word, metric.example()));
        }
    }

    private static Unit unitOf(String value) {
        for (Unit unit : Unit.values()) {
            if (value.endsWith(unit.sign())) {
                return unit;
            }
        }
        return Unit.PLAIN;
    }

    private void checkUnit(Unit unit) {
        if (aggregation == Aggregation.COUNT && unit != Unit.PLAIN) {
            throw wrong("a count is a plain number; example: '%s:count==0'".formatted(metric.word()));
        }
        if (metric.kind() == Metric.Kind.LATENCY && aggregation != Aggregation.COUNT && !unit.time()) {
            throw wrong("a time has a unit, us, ms or s; example: '%s'".formatted(metric.example()));
        }
        if (aggregation == Aggregation.RATE && unit.time()) {
            throw wrong("a share is plain or in %%, a rate in /s; examples: '%s:rate<0.1%%', '%s:rate<5/s'"
                    .formatted(metric.word(), metric.word()));
        }
        if (metric.kind() == Metric.Kind.RATE && unit != Unit.PLAIN && unit != Unit.PER_SECOND) {
            throw wrong("a rate is in /s; example: '%s'".formatted(metric.example()));
        }
    }

    private double number(String word) {
        if (!word.matches("\\d{1,15}(\\.\\d{1,9})?|\\.\\d{1,9}")) {
            throw wrong(
                    "'%s' is no number with one of the units us ms s %% /s; examples: %s".formatted(word, EXAMPLES));
        }
        return Double.parseDouble(word);
    }

    private ThresholdSyntaxException wrong(String words) {
        return new ThresholdSyntaxException("the threshold '%s' %s".formatted(text, words));
    }
}
