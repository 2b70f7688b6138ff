package io.gatehouse.loadtest;

import io.gatehouse.loadtest.measure.Machine;
import io.gatehouse.loadtest.measure.ProcessMemory;
import io.gatehouse.loadtest.run.HeldFleet;
import io.gatehouse.loadtest.run.LoadRun;
import io.gatehouse.loadtest.run.RunFailed;
import io.gatehouse.loadtest.run.RunResult;
import io.gatehouse.loadtest.run.RunSpec;
import io.gatehouse.loadtest.run.Target;
import io.gatehouse.loadtest.site.Site;
import io.gatehouse.loadtest.site.SiteException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a connection and a scan cost as gates become many. */
@Command(
        name = "scale",
        description = {
            "Memory of an idle connection, and the server's CPU time for a scan, from few gates to many.",
            "Begins with the most, so that the server's memory grows under them for the first time."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatehouse loadtest scale                     # with a server and a site of its own",
            "  gatehouse loadtest scale --target 127.0.0.1:7400 --server-pid 4711 --site site --steps 100,1000",
        })
final class ScaleCommand implements Callable<Integer> {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(90);
    private static final long SETTLE_SECONDS = 3;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServerOptions server;

    @Option(
            names = "--steps",
            split = ",",
            defaultValue = "100,500,2000,5000,10000,18000",
            paramLabel = "N",
            description = "Numbers of gates.")
    private List<Integer> steps;

    @Option(names = "--rate", defaultValue = "10000/s", paramLabel = "N/s", description = "Of the open loop, in all.")
    private Rate rate;

    @Option(
            names = "--in-flight",
            defaultValue = "4000",
            paramLabel = "N",
            description = "Closed loop: scans under way in all, at least one on each connection.")
    private int inFlight;

    @Option(names = "--duration", defaultValue = "6s", paramLabel = "SPAN", description = "Measured in each run.")
    private Span duration;

    @Option(names = "--warmup", defaultValue = "6s", paramLabel = "SPAN", description = "Before it.")
    private Span warmup;

    @Override
    public Integer call() throws RunFailed, SiteException, IOException, InterruptedException {
        server.needsPid(spec);
        Site from = server.read();
        int most = steps.stream().mapToInt(Integer::intValue).max().orElseThrow();
        server.pin();
        System.out.println(Machine.describe());
        System.out.println(server.durability());
        idle(of(from, most));
        System.out.printf(
                "%n%8s %18s %12s %10s %10s %22s %14s%n",
                "gates",
                "open loop scans/s",
                "CPU us/scan",
                "p50 ms",
                "p99 ms",
                "closed loop scans/CPU s",
                "CPU us/scan");
        for (int gates : steps) {
            row(of(from, gates));
        }
        return Main.OK;
    }

    private Target of(Site from, int gates) throws RunFailed {
        return server.target(from, gates, 1);
    }

    private void idle(Target all) throws RunFailed, IOException, InterruptedException {
        ProcessMemory memory = new ProcessMemory(server.pid());
        long before = memory.residentBytes();
        try (HeldFleet held = new HeldFleet(all)) {
            long took = held.connect(CONNECT_LIMIT);
            // The garbage of connecting is a part of it: the heap keeps what it once took.
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            long grown = memory.residentBytes() - before;
            System.out.printf(
                    "%,d gates welcome after %.1f s; server: %,d MiB resident before, %,d MiB more with them, %.1f KiB for each"
                            + " idle connection%n",
                    all.connections(), took / 1e9, before >> 20, grown >> 20, grown / 1024.0 / all.connections());
        }
    }

    private void row(Target gates) throws RunFailed, InterruptedException {
        RunResult open = new LoadRun(gates, spec(0, rate.perSecond()), 1).run();
        RunResult closed = new LoadRun(gates, spec(Math.max(1, inFlight / gates.connections()), 0), 1).run();
        System.out.printf(
                "%,8d %,18.0f %12.2f %10.3f %10.3f %,22.0f %14.2f%s%n",
                gates.connections(),
                open.eventsPerSecond(),
                1e6 / open.eventsPerTargetCpuSecond(),
                open.total().decision.millis(50),
                open.total().decision.millis(99),
                closed.eventsPerTargetCpuSecond(),
                1e6 / closed.eventsPerTargetCpuSecond(),
                open.generatorKeptUp() ? "" : "  (generator at its limit: its latencies)");
        if (!open.ok() || !closed.ok()) {
            throw new RunFailed("not every scan was decided and acknowledged: %s %s%n%s"
                    .formatted(
                            open.accounts(), closed.accounts(), open.failures().describe()));
        }
    }

    private RunSpec spec(int window, double perSecond) {
        return new RunSpec(window, perSecond, false, true, warmup.duration(), duration.duration(), 1);
    }
}
