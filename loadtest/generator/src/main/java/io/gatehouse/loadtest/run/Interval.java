package io.gatehouse.loadtest.run;

import io.gatehouse.loadtest.measure.Tally;
import java.util.Map;

/**
 * What one stretch of a run brought, a second as a rule. Nobody changes it any more.
 *
 * @param from its beginning, seconds from the start of the plan
 * @param seconds how long it was
 * @param measured whether all of it lies behind the warm-up and before the end of the plan
 * @param due scans that the plan had in it; in a closed loop 0
 * @param unsent of these, never given to a gate: it was not connected, or too far behind
 * @param tally counts and latencies of this stretch alone, by the time at which something happened
 * @param connections gates that can send, at its end
 * @param undecided sent and without a decision, at its end
 * @param unacknowledged sent and without an ack, at its end
 * @param ownCores cores that the generator was at work on
 * @param targetCores cores that the target took; NaN where its process is not known
 * @param failures connections that failed in it
 * @param server what the server said of itself at its end, by name of the series; empty where nobody asked it
 */
public record Interval(
        double from,
        double seconds,
        boolean measured,
        long due,
        long unsent,
        Tally tally,
        int connections,
        long undecided,
        long unacknowledged,
        double ownCores,
        double targetCores,
        long failures,
        Map<String, Double> server) {

    /** Its end, seconds from the start of the plan. */
    public double to() {
        return from + seconds;
    }

    /** Scans decided in a second. */
    public double decidedPerSecond() {
        return tally.answered / seconds;
    }

    /** Scans that the plan asked for in a second. */
    public double duePerSecond() {
        return due / seconds;
    }
}
