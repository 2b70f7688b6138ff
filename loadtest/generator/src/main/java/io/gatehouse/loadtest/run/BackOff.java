package io.gatehouse.loadtest.run;

import java.util.SplittableRandom;

/** How long each gate waits before it connects again: exponential with full jitter, as the protocol has it. */
final class BackOff {
    private static final long FIRST_MS = 250;
    private static final long LONGEST_MS = 30_000;
    /** A connection that stood for so long begins afresh. */
    private static final long STOOD_NANOS = 10_000_000_000L;

    private final byte[] attempts;
    private final SplittableRandom random;

    BackOff(int gates, long seed) {
        attempts = new byte[gates];
        random = new SplittableRandom(seed);
    }

    /**
     * Milliseconds until the next attempt of a gate.
     *
     * @param stoodNanos how long its last connection could send; 0 where it never could
     */
    long millis(int gate, long stoodNanos) {
        if (stoodNanos >= STOOD_NANOS) {
            attempts[gate] = 0;
        }
        long most = Math.min(LONGEST_MS, FIRST_MS << attempts[gate]);
        if (most < LONGEST_MS) {
            attempts[gate]++;
        }
        return random.nextLong(most + 1);
    }
}
