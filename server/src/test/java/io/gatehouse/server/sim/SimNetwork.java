package io.gatehouse.server.sim;

import java.util.SplittableRandom;

/** How long frames take. */
final class SimNetwork {
    private static final long SPIKE_MILLIS = 400;

    private final SplittableRandom random;
    private final SimOptions options;
    private boolean calm;

    SimNetwork(SplittableRandom random, SimOptions options) {
        this.random = random;
        this.options = options;
    }

    /** From now on every frame takes a millisecond. */
    void calm() {
        calm = true;
    }

    boolean isCalm() {
        return calm;
    }

    long delayNanos() {
        if (calm) {
            return SimClock.MILLI;
        }
        if (random.nextInt(options.spikeOneIn() * 8) == 0) {
            return random.nextLong(SPIKE_MILLIS * SimClock.MILLI);
        }
        return random.nextLong(options.delayMillis() * SimClock.MILLI);
    }
}
