package io.gatehouse.loadtest;

import io.gatehouse.loadtest.judge.Judge;
import io.gatehouse.loadtest.judge.Verdicts;
import io.gatehouse.loadtest.measure.Machine;
import io.gatehouse.loadtest.measure.Pinning;
import io.gatehouse.loadtest.plan.PlanException;
import io.gatehouse.loadtest.run.Ledger;
import io.gatehouse.loadtest.run.LoadRun;
import io.gatehouse.loadtest.run.RunFailed;
import io.gatehouse.loadtest.run.RunResult;
import io.gatehouse.loadtest.run.RunSpec;
import io.gatehouse.loadtest.run.RunWatcher;
import io.gatehouse.loadtest.site.SiteException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            "  gatehouse loadtest run                       # no options: 'canonical', two numbers in a minute",
            "  gatehouse loadtest run --scenario morning-peak -o morning       # with a server and a site of its own",
            "  gatehouse loadtest run --target 127.0.0.1:7400 --admin 127.0.0.1:7401 --site site --rate 10000/s -o report",
            "  gatehouse loadtest run --target 127.0.0.1:7400 --verify-journal data --site site --scenario morning-peak",
            "  gatehouse loadtest run --target 127.0.0.1:7400 --history unknown --site site --stages 30s:1000,2m:20000,30s:0",
            "  gatehouse loadtest run --target 127.0.0.1:7400 --site site --gates 256 --window 16 --server-pid 4711",
            "  gatehouse loadtest run --target 127.0.0.1:7400 --admin 127.0.0.1:7401 --site site --rate 5000/s \\",
            "      --duration 1m --threshold 'decision:p(99)<5ms' --threshold 'lost==0' --abort-on-fail --junit run.xml",
            "  gatehouse loadtest run --echo --target 127.0.0.1:7777 --connections 256 --window 16",
        })
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private TargetOptions target;

    @Mixin
    private LoadOptions load;

    @Mixin
    private HistoryOptions history;

    @Mixin
    private ConductOptions conduct;

    @Mixin
    private WatchOptions watching;

    @Mixin
    private ThresholdOptions thresholds;

    @Mixin
    private OutputOptions output;

    @Option(names = "--pin-generator", paramLabel = "CPU", description = "Ties this process to a core.")
    private String pin;

    @Override
    public Integer call() throws RunFailed, SiteException, PlanException, IOException, InterruptedException {
        check();
        return Interruption.guard(spec, this::run);
    }

    private int run(Interruption interruption)
            throws RunFailed, SiteException, PlanException, IOException, InterruptedException {
        if (pin != null) {
            Pinning.pinSelf(pin);
        }
        RunSpec how = load.spec();
        output.prepare(how);
        System.out.println(Machine.describe());
        Judge judge = thresholds.judge();
        RunResult result;
        TargetOptions.Resolved resolved;
        Map<String, Object> sections = new LinkedHashMap<>();
        try (WatchOptions.Watch watch = watching.open()) {
            resolved = target.resolve(how, load.replay(), history, watch.side());
            say(resolved, sections);
            List<RunWatcher> watchers = new ArrayList<>(watch.watchers());
            watchers.addAll(List.of(output, interruption, judge));
            Ledger ledger = history.ledger(resolved.target().connections());
            LoadRun run = new LoadRun(
                    resolved.target(),
                    how,
                    load.loops(),
                    watchers,
                    watch.server(),
                    conduct.conduct(how, target.hostile()));
            result = interruption.ends(run).keeping(ledger).run();
            result = history.verified(result, resolved, ledger);
            sections.putAll(watch.sections());
        }
        Verdicts verdicts = judge.judge(result);
        sections.put("thresholds", verdicts.values());
        output.write(spec, resolved.target(), result, verdicts, sections);
        thresholds.write(output.folder(), resolved.target(), result, verdicts);
        return code(interruption, result, verdicts);
    }

    /** What names the plan, and what is not known of the server. */
    private static void say(TargetOptions.Resolved resolved, Map<String, Object> sections) {
        String id = resolved.target().source().id();
        if (!id.isEmpty()) {
            System.out.println("plan        sha256 " + id);
        }
        if (resolved.before() != null && resolved.before().mind() != null) {
            System.out.println("MIND        " + resolved.before().mind());
            sections.put("notKnown", resolved.before().mind());
        }
    }

    /** A threshold that fails comes before a run that does: who set one wants to hear of it. */
    private static int code(Interruption interruption, RunResult result, Verdicts verdicts) {
        if (interruption.happened()) {
            return Main.INTERRUPTED;
        }
        if (!verdicts.ok()) {
            return Main.THRESHOLD;
        }
        return result.ok() ? Main.OK : Main.FAILED;
    }

    private void check() {
        for (String wrong : new String[] {load.wrong(), target.wrong(), output.wrong(), thresholds.wrong()}) {
            refuse(wrong);
        }
        refuse(history.wrong(!target.echo() && load.planned(), watching.hasAdmin()));
    }

    private void refuse(String wrong) {
        if (wrong != null) {
            throw new ParameterException(spec.commandLine(), wrong);
        }
    }
}
