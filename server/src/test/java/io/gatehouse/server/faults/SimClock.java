package io.gatehouse.server.faults;

import io.gatehouse.server.seam.Clock;

/** Virtual time. It moves only when the scenario moves it. */
final class SimClock implements Clock {
    private static final long START_US = 1_581_307_200_000_000L;

    private long nanos = 1_000_000_000;
    private long stepUs;

    @Override
    public long wallUs() {
        return START_US + stepUs + nanos / 1_000;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    void advance(long byNanos) {
        nanos += byNanos;
    }

    /** Somebody sets the server's clock. */
    void step(long byUs) {
        stepUs += byUs;
    }
}
