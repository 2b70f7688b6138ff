package io.gatehouse.loadtest;

import io.gatehouse.loadtest.link.GateStream;
import io.gatehouse.loadtest.link.LinkTls;
import io.gatehouse.loadtest.link.Speech;
import io.gatehouse.loadtest.measure.Machine;
import io.gatehouse.loadtest.measure.ProcessCpu;
import io.gatehouse.loadtest.plan.Script;
import io.gatehouse.loadtest.ratio.PairTable;
import io.gatehouse.loadtest.run.HeldFleet;
import io.gatehouse.loadtest.run.LoadRun;
import io.gatehouse.loadtest.run.RunFailed;
import io.gatehouse.loadtest.run.RunResult;
import io.gatehouse.loadtest.run.RunSpec;
import io.gatehouse.loadtest.run.SiteScans;
import io.gatehouse.loadtest.run.Target;
import io.gatehouse.loadtest.site.Gate;
import io.gatehouse.loadtest.site.Site;
import io.gatehouse.loadtest.site.SiteException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What TLS costs beside connections in the clear. */
@Command(
        name = "tls-cost",
        description = {
            "The same scans to two servers of one site in turns, one by TLS 1.3 and one in the clear.",
            "Events per second of server CPU, latencies at a rate, and what it costs to let a gate in."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatehouse loadtest tls-cost                  # with servers, a site and a certificate of its own",
        })
final class TlsCostCommand implements Callable<Integer> {
    private static final String EVENTS = "events per second of server CPU";
    private static final String CONNECTS = "connects per second of server CPU";
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(20);
    /** What follows a connect in the server, the first looks at its memory among it. */
    private static final long SETTLE_MILLIS = 500;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServerOptions server;

    @Option(names = "--tls-target", required = true, paramLabel = "HOST:PORT", description = "The server with TLS.")
    private HostPort tlsTarget;

    @Option(
            names = "--tls-pid",
            required = true,
            paramLabel = "PID",
            showDefaultValue = Visibility.NEVER,
            description = "Its process.")
    private long tlsPid;

    @Option(
            names = "--authority",
            required = true,
            paramLabel = "FILE",
            description = "PEM of the authority of its certificate.")
    private Path authority;

    @Option(names = "--gates", defaultValue = "256", paramLabel = "N", description = "The first N gates of the site.")
    private int gates;

    @Option(
            names = "--storm",
            defaultValue = "1000",
            paramLabel = "N",
            description = "Gates that connect at once, with a full handshake each.")
    private int storm;

    @Option(names = "--window", defaultValue = "16", paramLabel = "N", description = "Scans under way on each.")
    private int window;

    @Option(names = "--rate", defaultValue = "10000/s", paramLabel = "N/s", description = "Of the open loop, in all.")
    private Rate rate;

    @Option(names = "--rounds", defaultValue = "3", paramLabel = "N", description = "In turns.")
    private int rounds;

    @Option(names = "--duration", defaultValue = "3s", paramLabel = "SPAN", description = "Measured in each run.")
    private Span duration;

    @Option(names = "--warmup", defaultValue = "1s", paramLabel = "SPAN", description = "Before it, in each run.")
    private Span warmup;

    /** One of the two servers. */
    private record Side(HostPort at, long pid, List<GateStream> streams, boolean tls) {}

    private Side clear;
    private Side secured;

    @Override
    public Integer call() throws RunFailed, SiteException, IOException, InterruptedException {
        server.needsPid(spec);
        Site site = server.read();
        List<Gate> all = SiteOptions.gates(site, Math.max(gates, storm));
        // A gate has one stream at a server, whatever it does there.
        clear = new Side(server.at(), server.pid(), streams(all), false);
        secured = new Side(tlsTarget, tlsPid, streams(all), true);
        Script scans = SiteScans.of(all.subList(0, gates), site, 1);
        Target plain = target(clear, gates, scans);
        Target byTls = target(secured, gates, scans);
        server.pin();
        System.out.println(Machine.describe());
        System.out.println(server.durability());
        System.out.printf(
                "TLS 1.3, the generator's by %s; %d gates; %d rounds in turns%n", LinkTls.provider(), gates, rounds);
        RunSpec closed = spec(window, 0);
        RunSpec open = spec(0, rate.perSecond());
        warmUp(plain, byTls, closed);
        PairTable table = new PairTable();
        for (int round = 0; round < rounds; round++) {
            events(table, plain, byTls, closed);
            latencies(table, plain, byTls, open);
            connects(table);
        }
        table.print(System.out, "in the clear", "TLS 1.3");
        double handshake = 1e6 / table.median(CONNECTS, true) - 1e6 / table.median(CONNECTS, false);
        System.out.printf(
                "a full handshake takes %,.0f us of server CPU: %,.0f handshakes per second of it%n",
                handshake, 1e6 / handshake);
        return Main.OK;
    }

    private RunSpec spec(int closedWindow, double perSecond) {
        return new RunSpec(closedWindow, perSecond, false, true, warmup.duration(), duration.duration(), 1);
    }

    private static List<GateStream> streams(List<Gate> of) {
        return of.stream().map(GateStream::new).toList();
    }

    /** What gates keep of TLS sessions is new with each. */
    private Target target(Side side, int some, Script scans) throws RunFailed {
        LinkTls tls = side.tls() ? TlsOptions.read(authority, null, null) : null;
        Speech speech = Speech.gates(side.streams().subList(0, some), tls);
        return new Target(side.at().address(), speech, side.pid(), some, scans);
    }

    /** A server compiles in its first runs. */
    private void warmUp(Target plain, Target byTls, RunSpec closed)
            throws RunFailed, IOException, InterruptedException {
        for (int i = 0; i < 2; i++) {
            run(plain, closed);
            run(byTls, closed);
        }
        connects(new PairTable());
    }

    private void events(PairTable table, Target plain, Target byTls, RunSpec closed)
            throws RunFailed, InterruptedException {
        RunResult one = run(plain, closed);
        RunResult other = run(byTls, closed);
        table.add(EVENTS, one.eventsPerTargetCpuSecond(), other.eventsPerTargetCpuSecond());
        table.add("events per second, window %d".formatted(window), one.eventsPerSecond(), other.eventsPerSecond());
        table.add("events per second of generator CPU", one.eventsPerOwnCpuSecond(), other.eventsPerOwnCpuSecond());
    }

    private void latencies(PairTable table, Target plain, Target byTls, RunSpec open)
            throws RunFailed, InterruptedException {
        RunResult one = run(plain, open);
        RunResult other = run(byTls, open);
        for (double percentile : new double[] {50, 99}) {
            table.add(
                    "p%.0f ms from plan, %,.0f scans/s".formatted(percentile, rate.perSecond()),
                    one.total().decision.millis(percentile),
                    other.total().decision.millis(percentile));
        }
        table.add(
                "server CPU us a scan at that rate",
                1e6 / one.eventsPerTargetCpuSecond(),
                1e6 / other.eventsPerTargetCpuSecond());
    }

    private void connects(PairTable table) throws RunFailed, IOException, InterruptedException {
        table.add(CONNECTS, connects(target(clear, storm, null)), connects(target(secured, storm, null)));
    }

    /** Gates let in for each second of the server's CPU. */
    private static double connects(Target target) throws RunFailed, IOException, InterruptedException {
        ProcessCpu cpu = new ProcessCpu(target.pid());
        double before = cpu.seconds();
        try (HeldFleet fleet = new HeldFleet(target)) {
            fleet.connect(CONNECT_LIMIT);
            TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
            return target.connections() / (cpu.seconds() - before);
        }
    }

    private static RunResult run(Target target, RunSpec how) throws RunFailed, InterruptedException {
        RunResult result = new LoadRun(target, how, 1).run();
        if (!result.ok()) {
            throw new RunFailed("%s: not every scan was decided and acknowledged: %s%n%s"
                    .formatted(
                            target.describe(),
                            result.accounts(),
                            result.failures().describe()));
        }
        return result;
    }
}
