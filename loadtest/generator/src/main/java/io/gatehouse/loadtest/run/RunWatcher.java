package io.gatehouse.loadtest.run;

/** Looks on while a run goes. All methods are called on the thread that makes the run, between its other work. */
public interface RunWatcher {
    /** The plan's time 0 is set, {@link System#nanoTime}; nothing was sent yet. */
    default void starts(long nanos) {}

    /** All gates are let in, the plan begins. */
    default void begins(Target target, RunSpec spec) {}

    /** A stretch is over. */
    default void passed(Interval interval) {}

    /** Asked after each stretch: a reason, in words, to end the run now; null to go on. */
    default String wantsToStop() {
        return null;
    }
}
