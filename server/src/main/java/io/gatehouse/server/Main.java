package io.gatehouse.server;

import io.gatehouse.server.seam.SystemClock;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;

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
        line.setExecutionExceptionHandler((e, command, parsed) -> Errors.report(e, command.getErr()));
        line.setUsageHelpWidth(HELP_WIDTH);
        setUsageExit(line);
        return line;
    }

    private static void setUsageExit(CommandLine line) {
        line.getCommandSpec().exitCodeOnInvalidInput(Exit.USAGE);
        line.getCommandSpec().exitCodeOnExecutionException(Exit.INTERNAL);
        line.getSubcommands().values().forEach(Main::setUsageExit);
    }
}
