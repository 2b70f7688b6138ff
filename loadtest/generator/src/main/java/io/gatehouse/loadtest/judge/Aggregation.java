package io.gatehouse.loadtest.judge;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a metric's values are reduced to. */
enum Aggregation {
    /** The value at or below which so many percent lie. */
    P(EnumSet.of(Metric.Kind.LATENCY)),
    MAX(EnumSet.of(Metric.Kind.LATENCY, Metric.Kind.RATE)),
    MIN(EnumSet.of(Metric.Kind.LATENCY, Metric.Kind.RATE)),
    MEAN(EnumSet.of(Metric.Kind.LATENCY, Metric.Kind.RATE)),
    COUNT(EnumSet.of(Metric.Kind.LATENCY, Metric.Kind.COUNT)),
    /** The share of the whole; with a limit in /s, how many in a second. */
    RATE(EnumSet.of(Metric.Kind.COUNT));

    private final Set<Metric.Kind> kinds;

    Aggregation(Set<Metric.Kind> kinds) {
        this.kinds = kinds;
    }

    boolean fits(Metric.Kind kind) {
        return kinds.contains(kind);
    }

    String word() {
        return this == P ? "p(99)" : name().toLowerCase(Locale.ROOT);
    }
}
