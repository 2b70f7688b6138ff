package io.gatehouse.loadtest.compare;

import java.util.List;

/**
 * One number of a result that is compared.
 *
 * @param name as a tolerance names it
 * @param keys where it stands in the result
 * @param moreIsBetter else less is
 * @param tolerance by which share it may become worse; NaN = it is only shown
 * @param floor an absolute change up to which nothing is worse, in the figure's unit
 * @param unit for people
 */
record Figure(String name, String keys, boolean moreIsBetter, double tolerance, double floor, String unit) {
    /**
     * All, in the order in which they are read. Latencies of single runs scatter, the more the further out: a stall of
     * the machine's moves p99 by half. What must not be at all has no tolerance.
     */
    static final List<Figure> ALL = List.of(
            more("capacity", "capacityPerSecond", 0.10, "scans/s"),
            more("events_per_cpu_second", "eventsPerTargetCpuSecond", 0.10, "1/s"),
            more("rate", "eventsPerSecond", 0.05, "scans/s"),
            latency("decision.p50", "decisionMs.p50", 0.20, 0.02),
            latency("decision.p90", "decisionMs.p90", 0.25, 0.05),
            latency("decision.p99", "decisionMs.p99", 0.35, 0.25),
            latency("decision.p99.9", "decisionMs.p999", Double.NaN, 0),
            latency("decision.max", "decisionMs.max", Double.NaN, 0),
            latency("decision_from_send.p99", "decisionFromSendMs.p99", Double.NaN, 0),
            latency("ack.p50", "ackMs.p50", 0.25, 0.25),
            latency("ack.p99", "ackMs.p99", 0.50, 1),
            latency("lateness.p99", "latenessMs.p99", Double.NaN, 0),
            count("late", "scans.late", Double.NaN),
            count("unsent", "scans.unsent", 0),
            count("undecided", "scans.undecided", 0),
            count("unacknowledged", "scans.unacknowledged", 0),
            count("lost", "accounting.lost", 0),
            count("duplicated", "accounting.duplicated", 0),
            count("reordered", "accounting.reordered", 0),
            count("wrong", "accounting.wrong", 0),
            count("errors", "failures", 0));

    private static Figure more(String name, String keys, double tolerance, String unit) {
        return new Figure(name, keys, true, tolerance, 0, unit);
    }

    private static Figure latency(String name, String keys, double tolerance, double floor) {
        return new Figure(name, keys, false, tolerance, floor, "ms");
    }

    private static Figure count(String name, String keys, double tolerance) {
        return new Figure(name, keys, false, tolerance, 0, "");
    }

    Figure tolerating(double share) {
        return new Figure(name, keys, moreIsBetter, share, floor, unit);
    }
}
