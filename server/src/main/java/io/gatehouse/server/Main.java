package io.gatehouse.server;

import io.gatehouse.server.seam.SystemClock;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of the server's jar. */
@Command(
        name = "gatehouse",
        description = "The server that decides at a gate.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Main {
    private static final int HELP_WIDTH = 120;

    private Main() {}

    public static void main(String[] args) {
        long jvmStartedUs = TimeUnit.MILLISECONDS.toMicros(
                ManagementFactory.getRuntimeMXBean().getStartTime());
        int code = commands(new StartTimes(new SystemClock(), jvmStartedUs)).execute(args);
        if (code != ServerCommand.KEEPS_RUNNING) {
            System.exit(code);
        }
    }

    static CommandLine commands(StartTimes times) {
        CommandLine line = new CommandLine(new Main());
        line.addSubcommand(new ServerCommand(times));
        line.addSubcommand(new ConfigCommand(System.getenv()));
        line.addSubcommand(new JournalCommand());
        line.addSubcommand(new SiteCommand(java.time.Clock.systemUTC()));
        line.setParameterExceptionHandler(Main::misused);
        line.setExecutionExceptionHandler((e, command, parsed) -> Errors.report(e, command.getErr()));
        line.setUsageHelpWidth(HELP_WIDTH);
        setUsageExit(line);
        return line;
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

    private static void setUsageExit(CommandLine line) {
        line.getCommandSpec().exitCodeOnInvalidInput(Exit.USAGE);
        line.getCommandSpec().exitCodeOnExecutionException(Exit.INTERNAL);
        line.getSubcommands().values().forEach(Main::setUsageExit);
    }
}
