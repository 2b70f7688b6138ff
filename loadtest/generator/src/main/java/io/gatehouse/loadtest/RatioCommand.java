package io.gatehouse.loadtest;

import io.gatehouse.loadtest.echo.EchoProcess;
import io.gatehouse.loadtest.link.Speech;
import io.gatehouse.loadtest.measure.Machine;
import io.gatehouse.loadtest.measure.Pinning;
import io.gatehouse.loadtest.ratio.RatioTable;
import io.gatehouse.loadtest.ratio.Rounds;
import io.gatehouse.loadtest.run.RunFailed;
import io.gatehouse.loadtest.run.RunSpec;
import io.gatehouse.loadtest.run.Target;
import io.gatehouse.loadtest.site.SiteException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A server beside the bare echo, in interleaved rounds of one run. */
@Command(
        name = "ratio",
        description = {
            "Drives a running server and a bare Netty echo (started here) with the same scans, in turns.",
            "What travels between machines is the ratio of events per second of server CPU."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatehouse loadtest ratio                     # with a server and a site of its own",
            "  gatehouse loadtest ratio --target 127.0.0.1:7400 --server-pid 4711 --site site --data-dir data \\",
            "      --pin-generator 0 --pin-server 1",
        })
final class RatioCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ServerOptions server;

    @Option(
            names = {"--gates", "--connections", "-c"},
            defaultValue = "256",
            paramLabel = "N",
            description = "The first N gates of the site.")
    private int gates;

    @Option(names = "--window", defaultValue = "16", paramLabel = "N", description = "Scans under way on each.")
    private int window;

    @Option(names = "--rounds", defaultValue = "3", paramLabel = "N", description = "Of server and echo.")
    private int rounds;

    @Option(names = "--rate", defaultValue = "10000/s", paramLabel = "N/s", description = "Of the open loop.")
    private Rate rate;

    @Option(names = "--duration", defaultValue = "5s", paramLabel = "SPAN", description = "Measured in each round.")
    private Span duration;

    @Option(names = "--warmup", defaultValue = "3s", paramLabel = "SPAN", description = "Before it, in each round.")
    private Span warmup;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Of plan and scans.")
    private long seed;

    @Option(names = "--pin-server", paramLabel = "CPU", description = "Ties server and echo to a core.")
    private String pinServer;

    @Override
    public Integer call() throws RunFailed, SiteException, IOException, InterruptedException {
        server.needsPid(spec);
        Target against = server.target(server.read(), gates, seed);
        if (pinServer != null) {
            Pinning.pin(server.pid(), pinServer);
        }
        try (EchoProcess echo = new EchoProcess(pinServer, Main.class)) {
            server.pin();
            Target reference =
                    new Target(echo.address(), Speech.echo(), echo.pid(), against.connections(), against.source());
            head();
            compare(against, reference);
        }
        return Main.OK;
    }

    private void head() {
        System.out.println(Machine.describe());
        System.out.printf(
                "generator on cpu %s, server and echo on cpu %s%n",
                server.pinGenerator() == null ? "any" : server.pinGenerator(), pinServer == null ? "any" : pinServer);
        System.out.println(server.durability());
    }

    private void compare(Target against, Target echo) throws RunFailed, InterruptedException {
        RatioTable table = new RatioTable(System.out);
        RunSpec closed = spec(window, 0);
        System.out.printf("%n%s; %d connections%n", closed.describe(), against.connections());
        table.closedHead();
        table.closedMedian(Rounds.run(against, echo, closed, rounds, table::closedRound));
        RunSpec open = spec(0, rate.perSecond());
        System.out.printf("%n%s; %d connections%n", open.describe(), against.connections());
        table.openHead();
        table.openMedian(Rounds.run(against, echo, open, rounds, table::openRound));
    }

    private RunSpec spec(int closedWindow, double perSecond) {
        Duration measured = duration.duration();
        return new RunSpec(closedWindow, perSecond, false, true, warmup.duration(), measured, seed);
    }
}
