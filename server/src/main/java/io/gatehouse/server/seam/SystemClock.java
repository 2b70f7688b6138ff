package io.gatehouse.server.seam;

import java.time.Instant;

/**
 * The machine's clock. The JDK tells microseconds only in an object, so between two such objects, for ten
 * milliseconds at most, wall time goes on by the monotonic clock: no garbage for each read of a socket. Any thread.
 */
public final class SystemClock implements Clock {
    private static final long RESET_NANOS = 10_000_000;

    private volatile long resetAtNanos;
    /** Wall time minus the monotonic clock, in microseconds. */
    private volatile long offsetUs;

    public SystemClock() {
        reset(System.nanoTime());
    }

    @Override
    public long wallUs() {
        long nanos = System.nanoTime();
        if (nanos - resetAtNanos >= RESET_NANOS) {
            reset(nanos);
        }
        // Two threads may reset at once: either's offset is good.
        return Math.floorDiv(nanos, 1_000L) + offsetUs;
    }

    private void reset(long nanos) {
        Instant now = Instant.now();
        long wallUs = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
        offsetUs = wallUs - Math.floorDiv(nanos, 1_000L);
        resetAtNanos = nanos;
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }
}
