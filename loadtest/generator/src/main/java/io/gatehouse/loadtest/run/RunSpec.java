package io.gatehouse.loadtest.run;

import java.time.Duration;

/**
 * How a run goes, whatever it runs against.
 *
 * @param window closed loop: scans under way on each connection; 0 = open loop
 * @param perSecond open loop: scans in a second over all gates
 * @param poisson open loop: at random, not evenly spaced
 * @param spin the generator never sleeps: its sends are exact, and nobody has to wake it
 * @param warmup before what is measured
 * @param duration what is measured
 * @param seed of plan and scans
 */
public record RunSpec(
        int window, double perSecond, boolean poisson, boolean spin, Duration warmup, Duration duration, long seed) {
    public boolean open() {
        return window == 0;
    }

    /** In words, for reports. */
    public String describe() {
        String loop = open()
                ? "open loop, %,.0f scans/s planned%s, latency from the planned time"
                        .formatted(perSecond, poisson ? " (Poisson)" : "")
                : "CLOSED loop, window %d (it waits for the target: its latency is no user's)".formatted(window);
        return "%s; %.1f s after %.1f s of warm-up; seed %d"
                .formatted(loop, duration.toNanos() / 1e9, warmup.toNanos() / 1e9, seed);
    }
}
