package io.gatehouse.loadtest.plan;

import java.time.Duration;
import java.util.List;

/**
 * When scans come due.
 *
 * @param startRate scans in a second over all gates during the warm-up and where the first stage begins
 * @param stages one after the other, behind the warm-up
 * @param warmup before the stages, at the start rate
 * @param poisson at random as people come, with that mean; not evenly spaced
 * @param seed of what is random in it
 */
public record Timing(double startRate, List<Stage> stages, Duration warmup, boolean poisson, long seed) {
    public Timing {
        stages = List.copyOf(stages);
    }

    /** Warm-up and stages together, in nanoseconds. */
    public long endNanos() {
        return warmup.toNanos()
                + stages.stream().mapToLong(stage -> stage.time().toNanos()).sum();
    }

    /** How many scans that makes; with {@link #poisson} the mean. */
    public double scans() {
        double rate = startRate;
        double scans = rate * warmup.toNanos() / 1e9;
        for (Stage stage : stages) {
            scans += (rate + stage.target()) / 2 * stage.time().toNanos() / 1e9;
            rate = stage.target();
        }
        return scans;
    }
}
