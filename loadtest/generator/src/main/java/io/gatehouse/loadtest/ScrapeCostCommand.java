package io.gatehouse.loadtest;

import io.gatehouse.loadtest.measure.Machine;
import io.gatehouse.loadtest.run.LoadRun;
import io.gatehouse.loadtest.run.RunFailed;
import io.gatehouse.loadtest.run.RunResult;
import io.gatehouse.loadtest.run.RunSpec;
import io.gatehouse.loadtest.run.Target;
import io.gatehouse.loadtest.server.Scraping;
import io.gatehouse.loadtest.site.SiteException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What it costs a server to be looked at. */
@Command(
        name = "scrape-cost",
        description = {
            "The server's CPU time for a scan with a scrape each second beside none, in interleaved pairs.",
            "Fails where the median of the pairs' changes is above --most."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatehouse loadtest scrape-cost               # with a server and a site of its own",
        })
final class ScrapeCostCommand implements Callable<Integer> {
    private static final Duration WARM_PERIOD = Duration.ofMillis(20);

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServerOptions server;

    @Option(names = "--admin", required = true, paramLabel = "HOST:PORT", description = "The server's admin port.")
    private String admin;

    @Option(names = "--gates", defaultValue = "500", paramLabel = "N", description = "The first N gates of the site.")
    private int gates;

    @Option(names = "--rate", defaultValue = "10000/s", paramLabel = "N/s", description = "Of the open loop, in all.")
    private Rate rate;

    @Option(names = "--pairs", defaultValue = "5", paramLabel = "N", description = "Of a run with and one without.")
    private int pairs;

    @Option(names = "--duration", defaultValue = "8s", paramLabel = "SPAN", description = "Measured in each run.")
    private Span duration;

    @Option(names = "--warmup", defaultValue = "2s", paramLabel = "SPAN", description = "Before it, in each run.")
    private Span warmup;

    @Option(names = "--most", defaultValue = "5", paramLabel = "PERCENT", description = "That it may cost.")
    private double most;

    private int scrapes;

    @Override
    public Integer call() throws RunFailed, SiteException, IOException, InterruptedException {
        server.needsPid(spec);
        Target all = server.target(server.read(), gates, 1);
        server.pin();
        System.out.println(Machine.describe());
        System.out.println(server.durability());
        RunSpec how = new RunSpec(0, rate.perSecond(), false, false, warmup.duration(), duration.duration(), 1);
        System.out.printf("%s; %d gates%n", how.describe(), all.connections());
        System.out.printf(
                "%n%6s %20s %20s %9s %18s %18s%n",
                "pair", "CPU us/scan, alone", "scraped each s", "change", "p99 ms, alone", "scraped each s");
        double change = compare(all, how);
        if (change > most) {
            System.out.printf("%.1f %% is above %.1f %%%n", change, most);
            return Main.FAILED;
        }
        return Main.OK;
    }

    /** The median change in percent. */
    private double compare(Target all, RunSpec spec) throws RunFailed, IOException, InterruptedException {
        double[][] figures = new double[5][pairs];
        warmUp(all, spec);
        for (int i = 0; i < pairs; i++) {
            RunResult alone = null;
            RunResult scraped = null;
            // In turns, so that a drift of the machine does not take sides.
            for (int half = 0; half < 2; half++) {
                if (half == i % 2) {
                    alone = alone(all, spec);
                } else {
                    scraped = scraped(all, spec);
                }
            }
            figures[0][i] = cpuMicros(alone);
            figures[1][i] = cpuMicros(scraped);
            figures[2][i] = 100 * (figures[1][i] / figures[0][i] - 1);
            figures[3][i] = alone.total().decision.millis(99);
            figures[4][i] = scraped.total().decision.millis(99);
            row(Integer.toString(i + 1), figures, i);
        }
        double[][] medians = new double[figures.length][1];
        for (int i = 0; i < figures.length; i++) {
            medians[i][0] = median(figures[i]);
        }
        row("median", medians, 0);
        System.out.printf("%d scrapes of /metrics and /metrics/estates, the warm-up's included%n", scrapes);
        return medians[2][0];
    }

    /**
     * The first runs of a server, and its first scrapes, are dearer than any: it compiles. What is asked is what a
     * server pays all day, so it is scraped as often as in its first quarter of an hour.
     */
    private void warmUp(Target all, RunSpec spec) throws RunFailed, IOException, InterruptedException {
        try (Scraping scraping = new Scraping(pages(), WARM_PERIOD)) {
            alone(all, spec);
            alone(all, spec);
            scrapes += scraping.end();
        }
        scraped(all, spec);
    }

    private RunResult scraped(Target all, RunSpec spec) throws RunFailed, IOException, InterruptedException {
        try (Scraping scraping = new Scraping(pages())) {
            RunResult result = alone(all, spec);
            scrapes += scraping.end();
            return result;
        }
    }

    private List<URI> pages() {
        return List.of(URI.create("http://" + admin + "/metrics"), URI.create("http://" + admin + "/metrics/estates"));
    }

    private static RunResult alone(Target all, RunSpec spec) throws RunFailed, InterruptedException {
        RunResult result = new LoadRun(all, spec, 1).run();
        if (!result.ok()) {
            throw new RunFailed("not every scan was decided and acknowledged: %s%n%s"
                    .formatted(result.accounts(), result.failures().describe()));
        }
        return result;
    }

    private static double cpuMicros(RunResult result) {
        return 1e6 / result.eventsPerTargetCpuSecond();
    }

    private static void row(String name, double[][] figures, int i) {
        System.out.printf(
                "%6s %20.2f %20.2f %+8.1f%% %18.3f %18.3f%n",
                name, figures[0][i], figures[1][i], figures[2][i], figures[3][i], figures[4][i]);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
