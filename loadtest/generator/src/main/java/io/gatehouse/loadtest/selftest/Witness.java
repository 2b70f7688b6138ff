package io.gatehouse.loadtest.selftest;

import io.gatehouse.loadtest.echo.DelayEcho;
import io.gatehouse.loadtest.measure.Latency;
import io.gatehouse.loadtest.run.RunWatcher;
import java.time.Duration;

/**
 * What latencies from the plan really were, without anything that the generator measured: when the n-th scan of an
 * evenly spaced plan was due, arithmetic says; when its answer left, the echo saw. A send that was late, a frame that
 * lay unread and an answer that left later than it should are all in it, as a person at the gate would have them. What
 * is not in it is the way back, from the echo's write to the generator's read: that, and every mistake, is what the
 * generator reports beyond it.
 */
final class Witness implements DelayEcho.Departures, RunWatcher {
    private static final double SECOND = 1e9;

    private final double perSecond;
    private final long first;
    private final long end;
    private final Latency latency = new Latency();
    private volatile long start;

    /**
     * @param perSecond scans in a second
     * @param warmup whose scans do not count
     * @param measured how long those that count are sent
     */
    Witness(double perSecond, Duration warmup, Duration measured) {
        this.perSecond = perSecond;
        this.first = Math.round(perSecond * warmup.toNanos() / SECOND);
        this.end = Math.round(perSecond * warmup.plus(measured).toNanos() / SECOND);
    }

    @Override
    public void starts(long nanos) {
        start = nanos;
    }

    @Override
    public void leaves(byte[] frame, long nanos) {
        long number = NumberedScans.number(frame);
        if (number >= first && number < end) {
            latency.record(nanos - start - (long) (number * SECOND / perSecond), 1);
        }
    }

    /** From due to left. Complete when the echo is closed. */
    Latency latency() {
        return latency;
    }
}
