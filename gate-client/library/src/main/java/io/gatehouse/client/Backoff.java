package io.gatehouse.client;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** How long to stay away before the next attempt: exponential with full jitter, or as the server says. */
final class Backoff {
    static final long FLOOR_MS = 250;
    static final long CEILING_MS = 30_000;
    static final long STOOD_NS = TimeUnit.SECONDS.toNanos(10);

    private final RandomGenerator random;
    private int attempts;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** Returns nanoseconds to wait; the first attempt waits too, or 1,000 gates would come at once after a power cut. */
    long nextDelayNs(int retryAfterMs) {
        long ceilingMs = Math.min(CEILING_MS, FLOOR_MS << Math.min(attempts, 7));
        attempts++;
        if (retryAfterMs != 0) {
            return TimeUnit.MILLISECONDS.toNanos(Integer.toUnsignedLong(retryAfterMs));
        }
        return random.nextLong(TimeUnit.MILLISECONDS.toNanos(ceilingMs) + 1);
    }

    /** A connection ended that had stood this long since its Welcome. */
    void onStood(long nanos) {
        if (nanos >= STOOD_NS) {
            attempts = 0;
        }
    }
}
