package io.gatehouse.loadtest;

import io.gatehouse.loadtest.plan.PlanException;
import io.gatehouse.loadtest.run.LoadRun;
import io.gatehouse.loadtest.run.RunFailed;
import io.gatehouse.loadtest.run.RunSpec;
import io.gatehouse.loadtest.run.RunWatcher;
import io.gatehouse.loadtest.run.Target;
import io.gatehouse.loadtest.site.SiteException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.function.LongSupplier;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Ctrl-C, SIGTERM and the end of the terminal: the first ends the run under way so that its report is still written, the
 * second ends the process at once, unless it says once more that the terminal is gone. The JDK's class for signals has no supported name, so it is reached for by reflection; a shutdown hook would
 * not do, the JVM does not hear a second signal while it runs.
 */
final class Interruption implements RunWatcher {
    private static final String WORDS = "interrupted by a signal";

    /** Signals that come together are one: a group's and one that a launcher hands on. */
    private static final long ONE_MOMENT_NANOS = 500_000_000;

    private final Runnable halt;
    private final LongSupplier nanos;
    private final Thread runner = Thread.currentThread();
    private LoadRun run;
    private boolean begun;
    private long firstNanos;
    private volatile boolean happened;

    /**
     * @param halt ends the process
     * @param nanos a clock like {@link System#nanoTime}
     */
    Interruption(Runnable halt, LongSupplier nanos) {
        this.halt = halt;
        this.nanos = nanos;
    }

    /** What can be interrupted. */
    interface Work {
        /** Does it; gives the exit code. */
        int run(Interruption interruption)
                throws RunFailed, SiteException, PlanException, IOException, InterruptedException;
    }

    /**
     * Does something that signals end.
     *
     * @return its exit code; 130 where a signal came before there was anything to report
     */
    static int guard(CommandSpec command, Work work)
            throws RunFailed, SiteException, PlanException, IOException, InterruptedException {
        Interruption interruption =
                new Interruption(() -> Runtime.getRuntime().halt(Main.INTERRUPTED), System::nanoTime);
        interruption.handle("INT", interruption::signal);
        interruption.handle("TERM", interruption::signal);
        interruption.handle("HUP", interruption::hangup);
        try {
            return work.run(interruption);
        } catch (InterruptedException e) {
            if (!interruption.happened()) {
                throw e;
            }
            command.commandLine().getErr().println("loadtest: interrupted before there was a result: no report");
            return Main.INTERRUPTED;
        }
    }

    /** Whether a signal came. */
    boolean happened() {
        return happened;
    }

    /** Names the run that a signal ends from here on. */
    synchronized LoadRun ends(LoadRun next) throws InterruptedException {
        if (happened) {
            throw new InterruptedException(WORDS);
        }
        run = next;
        begun = false;
        return next;
    }

    @Override
    public synchronized void begins(Target target, RunSpec spec) {
        begun = true;
    }

    /** What a signal does. */
    synchronized void signal() {
        if (happened) {
            if (nanos.getAsLong() - firstNanos > ONE_MOMENT_NANOS) {
                halt.run();
            }
            return;
        }
        first();
    }

    /** What the end of the terminal does. */
    synchronized void hangup() {
        if (!happened) {
            first();
        }
    }

    private void first() {
        firstNanos = nanos.getAsLong();
        happened = true;
        System.err.println("loadtest: ending; once more ends it at once");
        if (begun) {
            run.stop(WORDS);
        } else {
            runner.interrupt();
        }
    }

    private void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            Object of = signal.getConstructor(String.class).newInstance(name);
            var install = signal.getMethod("handle", signal, handler);
            Object before = install.invoke(null, of, ours);
            if (before == handler.getField("SIG_IGN").get(null)) {
                // Whoever started us wants it ignored, as nohup does.
                install.invoke(null, of, before);
            }
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // A JDK without it: a signal then ends the process without a report.
            System.err.println("loadtest: SIG" + name + " cannot be handled here: " + e);
        }
    }
}
