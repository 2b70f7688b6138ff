package io.gatehouse.loadtest.plan;

import java.time.Duration;
import java.util.List;

/**
 * What happens in a run, before anybody knows where: written in a small file, or put together from options.
 *
 * @param name a word
 * @param description one line for people
 * @param startRate scans in a second over all gates where the first stage begins, and in the warm-up
 * @param stages one after the other, from 1; their times together are what is measured
 * @param mix who comes
 * @param gates of the site that take part, the first so many; 0: all
 * @param behaviour of the gates
 */
public record Scenario(
        String name,
        String description,
        double startRate,
        List<Stage> stages,
        Mix mix,
        int gates,
        Behaviour behaviour) {
    public Scenario {
        stages = List.copyOf(stages);
        if (stages.isEmpty() || !(startRate >= 0 && startRate <= 100e6) || gates < 0) {
            throw new IllegalArgumentException("a scenario has stages, a start-rate and gates from 0");
        }
        if (duration(stages).isZero()) {
            throw new IllegalArgumentException("the stages take no time");
        }
    }

    /** One rate all the way through. */
    public static Scenario steady(double perSecond, Duration duration) {
        return new Scenario(
                "steady",
                "One rate all the way through.",
                perSecond,
                List.of(new Stage(duration, perSecond)),
                Mix.PLAIN,
                0,
                Behaviour.USUAL);
    }

    /** All stages together. */
    public Duration duration() {
        return duration(stages);
    }

    /** The highest rate that it comes to, scans in a second. */
    public double peak() {
        return stages.stream().mapToDouble(Stage::target).reduce(startRate, Math::max);
    }

    private static Duration duration(List<Stage> stages) {
        return stages.stream().map(Stage::time).reduce(Duration.ZERO, Duration::plus);
    }
}
