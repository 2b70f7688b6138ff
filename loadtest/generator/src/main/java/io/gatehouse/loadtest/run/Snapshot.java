package io.gatehouse.loadtest.run;

import io.gatehouse.loadtest.measure.Tally;

/**
 * All counters at one moment.
 *
 * @param nanos {@link System#nanoTime}
 * @param tally of the generator
 * @param targetCpu seconds of CPU of the target's process; NaN where it is not known
 * @param ownCpu seconds of CPU of this process
 */
record Snapshot(long nanos, Tally tally, double targetCpu, double ownCpu) {}
