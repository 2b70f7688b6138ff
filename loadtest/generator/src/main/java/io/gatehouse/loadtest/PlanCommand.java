package io.gatehouse.loadtest;

import io.gatehouse.loadtest.plan.History;
import io.gatehouse.loadtest.plan.Horizon;
import io.gatehouse.loadtest.plan.Plan;
import io.gatehouse.loadtest.plan.PlanException;
import io.gatehouse.loadtest.run.RunFailed;
import io.gatehouse.loadtest.run.RunSpec;
import io.gatehouse.loadtest.site.Gate;
import io.gatehouse.loadtest.site.Site;
import io.gatehouse.loadtest.site.SiteException;
import io.gatehouse.loadtest.site.SiteReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a run would do, without one. */
@Command(
        name = "plan",
        description = {
            "Writes what a run would do, a line for each scan: when, at which gate, who, and the right answers.",
            "The sum that it prints is that of the report: the same seed, scenario, site and gates, the same sum."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        footerHeading = "%nExamples:%n",
        footer = {"  gatehouse loadtest plan --site site --scenario morning-peak --seed 7 --out plan.csv"})
final class PlanCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LoadOptions load;

    @Option(names = "--site", required = true, paramLabel = "DIR", description = "The site folder.")
    private Path site;

    @Option(
            names = {"--gates", "-c"},
            paramLabel = "N",
            showDefaultValue = Visibility.NEVER,
            description = "The first N gates of the site. Default: all, or what the scenario says.")
    private int gates;

    @Option(
            names = "--time-zone",
            defaultValue = "Asia/Shanghai",
            paramLabel = "ZONE",
            description = "The server's: days and curfews are those of this zone.")
    private ZoneId zone;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "When the run would begin, such as 2020-02-10T00:30:00Z. Default: now. It decides who is"
                    + " expired, and passes with a bound of time within the run stay at home.")
    private Instant at;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to. Default: nowhere, only the sum is said.")
    private Path out;

    @Override
    public Integer call() throws RunFailed, SiteException, PlanException, IOException {
        if (load.wrong() != null) {
            throw new ParameterException(spec.commandLine(), load.wrong());
        }
        RunSpec how = load.spec();
        if (!how.open()) {
            throw new ParameterException(spec.commandLine(), "a closed loop has no plan: no --window");
        }
        Site from = new SiteReader(site, zone).read();
        List<Gate> some = SiteOptions.gates(from, gates == 0 ? how.scenario().gates() : gates);
        Instant begins = at == null ? Instant.now() : at;
        Horizon horizon = Horizon.of(begins, how.warmup().plus(how.duration()), zone);
        Plan plan = load.replay() == null
                ? Plan.of(from, some, how.scenario(), how.timing(), horizon, History.NONE)
                : Plan.of(from, some, load.replay(), how.timing(), horizon, History.NONE);
        if (out != null) {
            try (OutputStream file = Files.newOutputStream(out)) {
                plan.write(file);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%,d scans at %,d gates; %,d with more than one right verdict; %,d passes stay at home%nsha256 %s%n",
                plan.size(),
                some.size(),
                plan.open(),
                plan.passesLeftOut(),
                plan.sha256());
        return Main.OK;
    }
}
