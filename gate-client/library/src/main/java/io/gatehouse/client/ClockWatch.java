package io.gatehouse.client;

import java.util.concurrent.TimeUnit;

/** Notices steps of the wall clock by holding it against the other one. Slewing stays below what it notices. */
final class ClockWatch {
    static final long LEAST_STEP_US = 250_000;

    private final GateClock clock;
    private long offset;

    ClockWatch(GateClock clock) {
        this.clock = clock;
        this.offset = offsetNow();
    }

    /** Returns by how many microseconds the wall clock was stepped since the last call; 0 where it was not. */
    long step() {
        long now = offsetNow();
        long step = now - offset;
        offset = now;
        return Math.abs(step) < LEAST_STEP_US ? 0 : step;
    }

    private long offsetNow() {
        return clock.wallMicros() - TimeUnit.NANOSECONDS.toMicros(clock.nanoTime());
    }
}
