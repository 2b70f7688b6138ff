package io.gatehouse.loadtest;

import io.gatehouse.loadtest.echo.EchoProcess;
import io.gatehouse.loadtest.measure.Machine;
import io.gatehouse.loadtest.measure.Pinning;
import io.gatehouse.loadtest.run.RunFailed;
import io.gatehouse.loadtest.run.RunResult;
import io.gatehouse.loadtest.selftest.Fidelity;
import io.gatehouse.loadtest.selftest.Limit;
import io.gatehouse.loadtest.selftest.Rounds;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The generator measured itself. */
@Command(
        name = "self-test",
        description = {
            "Runs the generator against echoes and compares what it reports with when their answers really left;",
            "then against a bare echo and a sink, for its own limit. Exit 1 where a figure is off."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatehouse loadtest self-test",
            "  gatehouse loadtest self-test --pin-generator 0 --pin-echo 1 --server 1037000",
        })
final class SelfTestCommand implements Callable<Integer> {
    private static final Duration STALL = Duration.ofSeconds(1);
    private static final Duration FIDELITY_WARMUP = Duration.ofSeconds(1);
    private static final int CONNECTIONS = 256;
    private static final double GOAL = 1.2;

    @Option(names = "--duration", defaultValue = "5s", paramLabel = "SPAN", description = "Measured in each run.")
    private Span duration;

    @Option(names = "--warmup", defaultValue = "3s", paramLabel = "SPAN", description = "Before it, for the limit.")
    private Span warmup;

    @Option(names = "--rate", defaultValue = "2000/s", paramLabel = "N/s", description = "Against the delays.")
    private Rate rate;

    @Option(
            names = "--tolerance",
            defaultValue = "0.05",
            paramLabel = "SHARE",
            description = "How far a figure may be off, as a share of the truth.")
    private double tolerance;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            paramLabel = "N",
            description = "Against each echo, in turns: a figure is off when the median of its rounds is.")
    private int rounds;

    @Option(
            names = "--window",
            defaultValue = "16",
            paramLabel = "N",
            description = "Scans under way on each, for the limit.")
    private int window;

    @Option(
            names = "--server",
            paramLabel = "N",
            showDefaultValue = Visibility.NEVER,
            description = {
                "Events per second of CPU of a server at this window, as 'ratio' prints it: the generator is",
                "to do 1.2 times as many, else exit 1."
            })
    private double server;

    @Option(names = "--pin-generator", paramLabel = "CPU", description = "Ties this process to a core, for its limit.")
    private String pinGenerator;

    @Option(names = "--pin-echo", paramLabel = "CPU", description = "Ties the bare echo and the sink to a core.")
    private String pinEcho;

    @Override
    public Integer call() throws RunFailed, IOException, InterruptedException {
        System.out.println(Machine.describe());
        boolean faithful = fidelity();
        boolean fast = limit();
        return faithful && fast ? Main.OK : Main.FAILED;
    }

    private boolean fidelity() throws RunFailed, IOException, InterruptedException {
        say("%nwhat is reported, %,.0f scans/s from the planned time, beside the truth%n", rate.perSecond());
        say("truth: from when the plan had a scan due to when the echo wrote its answer, by the echo%n");
        Fidelity fidelity = new Fidelity(rate.perSecond(), FIDELITY_WARMUP, duration.duration(), tolerance);
        // Code that is not compiled yet is slow, in the echo and in what is measured: not what a run is made of.
        fidelity.constant();
        Rounds all = new Rounds();
        for (int round = 1; round <= rounds; round++) {
            all.add(fidelity.constant());
            all.add(fidelity.exponential(round));
            all.add(fidelity.stall(STALL));
        }
        say("%-18s %-16s %10s %10s %9s   %s%n", "echo", "", "truth ms", "says ms", "off", "each round");
        all.lines().forEach(line -> say("%s%n", line));
        String verdict = all.off() == 0
                ? "%d figures, %d rounds: all within %.0f %% in the median%n"
                : "%4$d of %1$d figures are off by more than %3$.0f %% in the median of %2$d rounds: the machine is busy, or the generator lies%n";
        say(verdict, all.size(), rounds, 100 * tolerance, all.off());
        return all.off() == 0;
    }

    private boolean limit() throws RunFailed, IOException, InterruptedException {
        if (pinGenerator != null) {
            Pinning.pinSelf(pinGenerator);
        }
        Limit limit = new Limit(CONNECTIONS, window, warmup.duration(), duration.duration());
        say("%nits own limit, window %d on %d connections%n", window, CONNECTIONS);
        say("%-18s %12s %24s %16s%n", "", "events/s", "events per own CPU s", "bytes per event");
        try (EchoProcess echo = new EchoProcess(pinEcho, Main.class)) {
            print("bare echo", limit.echo(echo.address(), echo.pid()));
        }
        double own;
        try (EchoProcess sink = new EchoProcess(pinEcho, Main.class, "--sink")) {
            own = print("sink (protocol)", limit.sink(sink.address(), sink.pid()));
        }
        if (server == 0) {
            return true;
        }
        boolean enough = own >= GOAL * server;
        say("%.2f times the server's %,.0f%s%n", own / server, server, enough ? "" : "  <-- BELOW 1.2");
        return enough;
    }

    private static double print(String name, RunResult result) {
        double own = result.eventsPerOwnCpuSecond();
        say("%-18s %,12.0f %,24.0f %16.2f%n", name, result.eventsPerSecond(), own, result.allocatedPerEvent());
        return own;
    }

    private static void say(String format, Object... values) {
        System.out.print(say1(format, values));
    }

    private static String say1(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
