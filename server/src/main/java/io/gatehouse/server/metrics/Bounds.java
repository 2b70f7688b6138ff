package io.gatehouse.server.metrics;

import java.util.Arrays;
import java.util.List;

/** Upper bounds of a histogram's buckets, each inclusive; behind the last one stands a bucket without a bound. */
final class Bounds {
    private static final double NANOS = 1e9;
    private static final double MICROS = 1e6;

    /** From the read of a scan's bytes to its decision, nanoseconds. 0.1 s is what the objective is set on. */
    static final Bounds DECISION =
            new Bounds(NANOS, .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1);
    /** A call that ends in the disk, nanoseconds. */
    static final Bounds DISK = new Bounds(NANOS, .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .5, 1, 5);
    /** One part of the state is copied, nanoseconds: 1 ms is the bound. */
    static final Bounds STALL = new Bounds(NANOS, .0001, .00025, .0005, .001, .0025, .01);
    /** From a scan at a gate that decided by itself to its arrival, microseconds. */
    static final Bounds OFFLINE = new Bounds(MICROS, 1, 5, 15, 60, 300, 900, 3_600, 14_400, 43_200, 86_400);
    /** A gate's clock against ours, microseconds. Beyond 5 s it is bad, beyond 120 s its events are flagged. */
    static final Bounds SKEW = new Bounds(MICROS, .01, .1, .5, 1, 5, 30, 120, 3_600);

    private final double[] seconds;
    private final long[] units;
    private final double unitsPerSecond;

    private Bounds(double unitsPerSecond, double... seconds) {
        this.unitsPerSecond = unitsPerSecond;
        this.seconds = seconds;
        this.units = new long[seconds.length];
        for (int i = 0; i < seconds.length; i++) {
            units[i] = Math.round(seconds[i] * unitsPerSecond);
        }
    }

    /** How many there are, the one without a bound included. */
    int buckets() {
        return units.length + 1;
    }

    /** The bucket that a value belongs to. Most are small, and there are few bounds: no search beats walking. */
    int bucket(long value) {
        int bucket = 0;
        while (bucket < units.length && value > units[bucket]) {
            bucket++;
        }
        return bucket;
    }

    /** Upper bound of a bucket in seconds, infinite for the last. */
    double upperSeconds(int bucket) {
        return bucket < seconds.length ? seconds[bucket] : Double.POSITIVE_INFINITY;
    }

    double toSeconds(long value) {
        return value / unitsPerSecond;
    }

    /** The finite bounds, in seconds, for the documentation. */
    List<Double> finiteSeconds() {
        return Arrays.stream(seconds).boxed().toList();
    }
}
