package io.gatehouse.loadtest;

import io.gatehouse.loadtest.measure.Machine;
import io.gatehouse.loadtest.measure.Pinning;
import io.gatehouse.loadtest.peers.Comparison;
import io.gatehouse.loadtest.peers.Contest;
import io.gatehouse.loadtest.peers.Lineup;
import io.gatehouse.loadtest.peers.PeerKind;
import io.gatehouse.loadtest.run.RunFailed;
import io.gatehouse.loadtest.site.Gate;
import io.gatehouse.loadtest.site.Site;
import io.gatehouse.loadtest.site.SiteException;
import io.gatehouse.loadtest.site.SiteReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Our server beside what a user would pick instead, in interleaved rounds of one run. */
@Command(
        name = "peers",
        description = {
            "Drives our server and what somebody would pick instead with the same scans, in turns: a bare Netty echo,",
            "a gRPC stream, Redis, Redis with an append-only file, Mosquitto, PostgreSQL. Each is started here as a",
            "process of its own on loopback, pinned like our server, every answer checked, and ended and removed.",
            "One that is not installed is listed as missing; --install (as root) brings Debian's packages."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatehouse loadtest peers                     # with a server and a site of its own",
            "  gatehouse loadtest peers --only ours,echo,redis --windows 16 --rounds 1 --duration 3s",
            "  gatehouse loadtest peers --only grpc,redis-aof --site site --json peers.json",
            "  gatehouse loadtest peers --target 127.0.0.1:7400 --server-pid 4711 --site site --pin-generator 0 --pin-server 1",
        })
final class PeersCommand implements Callable<Integer> {
    /** More would not fit what HTTP/2 lets a sender send unasked. */
    private static final int MAX_WINDOW = 256;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--target",
            paramLabel = "HOST:PORT",
            description =
                    "Our server, where the gates connect. Without it, and without --site, ./gatehouse starts one.")
    private HostPort target;

    @Option(
            names = "--server-pid",
            paramLabel = "PID",
            showDefaultValue = Visibility.NEVER,
            description = "Our server's process.")
    private long pid;

    @Option(names = "--site", required = true, paramLabel = "DIR", description = "The server's site folder.")
    private Path site;

    @Option(
            names = "--only",
            split = ",",
            defaultValue = "ours,echo,grpc,redis,redis-aof,mosquitto,postgresql",
            paramLabel = "PEER",
            description = "Which ones.")
    private List<String> only;

    @Option(
            names = "--windows",
            split = ",",
            defaultValue = "1,16,64",
            paramLabel = "N",
            description = "Scans under way.")
    private List<Integer> windows;

    @Option(
            names = {"--gates", "--connections", "-c"},
            defaultValue = "256",
            paramLabel = "N",
            description = "The first N gates of the site, a connection each.")
    private int gates;

    @Option(names = "--rounds", defaultValue = "3", paramLabel = "N", description = "Of all windows and peers.")
    private int rounds;

    @Option(names = "--duration", defaultValue = "4s", paramLabel = "SPAN", description = "Measured in each turn.")
    private Span duration;

    @Option(names = "--warmup", defaultValue = "2s", paramLabel = "SPAN", description = "Before it, in each turn.")
    private Span warmup;

    @Option(
            names = "--first-warmup",
            defaultValue = "10s",
            paramLabel = "SPAN",
            description = "Before all rounds, of those that are JVMs.")
    private Span first;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Of the scans.")
    private long seed;

    @Option(names = "--work-dir", paramLabel = "DIR", description = "For the peers' data. Default: data/peers-PID.")
    private Path folder;

    @Option(names = "--grpc-class-path", paramLabel = "PATH", description = "Of the gRPC peer. Default: as built.")
    private String grpc;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures there too.")
    private Path json;

    @Option(names = "--pin-generator", paramLabel = "CPU", description = "Ties this process to a core.")
    private String pinGenerator;

    @Option(names = "--pin-server", paramLabel = "CPU", description = "Ties our server and all peers to a core.")
    private String pinServer;

    @Override
    public Integer call() throws RunFailed, SiteException, IOException, InterruptedException {
        List<PeerKind> asked = asked();
        Site from = new SiteReader(site).read();
        List<Gate> chosen = SiteOptions.gates(from, gates);
        Path place = folder == null
                ? Path.of("data", "peers-" + ProcessHandle.current().pid())
                : folder;
        Lineup lineup = new Lineup(from, chosen, seed, place, pinServer);
        Thread ending = new Thread(lineup::close, "peers-end");
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            return compare(lineup, asked, from, chosen, place);
        } finally {
            lineup.close();
            withdraw(ending);
        }
    }

    private List<PeerKind> asked() {
        try {
            List<PeerKind> asked =
                    only.stream().map(PeerKind::of).distinct().sorted().toList();
            if (asked.contains(PeerKind.OURS) && (target == null || pid == 0)) {
                throw new IllegalArgumentException("'ours' takes --target and --server-pid, or leave it out of --only");
            }
            if (windows.stream().anyMatch(w -> w < 1 || w > MAX_WINDOW)) {
                throw new IllegalArgumentException("--windows takes numbers from 1 to " + MAX_WINDOW);
            }
            if (rounds < 1 || gates < 1) {
                throw new IllegalArgumentException("--rounds and --gates take numbers from 1");
            }
            return asked;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private int compare(Lineup lineup, List<PeerKind> asked, Site from, List<Gate> chosen, Path place)
            throws RunFailed, IOException, InterruptedException {
        if (asked.contains(PeerKind.OURS) && pinServer != null) {
            Pinning.pin(pid, pinServer);
        }
        for (PeerKind kind : asked) {
            if (kind == PeerKind.OURS) {
                lineup.add(SiteOptions.server(target, pid, from, chosen, seed));
            } else {
                lineup.start(kind, Main.class, grpc == null ? builtGrpc() : grpc);
            }
        }
        if (pinGenerator != null) {
            Pinning.pinSelf(pinGenerator);
        }
        System.out.println(Machine.describe());
        System.out.printf(
                "driver on cpu %s, each peer on cpu %s%n",
                pinGenerator == null ? "any" : pinGenerator, pinServer == null ? "any" : pinServer);
        System.out.println(Machine.durability(place));
        Contest.Plan plan =
                new Contest.Plan(windows, rounds, first.duration(), warmup.duration(), duration.duration(), seed);
        Comparison comparison = new Comparison(lineup, asked, plan, System.out);
        boolean right = comparison.run();
        if (json != null) {
            Files.writeString(json, comparison.json(Machine.describe()));
        }
        return right ? Main.OK : Main.FAILED;
    }

    /** Where the build puts it, seen from this program's own jar. */
    private static String builtGrpc() {
        Path here = Path.of(System.getProperty("java.class.path").split(":")[0]).toAbsolutePath();
        return here.resolve("../../../peers/target/grpc-peer.jar").normalize().toString();
    }

    private static void withdraw(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It is at work: the process is being ended.
        }
    }
}
