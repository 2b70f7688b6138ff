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
        return of("steady", perSecond, List.of(new Stage(duration, perSecond)));
    }

    /** Stages on an ordinary day. */
    public static Scenario of(String name, double startRate, List<Stage> stages) {
        return new Scenario(name, "As asked for.", startRate, stages, Mix.EVERYDAY, 0, Behaviour.USUAL);
    }

    /**
     * The same with all rates and all times stretched or squeezed. What the behaviour says of times goes with them.
     *
     * @param peak the highest rate that it is to come to; 0: as it is
     * @param whole how long it is to take; null: as it is
     */
    public Scenario scaled(double peak, Duration whole) {
        double faster = peak == 0 || peak() == 0 ? 1 : peak / peak();
        double longer =
                whole == null ? 1 : (double) whole.toNanos() / duration().toNanos();
        List<Stage> scaled = stages.stream()
                .map(stage -> new Stage(stretched(stage.time(), longer), stage.target() * faster))
                .toList();
        return new Scenario(name, description, startRate * faster, scaled, mix, gates, behaviour.stretched(longer));
    }

    static Duration stretched(Duration time, double longer) {
        return longer == 1 ? time : Duration.ofNanos(Math.round(time.toNanos() * longer));
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
