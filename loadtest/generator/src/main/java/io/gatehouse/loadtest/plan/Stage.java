package io.gatehouse.loadtest.plan;

import java.time.Duration;

/**
 * A stretch of a run in which the rate goes in a straight line from what it was to a target, as k6 has it.
 *
 * @param time how long it takes; zero: the rate jumps
 * @param target scans in a second over all gates at its end, from 0
 */
public record Stage(Duration time, double target) {
    public Stage {
        if (time.isNegative() || !(target >= 0 && target <= 100e6)) {
            throw new IllegalArgumentException("a stage has a time and a rate from 0: " + time + ", " + target);
        }
    }
}
