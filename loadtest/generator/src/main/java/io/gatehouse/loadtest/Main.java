package io.gatehouse.loadtest;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;

import io.gatehouse.loadtest.judge.Threshold;
import io.gatehouse.loadtest.judge.ThresholdSyntaxException;
import io.gatehouse.loadtest.plan.PlanException;
import io.gatehouse.loadtest.run.RunFailed;
import io.gatehouse.loadtest.site.SiteException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of the load test. */
@Command(
        name = "gatehouse loadtest",
        description = "Simulated gates: the demo's morning peak, and the rates and latencies that a server holds.",
        mixinStandardHelpOptions = true,
        version = "gatehouse loadtest 0.1.0",
        subcommands = {
            RunCommand.class,
            EchoCommand.class,
            RatioCommand.class,
            PeersCommand.class,
            DemoCommand.class,
            StormCommand.class,
            ScaleCommand.class,
            ScrapeCostCommand.class,
            TlsCostCommand.class,
            ReportCommand.class,
            SelfTestCommand.class,
            CapacityCommand.class,
            CanonicalCommand.class,
            CompareCommand.class,
            ScenariosCommand.class,
            PlanCommand.class,
            MergeCommand.class,
        },
        commandListHeading = "",
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatehouse loadtest run                       # two numbers in a minute, with a server of its own",
            "  gatehouse loadtest run --scenario morning-peak -o morning",
            "  gatehouse loadtest run --rate 20000/s --threshold 'decision:p(99)<5ms'",
            "  gatehouse loadtest compare before after",
        })
public final class Main implements Runnable {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 64;
    static final int THRESHOLD = 99;
    static final int INTERRUPTED = 130;

    private static final int HELP_WIDTH = 118;

    private static final Map<String, String> EXIT_CODES = new LinkedHashMap<>();

    static {
        EXIT_CODES.put("0", "ok");
        EXIT_CODES.put("1", "the run failed: nothing could be measured, or not every scan is accounted for");
        EXIT_CODES.put("64", "usage");
        EXIT_CODES.put("99", "a threshold failed, or a figure is worse than its tolerance");
        EXIT_CODES.put("130", "interrupted; the report is written all the same");
    }

    @Spec
    private CommandSpec spec;

    private Main() {}

    /** Runs one subcommand and exits with its code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.registerConverter(HostPort.class, HostPort::parse)
                .registerConverter(Rate.class, Rate::parse)
                .registerConverter(Span.class, Span::parse)
                .registerConverter(Threshold.class, Main::threshold)
                .registerConverter(StageList.class, StageList::parse)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(HELP_WIDTH)
                .setParameterExceptionHandler(Main::misused)
                .setExecutionExceptionHandler(Main::failed);
        line.getHelpSectionMap().put(SECTION_KEY_COMMAND_LIST, new CommandGroups());
        setExitCodes(line);
        return line;
    }

    private static Threshold threshold(String text) {
        try {
            return Threshold.parse(text);
        } catch (ThresholdSyntaxException e) {
            throw new CommandLine.TypeConversionException(e.getMessage());
        }
    }

    /** Of this command and those below it: the annotations would have to say it one by one. */
    private static void setExitCodes(CommandLine line) {
        CommandSpec spec = line.getCommandSpec();
        spec.exitCodeOnInvalidInput(USAGE).exitCodeOnExecutionException(FAILED);
        if (spec.usageMessage().exitCodeList().isEmpty()) {
            spec.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(EXIT_CODES);
        }
        line.getSubcommands().values().forEach(Main::setExitCodes);
    }

    /** The help of one command fills a screen, and what is wrong would be above it: it is named only. */
    private static int misused(ParameterException e, String[] args) {
        CommandLine line = e.getCommandLine();
        PrintWriter err = line.getErr();
        err.println(e.getMessage());
        boolean similar = UnmatchedArgumentException.printSuggestions(e, err);
        ParseResult parsed = line.getParseResult();
        boolean chosen = parsed != null && parsed.hasSubcommand();
        if (!similar && !chosen && !line.getSubcommands().isEmpty()) {
            line.usage(err);
        } else {
            err.println("Try: " + line.getCommandSpec().qualifiedName() + " --help");
        }
        err.flush();
        return line.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed) throws Exception {
        if (isSaid(e)) {
            line.getErr().println("loadtest: " + e.getMessage());
            return FAILED;
        }
        throw e;
    }

    /** Whether its message is all that somebody has to know. */
    private static boolean isSaid(Exception e) {
        return e instanceof RunFailed
                || e instanceof SiteException
                || e instanceof PlanException
                || e instanceof IOException;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which one?");
    }
}
