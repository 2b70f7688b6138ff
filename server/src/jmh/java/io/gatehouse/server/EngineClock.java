package io.gatehouse.server;

import io.gatehouse.server.metrics.SnapshotMeters;
import io.gatehouse.server.seam.Clock;
import io.gatehouse.server.seam.SystemClock;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * The system's clock, which takes the processor time of what the engine's thread times by it: that thread asks it before
 * and after each part of a snapshot, and never else.
 */
final class EngineClock implements Clock {
    private final Clock clock = new SystemClock();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final SnapshotMeters processor = new SnapshotMeters();
    private long begun;
    private boolean timing;

    @Override
    public long nanos() {
        if (!Thread.currentThread().getName().equals("gh-engine")) {
            return clock.nanos();
        }
        if (timing) {
            long end = clock.nanos();
            processor.onStall(threads.getCurrentThreadCpuTime() - begun);
            timing = false;
            return end;
        }
        begun = threads.getCurrentThreadCpuTime();
        timing = true;
        return clock.nanos();
    }

    @Override
    public long wallUs() {
        return clock.wallUs();
    }

    /** A stall for each part, in processor time. */
    SnapshotMeters processor() {
        return processor;
    }
}
