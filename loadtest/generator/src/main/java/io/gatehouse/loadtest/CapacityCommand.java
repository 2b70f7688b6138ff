package io.gatehouse.loadtest;

import io.gatehouse.loadtest.capacity.Capacity;
import io.gatehouse.loadtest.capacity.CapacityJson;
import io.gatehouse.loadtest.capacity.CapacitySearch;
import io.gatehouse.loadtest.capacity.CapacityTable;
import io.gatehouse.loadtest.capacity.SearchPlan;
import io.gatehouse.loadtest.judge.Threshold;
import io.gatehouse.loadtest.measure.Machine;
import io.gatehouse.loadtest.plan.PlanException;
import io.gatehouse.loadtest.run.RunFailed;
import io.gatehouse.loadtest.run.RunSpec;
import io.gatehouse.loadtest.run.Target;
import io.gatehouse.loadtest.site.SiteException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The highest rate that a server holds. */
@Command(
        name = "capacity",
        description = {
            "Finds the highest rate at which all thresholds hold: doubles it until one fails, then halves what is",
            "between. A step that is in doubt is run again, and the majority of up to three decides. Says when it was",
            "the generator that could do no more."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatehouse loadtest capacity                  # with a server and a site of its own",
            "  gatehouse loadtest capacity --target 127.0.0.1:7400 --site site --threshold 'decision:p(99.9)<20ms'",
            "  gatehouse loadtest capacity --target 127.0.0.1:7400 --site site --at-least 50000/s   # 99 if it is less",
        })
final class CapacityCommand implements Callable<Integer> {
    /** What holds where nothing else is asked for; that all of it is decided belongs to any rate. */
    static final List<String> USUAL =
            List.of("decision:p(99)<5ms", "lost==0", "unsent==0", "duplicated==0", "reordered==0", "errors==0");

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServerOptions server;

    @Option(
            names = "--threshold",
            paramLabel = "CONDITION",
            description = {
                "What a rate has to hold, as with 'run'; can be given again. Default: decision:p(99)<5ms,",
                "and nothing lost, unsent, duplicated, reordered or failed."
            })
    private List<Threshold> thresholds;

    @Option(
            names = {"--gates", "--connections", "-c"},
            defaultValue = "256",
            paramLabel = "N",
            description = "The first N gates of the site.")
    private int gates;

    @Option(names = "--from", defaultValue = "1000/s", paramLabel = "N/s", description = "The first rate.")
    private Rate from;

    @Option(
            names = "--most",
            defaultValue = "5000000/s",
            paramLabel = "N/s",
            description = "No rate above it is tried.")
    private Rate most;

    @Option(
            names = "--precision",
            defaultValue = "5",
            paramLabel = "PERCENT",
            description = "How near the highest that holds and the lowest that fails have to come.")
    private double precision;

    @Option(
            names = {"--duration", "-d"},
            defaultValue = "5s",
            paramLabel = "SPAN",
            description = "Measured in each step.")
    private Span duration;

    @Option(names = "--warmup", defaultValue = "2s", paramLabel = "SPAN", description = "Before it, in each step.")
    private Span warmup;

    @Option(names = "--within", paramLabel = "SPAN", description = "No step begins after that.")
    private Span within;

    @Option(names = "--at-least", paramLabel = "N/s", description = "Exits with 99 when less is held.")
    private Rate atLeast;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Writes result.json there, and the report of the highest rate that held.")
    private Path out;

    @Option(names = "--sleep", description = "Sleep while there is nothing to do. Kinder to a shared core, less exact.")
    private boolean sleep;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Of plan and scans.")
    private long seed;

    @Override
    public Integer call() throws RunFailed, SiteException, PlanException, IOException, InterruptedException {
        if (!(precision > 0 && precision <= 100) || duration.duration().isZero() || gates < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--precision is 0 to 100, --duration is above 0, --gates begins at 1");
        }
        return Interruption.guard(spec, this::search);
    }

    private int search(Interruption interruption) throws RunFailed, SiteException, IOException, InterruptedException {
        List<Threshold> held = thresholds != null
                ? thresholds
                : USUAL.stream().map(Threshold::parse).toList();
        SearchReport report = out == null ? null : new SearchReport(out, Typed.circumstances(spec, Instant.now()));
        if (report != null) {
            report.prepare(duration.duration());
        }
        Target target = server.target(server.read(), gates, seed);
        server.pin();
        System.out.printf(
                "%s%nserver: %s%n%s%n%d connections; holds: %s%n",
                Machine.describe(),
                server.version(),
                server.durability(),
                target.connections(),
                String.join(", ", held.stream().map(Threshold::text).toList()));
        HighestHeld best = new HighestHeld();
        Capacity found = find(new SteadyTrial(target, pattern(), held, interruption, best));
        System.out.println(CapacityTable.answer(found));
        if (report != null) {
            best.write(report, target);
            report.result("capacity", server.version(), CapacityJson.of(found));
        }
        if (interruption.happened()) {
            return Main.INTERRUPTED;
        }
        boolean enough = atLeast == null ? found.held() > 0 : found.held() >= atLeast.perSecond();
        return enough ? Main.OK : Main.THRESHOLD;
    }

    private RunSpec pattern() {
        return new RunSpec(0, from.perSecond(), false, !sleep, warmup.duration(), duration.duration(), seed);
    }

    private Capacity find(SteadyTrial trial) throws RunFailed, InterruptedException {
        CapacityTable table = new CapacityTable(System.out);
        table.head();
        Duration longest = within == null ? null : within.duration();
        SearchPlan plan = new SearchPlan(from.perSecond(), most.perSecond(), precision / 100, longest);
        return new CapacitySearch(plan, trial, table::step, System::nanoTime).find();
    }
}
