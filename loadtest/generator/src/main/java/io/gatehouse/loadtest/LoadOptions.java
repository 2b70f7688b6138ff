package io.gatehouse.loadtest;

import io.gatehouse.loadtest.journal.Recording;
import io.gatehouse.loadtest.plan.PlanException;
import io.gatehouse.loadtest.plan.Replay;
import io.gatehouse.loadtest.plan.Scenario;
import io.gatehouse.loadtest.plan.Scenarios;
import io.gatehouse.loadtest.run.RunSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What is sent when. */
final class LoadOptions {
    private static final double PER_SECOND = 10_000;
    private static final Duration DURATION = Duration.ofSeconds(10);
    private static final Duration WARMUP = Duration.ofSeconds(5);

    @Option(
            names = {"--rate", "-r"},
            paramLabel = "N/s",
            description = "Open loop: scans in a second, over all gates together. Default: 10000/s."
                    + " With --scenario: what it comes to at its peak, all its rates in proportion.")
    private Rate rate;

    @Option(
            names = "--stages",
            paramLabel = "SPAN:N,...",
            description = "Open loop: in each span the rate goes in a straight line from what it was, at first 0, to N"
                    + " in a second; a span of 0s is a jump. Example: 30s:1000,2m:20000,30s:0")
    private StageList stages;

    @Option(
            names = "--scenario",
            paramLabel = "NAME|FILE",
            description = "Open loop: a scenario that 'loadtest scenarios' lists, or a file of the same form.")
    private String scenario;

    @Option(
            names = "--journal",
            paramLabel = "DIR",
            description =
                    "With --scenario replay: the data folder of a stopped server, or a copy, that is played again.")
    private Path journal;

    @Option(
            names = "--speed",
            paramLabel = "Nx",
            description = "With --scenario replay: so many times as fast as it was. Default: 1x.")
    private String speed;

    @Option(names = "--window", paramLabel = "N", description = "Closed loop: scans under way on each connection.")
    private Integer window;

    @Option(
            names = {"--duration", "-d"},
            paramLabel = "SPAN",
            description = "What is measured. Default: 10s. With --scenario: all its stages are squeezed into it.")
    private Span duration;

    @Option(
            names = "--warmup",
            paramLabel = "SPAN",
            description = "Before that, at the rate with which it begins. Default: 5s; none with stages or a scenario.")
    private Span warmup;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Of the plan: the same seed, scenario, site and gates make the same plan, byte for byte.")
    private long seed;

    @Option(names = "--poisson", description = "Open loop: sends at random as people come, not evenly spaced.")
    private boolean poisson;

    @Option(names = "--sleep", description = "Sleep while there is nothing to do. Kinder to a shared core, less exact.")
    private boolean sleep;

    @Option(names = "--loops", defaultValue = "1", paramLabel = "N", description = "Event loops of the generator.")
    private int loops;

    private Replay replay;

    /** What is wrong, in words; null where nothing is. */
    String wrong() {
        if (window != null && (rate != null || stages != null || scenario != null)) {
            return "--rate, --stages and --scenario are open loops, --window a closed one: give one of them";
        }
        if (stages != null && (rate != null || scenario != null || duration != null)) {
            return "--stages say rates and times themselves: no --rate, --scenario or --duration beside them";
        }
        boolean replay = "replay".equals(scenario);
        if (replay != (journal != null) || !replay && speed != null) {
            return "--scenario replay and --journal DIR go together, and --speed with them";
        }
        if (replay && (rate != null || duration != null || warmup != null)) {
            return "a recording has its own rate and times: --speed makes it faster, no --rate, --duration or --warmup";
        }
        if (speed != null && !speed.matches("[0-9]+([.][0-9]+)?x?") || replay && speed() <= 0) {
            return "--speed is a number above 0, as 10x";
        }
        if (window != null && (window < 1 || window > 1024)) {
            return "--window is 1 to 1024";
        }
        boolean none = duration != null && duration.duration().isZero();
        return loops < 1 || none ? "--loops and --duration begin at 1" : null;
    }

    /** Whether scans are planned, so that each has a right answer: an open loop. */
    boolean planned() {
        return window == null;
    }

    int loops() {
        return loops;
    }

    long seed() {
        return seed;
    }

    private double speed() {
        return speed == null ? 1 : Double.parseDouble(speed.replace("x", ""));
    }

    /** What is played again; null where nothing is. Read when {@link #spec} is asked for. */
    Replay replay() {
        return replay;
    }

    RunSpec spec() throws PlanException, IOException {
        boolean plain = stages == null && scenario == null;
        Duration before = warmup != null ? warmup.duration() : plain ? WARMUP : Duration.ZERO;
        return new RunSpec(window == null ? 0 : window, scenario(), poisson, !sleep, before, seed);
    }

    private Scenario scenario() throws PlanException, IOException {
        Duration whole = duration == null ? null : duration.duration();
        if (journal != null) {
            replay = Recording.read(journal, speed());
            return replay.scenario(Scenarios.load(scenario));
        }
        if (scenario != null) {
            return Scenarios.load(scenario).scaled(rate == null ? 0 : rate.perSecond(), whole);
        }
        try {
            if (stages != null) {
                return Scenario.of("stages", 0, stages.stages());
            }
        } catch (IllegalArgumentException e) {
            throw new PlanException("--stages: " + e.getMessage(), e);
        }
        double perSecond = window != null ? 0 : rate == null ? PER_SECOND : rate.perSecond();
        return Scenario.steady(perSecond, whole == null ? DURATION : whole);
    }
}
