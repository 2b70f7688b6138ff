package io.gatehouse.loadtest;

import io.gatehouse.loadtest.merge.MergedRun;
import io.gatehouse.loadtest.run.RunFailed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What several generators measured, as one run. */
@Command(
        name = "merge",
        description = {
            "Makes one result of what several generators measured at the same time: counts and rates are added,",
            "percentiles are of all scans together (from the latency.hlog of each), seconds are laid over each other by",
            "the machines' clocks. Results that are not of one run are refused."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatehouse loadtest merge east west -o both",
            "  gatehouse loadtest run --target 10.0.0.1:7400 --site east --rate 20000/s --history unknown -o east  # on one machine",
            "  gatehouse loadtest run --target 10.0.0.1:7400 --site west --rate 20000/s --history unknown -o west  # on another",
        })
final class MergeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "2..*", paramLabel = "DIR", description = "Folders of runs made with -o, two or more.")
    private List<Path> runs;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "DIR",
            description = "Where result.json, latency.hlog and report.html go.")
    private Path out;

    @Option(names = "--force", description = "Merges what is not of one run, too.")
    private boolean force;

    @Override
    public Integer call() throws IOException, RunFailed {
        MergedRun merged = new MergedRun(runs);
        if (!merged.faults().isEmpty() && !force) {
            throw new RunFailed("these are not results of one run (--force merges them all the same):%n  %s"
                    .formatted(String.join("%n  ".formatted(), merged.faults())));
        }
        merged.write(out);
        PrintWriter to = spec.commandLine().getOut();
        merged.faults().forEach(fault -> to.println("MIND        " + fault));
        Map<String, Object> json = merged.json();
        to.printf(
                Locale.ROOT,
                "%d generators: %,.0f events/s; decisions p50 %s  p99 %s  max %s ms%nreport      %s%n",
                runs.size(),
                ((Number) json.get("eventsPerSecond")).doubleValue(),
                of(json, "p50"),
                of(json, "p99"),
                of(json, "max"),
                out);
        to.flush();
        return Main.OK;
    }

    private static String of(Map<String, Object> json, String key) {
        return String.format(Locale.ROOT, "%.3f", (Double) ((Map<?, ?>) json.get("decisionMs")).get(key));
    }
}
