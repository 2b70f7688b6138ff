package io.gatehouse.loadtest.judge;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a threshold can be about. */
public enum Metric {
    /** From the planned time to the decision. */
    DECISION(Kind.LATENCY),
    /** From the write to the decision. */
    DECISION_FROM_SEND(Kind.LATENCY),
    /** From the planned time to the ack. */
    ACK(Kind.LATENCY),
    /** From a gate's connect to its Welcome. */
    CONNECT(Kind.LATENCY),
    /** From the planned time to the write. */
    LATENESS(Kind.LATENCY),

    /**
     * Connections that failed or broke against the plan, and answers that the protocol does not allow; its share is of
     * the scans sent.
     */
    ERRORS(Kind.COUNT),
    /** Sent and never decided, or never acknowledged, or acknowledged and not there afterwards. */
    LOST(Kind.COUNT),
    /** Decided more than once. */
    DUPLICATED(Kind.COUNT),
    /** Decided out of order. */
    REORDERED(Kind.COUNT),
    /** Decided otherwise than the plan allows; not measured where there is no plan to hold decisions against. */
    WRONG(Kind.COUNT),
    /** Planned and never sent; its share is of the scans planned. */
    UNSENT(Kind.COUNT),
    /** Sent over 1 ms after the plan. */
    LATE(Kind.COUNT),

    /** Let in; its share, as that of the next four, is of the scans decided. */
    ALLOW(Kind.COUNT),
    DENY(Kind.COUNT),
    REFER(Kind.COUNT),
    RETEST(Kind.COUNT),
    /** Decided with a note to the guard. */
    ATTENTION(Kind.COUNT),

    /** Scans decided in a second: over all that is measured, or in its slowest and its best second. */
    RATE(Kind.RATE);

    /** How a metric is added up. */
    enum Kind {
        LATENCY("p(99)", "<5ms"),
        COUNT("count", "==0"),
        RATE("mean", ">=9900/s");

        private final String usualAggregation;
        private final String usualLimit;

        Kind(String usualAggregation, String usualLimit) {
            this.usualAggregation = usualAggregation;
            this.usualLimit = usualLimit;
        }

        List<Aggregation> aggregations() {
            return Arrays.stream(Aggregation.values()).filter(a -> a.fits(this)).toList();
        }
    }

    private final Kind kind;

    Metric(Kind kind) {
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    /** As a threshold has it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A threshold on it that is right. */
    String example() {
        return word() + ":" + kind.usualAggregation + kind.usualLimit;
    }
}
