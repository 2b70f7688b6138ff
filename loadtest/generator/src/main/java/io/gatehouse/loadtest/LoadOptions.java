package io.gatehouse.loadtest;

import io.gatehouse.loadtest.run.RunSpec;
import picocli.CommandLine.Option;

/** What is sent when. */
final class LoadOptions {
    private static final double PER_SECOND = 10_000;

    @Option(
            names = {"--rate", "-r"},
            paramLabel = "N/s",
            description = "Open loop: scans in a second, over all gates together. Default: 10000/s.")
    private Rate rate;

    @Option(names = "--window", paramLabel = "N", description = "Closed loop: scans under way on each connection.")
    private Integer window;

    @Option(
            names = {"--duration", "-d"},
            defaultValue = "10s",
            paramLabel = "SPAN",
            description = "What is measured.")
    private Span duration;

    @Option(names = "--warmup", defaultValue = "5s", paramLabel = "SPAN", description = "Before that.")
    private Span warmup;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Of the plan and of the scans.")
    private long seed;

    @Option(names = "--poisson", description = "Open loop: sends at random as people come, not evenly spaced.")
    private boolean poisson;

    @Option(names = "--sleep", description = "Sleep while there is nothing to do. Kinder to a shared core, less exact.")
    private boolean sleep;

    @Option(names = "--loops", defaultValue = "1", paramLabel = "N", description = "Event loops of the generator.")
    private int loops;

    /** What is wrong, in words; null where nothing is. */
    String wrong() {
        if (rate != null && window != null) {
            return "--rate is an open loop, --window a closed one: give one of them";
        }
        if (window != null && (window < 1 || window > 1024)) {
            return "--window is 1 to 1024";
        }
        return loops < 1 || duration.duration().isZero() ? "--loops and --duration begin at 1" : null;
    }

    int loops() {
        return loops;
    }

    long seed() {
        return seed;
    }

    RunSpec spec() {
        double perSecond = window != null ? 0 : rate == null ? PER_SECOND : rate.perSecond();
        return new RunSpec(
                window == null ? 0 : window, perSecond, poisson, !sleep, warmup.duration(), duration.duration(), seed);
    }
}
