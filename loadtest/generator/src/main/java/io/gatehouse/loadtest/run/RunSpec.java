package io.gatehouse.loadtest.run;

import io.gatehouse.loadtest.plan.Scenario;
import io.gatehouse.loadtest.plan.Timing;
import java.time.Duration;
import java.util.Locale;

/**
 * How a run goes, whatever it runs against.
 *
 * @param window closed loop: scans under way on each connection; 0 = open loop
 * @param scenario what happens in it; of a closed loop only its duration counts
 * @param poisson open loop: at random, not evenly spaced
 * @param spin the generator never sleeps: its sends are exact, and nobody has to wake it
 * @param warmup before what is measured
 * @param seed of plan and scans
 */
public record RunSpec(int window, Scenario scenario, boolean poisson, boolean spin, Duration warmup, long seed) {
    /**
     * One rate all the way through.
     *
     * @param perSecond open loop: scans in a second over all gates
     * @param duration what is measured
     */
    public RunSpec(
            int window,
            double perSecond,
            boolean poisson,
            boolean spin,
            Duration warmup,
            Duration duration,
            long seed) {
        this(window, Scenario.steady(window == 0 ? perSecond : 0, duration), poisson, spin, warmup, seed);
    }

    public boolean open() {
        return window == 0;
    }

    /** What is measured. */
    public Duration duration() {
        return scenario.duration();
    }

    /** Open loop: scans in a second over all gates, the mean of what is measured; in a closed one 0. */
    public double perSecond() {
        Timing measured = new Timing(scenario.startRate(), scenario.stages(), Duration.ZERO, false, seed);
        return measured.scans() / (duration().toNanos() / 1e9);
    }

    /** When scans come due. */
    public Timing timing() {
        return new Timing(scenario.startRate(), scenario.stages(), warmup, poisson, seed);
    }

    /** In words, for reports. */
    public String describe() {
        return "%s; %.1f s after %.1f s of warm-up; seed %d"
                .formatted(loop(), duration().toNanos() / 1e9, warmup.toNanos() / 1e9, seed);
    }

    private String loop() {
        if (!open()) {
            return "CLOSED loop, window %d (it waits for the target: its latency is no user's)".formatted(window);
        }
        boolean steady = scenario.stages().stream().allMatch(stage -> stage.target() == scenario.startRate());
        String rate = String.format(Locale.ROOT, "%,.0f scans/s planned", perSecond());
        return "open loop, %s%s%s, latency from the planned time"
                .formatted(
                        steady ? "" : "scenario " + scenario.name() + ", ",
                        steady ? rate : rate + String.format(Locale.ROOT, " (%,.0f/s at its peak)", scenario.peak()),
                        poisson ? " (Poisson)" : "");
    }
}
