package io.gatehouse.loadtest;

import io.gatehouse.loadtest.capacity.BigDigits;
import io.gatehouse.loadtest.capacity.Capacity;
import io.gatehouse.loadtest.capacity.CapacityJson;
import io.gatehouse.loadtest.capacity.CapacitySearch;
import io.gatehouse.loadtest.capacity.CapacityTable;
import io.gatehouse.loadtest.capacity.SearchPlan;
import io.gatehouse.loadtest.judge.Threshold;
import io.gatehouse.loadtest.judge.Verdicts;
import io.gatehouse.loadtest.measure.Machine;
import io.gatehouse.loadtest.plan.PlanException;
import io.gatehouse.loadtest.run.LoadRun;
import io.gatehouse.loadtest.run.RunFailed;
import io.gatehouse.loadtest.run.RunResult;
import io.gatehouse.loadtest.run.RunSpec;
import io.gatehouse.loadtest.run.Target;
import io.gatehouse.loadtest.site.SiteException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The run that everybody makes alike, so that two commits compare. */
@Command(
        name = "canonical",
        description = {
            "The same run for everybody, two numbers out: events per second of server CPU (closed loop, window 16, a",
            "third of the time, most of it warm-up), and the highest rate with p99 <= 5 ms (the rest). 256 gates, seed",
            "1. 'gatehouse loadtest run' without arguments is this, with a server and a site of its own."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatehouse loadtest run                       # this, with a server and a site of its own",
            "  gatehouse loadtest canonical --target 127.0.0.1:7400 --server-pid 4711 --site site -o before",
            "  gatehouse loadtest compare before after      # where both are folders of it",
        })
final class CanonicalCommand implements Callable<Integer> {
    private static final int GATES = 256;
    private static final int WINDOW = 16;
    private static final long SEED = 1;
    private static final double PRECISION = 0.05;
    private static final List<String> HOLDS =
            List.of("decision:p(99)<=5ms", "lost==0", "unsent==0", "duplicated==0", "reordered==0", "errors==0");
    private static final double FIRST = 10_000;
    private static final double HIGHEST = 10e6;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServerOptions server;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "The folder of the report. Default: one of the moment, below data.")
    private Path out;

    @Option(
            names = "--budget",
            defaultValue = "60s",
            paramLabel = "SPAN",
            description = "What it takes in all. Only runs of the same length compare.")
    private Span budget;

    @Option(names = "--sleep", hidden = true, description = "Sleep while there is nothing to do.")
    private boolean sleep;

    private Instant begin;
    private final HighestHeld best = new HighestHeld();

    @Override
    public Integer call() throws RunFailed, SiteException, PlanException, IOException, InterruptedException {
        server.needsPid(spec);
        if (budget.duration().isZero()) {
            throw new ParameterException(spec.commandLine(), "--budget is above 0");
        }
        return Interruption.guard(spec, this::measure);
    }

    private int measure(Interruption interruption) throws RunFailed, SiteException, IOException, InterruptedException {
        Target target = server.target(server.read(), GATES, SEED);
        server.pin();
        begin = Instant.now();
        Path folder = out != null ? out : OutputOptions.folderOfNow();
        SearchReport report = new SearchReport(folder, Typed.circumstances(spec, begin));
        report.prepare(budget.duration());
        System.out.printf("%s%nserver: %s%n%s%n", Machine.describe(), server.version(), server.durability());
        RunResult closed = closed(target, interruption);
        Capacity found = search(target, interruption);
        report.run("closed", target, closed, Verdicts.NONE);
        best.write(report, target);
        report.result("canonical", server.version(), figures(closed, found));
        say(folder, closed, found);
        if (interruption.happened()) {
            return Main.INTERRUPTED;
        }
        return found.held() > 0 ? Main.OK : Main.THRESHOLD;
    }

    private Duration share(double share) {
        return Duration.ofNanos((long) (budget.duration().toNanos() * share));
    }

    /** First, and long: it warms the server's JIT for the search too. */
    private RunResult closed(Target target, Interruption interruption) throws RunFailed, InterruptedException {
        RunSpec how = new RunSpec(WINDOW, 0, false, !sleep, share(0.21), share(0.1), SEED);
        System.out.printf("%n%s; %d connections%n", how.describe(), target.connections());
        LoadRun run = new LoadRun(target, how, 1, List.of(interruption, new ProgressLines(System.out)), Map::of);
        RunResult result = interruption.ends(run).run();
        if (interruption.happened()) {
            throw new InterruptedException("interrupted");
        }
        if (!result.ok()) {
            throw new RunFailed("%d undecided, %d unacknowledged, %d failures%n%s"
                    .formatted(
                            result.accounts().undecided(),
                            result.accounts().unacknowledged(),
                            result.failures().total(),
                            result.failures().describe()));
        }
        System.out.printf(
                Locale.ROOT,
                "%,.0f events/s, %,.0f per second of server CPU; server %.0f %% of a core, generator %.0f %%%n",
                result.eventsPerSecond(),
                result.eventsPerTargetCpuSecond(),
                100 * result.targetCores(),
                100 * result.ownCores());
        return result;
    }

    private Capacity search(Target target, Interruption interruption) throws RunFailed, InterruptedException {
        List<Threshold> holds = HOLDS.stream().map(Threshold::parse).toList();
        RunSpec pattern = new RunSpec(0, FIRST, false, !sleep, share(1 / 100.0), share(1 / 30.0), SEED);
        System.out.printf("%nopen loop, latency from the planned time; holds: %s%n", String.join(", ", HOLDS));
        CapacityTable table = new CapacityTable(System.out);
        table.head();
        SteadyTrial trial = new SteadyTrial(target, pattern, holds, interruption, best);
        // A step that begins now is still to end.
        Duration left =
                budget.duration().minus(Duration.between(begin, Instant.now())).minus(share(1 / 20.0));
        SearchPlan plan = new SearchPlan(FIRST, HIGHEST, PRECISION, left);
        return new CapacitySearch(plan, trial, table::step, System::nanoTime).find();
    }

    private Map<String, Object> figures(RunResult closed, Capacity found) {
        Map<String, Object> json = new LinkedHashMap<>(CapacityJson.of(found));
        json.put("eventsPerTargetCpuSecond", closed.eventsPerTargetCpuSecond());
        json.put("eventsPerSecond", closed.eventsPerSecond());
        json.put("targetCores", closed.targetCores());
        json.put("generatorCores", closed.ownCores());
        json.put("durability", server.durability());
        json.put("seconds", Duration.between(begin, Instant.now()).toMillis() / 1e3);
        return json;
    }

    private static void say(Path folder, RunResult closed, Capacity found) {
        System.out.printf("%n%s%n", CapacityTable.answer(found));
        System.out.printf("report: %s (its folders 'held' and 'closed' have a page each)%n", folder);
        System.out.printf("%nscans in a second, the most with p99 <= 5 ms:%n%n%s", BigDigits.of((long) found.held()));
        System.out.printf(
                "%nevents per second of server CPU, closed loop, window %d:%n%n%s%n",
                WINDOW, BigDigits.of(Math.round(closed.eventsPerTargetCpuSecond())));
    }
}
