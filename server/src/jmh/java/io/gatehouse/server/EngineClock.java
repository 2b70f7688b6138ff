package io.gatehouse.server;

import io.gatehouse.server.metrics.SnapshotMeters;
import io.gatehouse.server.seam.Clock;
import io.gatehouse.server.seam.SystemClock;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * The system's clock, which takes the processor time of what the engine's thread times by it: that thread asks it before
 * and after each part of a snapshot, and never else. Beside each part, in turns before and behind it, the same thread does a
 * piece of plain arithmetic that takes as much processor time, the reference: what those take by the clock beyond that, the
 * machine takes from any thread.
 */
final class EngineClock implements Clock {
    private static final long LONG = 1_000_000;
    private static final int CALIBRATIONS = 200;
    private static final int CALIBRATED_STEPS = 100_000;

    private final Clock clock = new SystemClock();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final SnapshotMeters processor = new SnapshotMeters();
    private final SnapshotMeters reference = new SnapshotMeters();
    private final double stepsPerNano;
    private long begunProcessor;
    private long begun;
    private boolean timing;
    /** Processor time of the last part. */
    private long used;

    private boolean before;
    private long longParts;
    private long longReferences;
    private volatile long computed;

    EngineClock() {
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < CALIBRATIONS; i++) {
            long from = clock.nanos();
            compute(CALIBRATED_STEPS);
            shortest = Math.min(shortest, clock.nanos() - from);
        }
        stepsPerNano = (double) CALIBRATED_STEPS / shortest;
    }

    @Override
    public long nanos() {
        if (!Thread.currentThread().getName().equals("gh-engine")) {
            return clock.nanos();
        }
        if (!timing) {
            timing = true;
            if (before) {
                refer();
            }
            begunProcessor = threads.getCurrentThreadCpuTime();
            begun = clock.nanos();
            return begun;
        }
        timing = false;
        long end = clock.nanos();
        used = threads.getCurrentThreadCpuTime() - begunProcessor;
        processor.onStall(used);
        longParts += end - begun > LONG ? 1 : 0;
        if (!before) {
            refer();
        }
        before = !before;
        return end;
    }

    private void refer() {
        long from = clock.nanos();
        compute((long) (used * stepsPerNano));
        long took = clock.nanos() - from;
        reference.onStall(took);
        longReferences += took > LONG ? 1 : 0;
    }

    /** Touches no memory. */
    private void compute(long steps) {
        long x = steps | 1;
        for (long i = 0; i < steps; i++) {
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
        }
        computed = x;
    }

    @Override
    public long wallUs() {
        return clock.wallUs();
    }

    /** A stall for each part, in processor time. */
    SnapshotMeters processor() {
        return processor;
    }

    /** By the clock, a piece for each part that only computes, for as long as a part's processor time was. */
    SnapshotMeters reference() {
        return reference;
    }

    /** Parts that took over 1 ms by the clock. The engine's thread is at rest. */
    long longParts() {
        return longParts;
    }

    /** Pieces of the reference that did. */
    long longReferences() {
        return longReferences;
    }
}
