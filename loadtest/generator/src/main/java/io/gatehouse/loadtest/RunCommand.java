package io.gatehouse.loadtest;

import io.gatehouse.loadtest.measure.Machine;
import io.gatehouse.loadtest.measure.Pinning;
import io.gatehouse.loadtest.report.RunJson;
import io.gatehouse.loadtest.report.RunText;
import io.gatehouse.loadtest.run.LoadRun;
import io.gatehouse.loadtest.run.RunFailed;
import io.gatehouse.loadtest.run.RunResult;
import io.gatehouse.loadtest.run.RunSpec;
import io.gatehouse.loadtest.run.Target;
import io.gatehouse.loadtest.site.Site;
import io.gatehouse.loadtest.site.SiteException;
import io.gatehouse.loadtest.site.SiteReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** One run against a running server, or against an echo. */
@Command(
        name = "run",
        description = "Sends scans by a plan (--rate, open loop) or as fast as answers come (--window, closed loop).",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatehouse loadtest run --target 127.0.0.1:7400 --site demo-site --rate 10000/s",
            "  gatehouse loadtest run --target 127.0.0.1:7400 --site demo-site --gates 256 --window 16 --server-pid 4711",
            "  gatehouse loadtest run --echo --target 127.0.0.1:7777 --connections 256 --window 16",
        })
final class RunCommand implements Callable<Integer> {
    private static final int ECHO_CONNECTIONS = 256;

    @Spec
    private CommandSpec spec;

    @Option(names = "--target", required = true, paramLabel = "HOST:PORT", description = "Where the gates connect.")
    private HostPort target;

    @Option(
            names = "--site",
            paramLabel = "DIR",
            description = "Folder with gates, passes and secrets/gate-tokens.csv.")
    private Path site;

    @Option(names = "--echo", description = "The target is 'loadtest echo': no site needed.")
    private boolean echo;

    @Option(
            names = {"--gates", "--connections", "-c"},
            paramLabel = "N",
            description = "The first N gates of the site. Default: all; 256 against an echo.")
    private int gates;

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

    @Option(names = "--server-pid", paramLabel = "PID", description = "The target's process, for its CPU time.")
    private long pid;

    @Option(names = "--pin-generator", paramLabel = "CPU", description = "Ties this process to a core.")
    private String pin;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures there too.")
    private Path json;

    @Override
    public Integer call() throws RunFailed, SiteException, IOException, InterruptedException {
        check();
        if (pin != null) {
            Pinning.pinSelf(pin);
        }
        Target against = against();
        System.out.println(Machine.describe());
        RunResult result = new LoadRun(against, runSpec(), loops).run();
        System.out.print(RunText.of(against, result));
        if (json != null) {
            Files.writeString(json, RunJson.of(against, result));
        }
        return result.ok() ? Main.OK : Main.FAILED;
    }

    private void check() {
        if (rate != null && window != null) {
            throw wrong("--rate is an open loop, --window a closed one: give one of them");
        }
        if (window != null && (window < 1 || window > 1024)) {
            throw wrong("--window is 1 to 1024");
        }
        if (!echo && site == null) {
            throw wrong("--site is missing: its tokens let the gates in (an echo needs --echo instead)");
        }
        if (gates < 0 || loops < 1 || duration.duration().isZero()) {
            throw wrong("--gates, --loops and --duration begin at 1");
        }
    }

    private ParameterException wrong(String words) {
        return new ParameterException(spec.commandLine(), words);
    }

    private Target against() throws RunFailed, SiteException {
        if (echo) {
            return SiteOptions.echo(target, pid, gates == 0 ? ECHO_CONNECTIONS : gates, seed);
        }
        Site from = new SiteReader(site).read();
        return SiteOptions.server(target, pid, from, SiteOptions.gates(from, gates), seed);
    }

    private RunSpec runSpec() {
        double perSecond = window != null ? 0 : rate == null ? 10_000 : rate.perSecond();
        return new RunSpec(
                window == null ? 0 : window, perSecond, poisson, !sleep, warmup.duration(), duration.duration(), seed);
    }
}
