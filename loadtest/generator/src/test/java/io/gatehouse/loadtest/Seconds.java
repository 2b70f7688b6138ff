package io.gatehouse.loadtest;

import io.gatehouse.loadtest.measure.Tally;
import io.gatehouse.loadtest.run.Interval;
import java.util.Map;

/** Made-up seconds of a run. */
public final class Seconds {
    private Seconds() {}

    /** The second that ends there: 100 asked, 98 decided with 1 ms each, 2 never sent. */
    public static Interval upTo(double seconds) {
        Tally tally = new Tally();
        tally.sent = 98;
        tally.answered = 98;
        tally.acked = 90;
        tally.late = 3;
        tally.verdicts[1] = 95;
        tally.verdicts[2] = 3;
        tally.decision.record(1_000_000, 98);
        tally.decisionFromSend.record(900_000, 98);
        tally.ack.record(3_000_000, 90);
        tally.lateness.record(100_000, 98);
        return new Interval(seconds - 1, 1, true, 100, 2, tally, 4, 1, 8, 0.25, Double.NaN, 1, Map.of());
    }
}
