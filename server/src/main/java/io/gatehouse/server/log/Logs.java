package io.gatehouse.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.gatehouse.server.seam.Clock;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** The log of a server process, from its configuration on. */
public final class Logs implements AutoCloseable {
    private static final String OURS = "io.gatehouse";
    private static final int TELL_SECONDS = 10;
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private final LogTally tally = new LogTally();
    private final LogOutput output;
    private final ScheduledExecutorService teller = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "gh-log");
        thread.setDaemon(true);
        return thread;
    });

    /** How lines look. */
    public enum Format {
        /** Human at a terminal, else JSON. */
        AUTO,
        JSON,
        HUMAN;

        private boolean json() {
            return this == AUTO ? !terminal() : this == JSON;
        }
    }

    private Logs(Format format, PassHash passes, Clock clock, OutputStream out) {
        output = new LogOutput(
                format.json() ? new JsonLayout(passes) : new HumanLayout(passes), new Repeats(clock), tally, out);
    }

    /**
     * From here on all of the process is logged so, to standard error.
     *
     * @param level of our own lines: error, warn, info or debug; libraries are heard from warn on
     * @param passes null: a key that ends with the process
     */
    public static Logs start(Format format, String level, PassHash passes, Clock clock) {
        // Not System.err: its lock is taken by whoever prints.
        OutputStream out = new FileOutputStream(FileDescriptor.err);
        Logs logs = new Logs(format, passes == null ? PassHash.ofThisStart() : passes, clock, out);
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        logs.output.setContext(context);
        logs.output.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(logs.output);
        context.getLogger(OURS).setLevel(Level.toLevel(level.toUpperCase(Locale.ROOT)));
        logs.teller.scheduleWithFixedDelay(
                () -> logs.output.tellLeftOut(false), TELL_SECONDS, TELL_SECONDS, TimeUnit.SECONDS);
        return logs;
    }

    public LogTally tally() {
        return tally;
    }

    /** Says what was left out. Lines still come through. */
    @Override
    public void close() {
        teller.shutdown();
        output.tellLeftOut(true);
    }

    /** Whether standard error is a terminal. */
    private static boolean terminal() {
        try {
            String name = Files.readSymbolicLink(STANDARD_ERROR).toString();
            return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty") || name.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            // No such files here: then both ends of the console have to be one.
            return System.console() != null;
        }
    }
}
