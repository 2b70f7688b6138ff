package io.gatehouse.loadtest;

import io.gatehouse.loadtest.demo.Demo;
import io.gatehouse.loadtest.meters.LoadMeters;
import io.gatehouse.loadtest.meters.MetersServer;
import io.gatehouse.loadtest.run.RunFailed;
import io.gatehouse.loadtest.site.Site;
import io.gatehouse.loadtest.site.SiteException;
import io.gatehouse.loadtest.site.SiteReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The demo's morning peak. */
@Command(
        name = "demo",
        description = "All gates of a site on a morning, time-lapsed, a live line each second, until Ctrl-C.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatehouse loadtest demo --target 127.0.0.1:7400 --site site",
            "  gatehouse loadtest demo --target 127.0.0.1:7400 --site site --peak 500/s --duration 30s",
        })
final class DemoCommand implements Callable<Integer> {
    private static final int STOP_SECONDS = 10;

    @Spec
    private CommandSpec spec;

    @Option(names = "--target", required = true, paramLabel = "HOST:PORT", description = "Where the gates connect.")
    private HostPort target;

    @Option(names = "--site", required = true, paramLabel = "DIR", description = "The server's site folder.")
    private Path site;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Of who comes when.")
    private long seed;

    @Option(names = "--cycle", defaultValue = "3m", paramLabel = "SPAN", description = "How long a morning takes.")
    private Span cycle;

    @Option(names = "--peak", defaultValue = "3000/s", paramLabel = "N/s", description = "Scans at the busiest moment.")
    private Rate peak;

    @Option(
            names = {"--duration", "-d"},
            paramLabel = "SPAN",
            description = "Ends by itself after that. Default: it does not.")
    private Span duration;

    @Option(
            names = "--prometheus-addr",
            paramLabel = "HOST:PORT",
            description = "Serves the generator's own meters at /metrics there.")
    private HostPort prometheus;

    @Option(
            names = "--server-pid",
            paramLabel = "PID",
            showDefaultValue = Visibility.NEVER,
            description = "The server's process, for its CPU time.")
    private long pid;

    @Override
    public Integer call() throws SiteException, IOException, InterruptedException {
        if (cycle.duration().isZero() || duration != null && duration.duration().isZero()) {
            throw new ParameterException(spec.commandLine(), "--cycle and --duration are above 0");
        }
        Site from = new SiteReader(site).read();
        LoadMeters meters = new LoadMeters();
        MetersServer server = prometheus == null ? null : new MetersServer(prometheus.address(), meters);
        Demo demo = new Demo(
                target.address(),
                from,
                seed,
                cycle.duration(),
                peak.perSecond(),
                System.out,
                new Demo.Onlooker(meters, pid));
        CompletableFuture<Integer> done = new CompletableFuture<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> onSignal(demo, done), "stop"));
        int code = Main.FAILED;
        try {
            demo.run(duration == null ? null : duration.duration());
            code = Main.OK;
        } catch (RunFailed e) {
            // Said here, since after a signal nobody else comes to say it.
            System.err.println("loadtest: " + e.getMessage());
        } finally {
            if (server != null) {
                server.close();
            }
            done.complete(code);
        }
        return code;
    }

    /** A signal is the usual way to end it, so it exits with 0 and not with 128 + the signal's number. */
    private static void onSignal(Demo demo, CompletableFuture<Integer> done) {
        if (done.isDone()) {
            return;
        }
        demo.stop();
        int code = done.completeOnTimeout(Main.FAILED, STOP_SECONDS, TimeUnit.SECONDS)
                .join();
        System.out.flush();
        Runtime.getRuntime().halt(code);
    }
}
