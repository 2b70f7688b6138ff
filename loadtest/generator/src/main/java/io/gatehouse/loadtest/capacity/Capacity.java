package io.gatehouse.loadtest.capacity;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * What a search found.
 *
 * @param held the highest rate that holds, scans in a second; 0 where none did
 * @param failed the lowest rate above it that does not hold; NaN where none was tried
 * @param generatorLimited the generator could not ask for more: the server may hold more
 * @param cutShort the time was over, or somebody ended it, before the two were as near as they should be
 * @param steps all runs in their order
 */
public record Capacity(double held, double failed, boolean generatorLimited, boolean cutShort, List<Step> steps) {
    public Capacity {
        steps = List.copyOf(steps);
    }

    /** How far apart the rate that holds and the one that does not are, as a share of the first; NaN without one. */
    public double spread() {
        return failed / held - 1;
    }

    /** Smallest and largest p99 of the runs at the rate that holds, in milliseconds. */
    public double[] p99AtHeld() {
        DoubleStream p99 = steps.stream()
                .filter(step -> step.asked() == held)
                .mapToDouble(step -> step.times().p99());
        var all = p99.summaryStatistics();
        return new double[] {all.getMin(), all.getMax()};
    }
}
