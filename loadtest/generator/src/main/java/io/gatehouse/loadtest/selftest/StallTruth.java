package io.gatehouse.loadtest.selftest;

/**
 * What latencies from the plan are when sends are evenly spaced and the target does nothing for a while, once: whoever
 * was due in it waited for its end. All others count as 0.
 *
 * @param stallMillis how long it did nothing
 * @param runMillis how long the plan was
 */
record StallTruth(double stallMillis, double runMillis) {
    /** The latency that a share of all, {@code percentile} of 100, does not exceed. */
    double millis(double percentile) {
        double beyond = 1 - percentile / 100;
        double affected = stallMillis / runMillis;
        return affected <= beyond ? 0 : stallMillis * (1 - beyond / affected);
    }
}
