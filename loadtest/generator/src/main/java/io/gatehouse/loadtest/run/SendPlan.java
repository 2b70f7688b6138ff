package io.gatehouse.loadtest.run;

import java.util.SplittableRandom;

/**
 * When what gate sends, fixed by the seed before the run and blind to how it goes. A cursor: it stands on the first
 * send and {@link #advance}s. Sends are evenly spaced or, as people come, at random (Poisson).
 */
public final class SendPlan {
    private static final double SECOND = 1e9;

    private final SplittableRandom random;
    private final double perSecond;
    private final boolean poisson;
    private final int gates;
    private long index;
    private double offset;
    private int gate;

    /**
     * @param perSecond sends in a second over all gates, above 0
     * @param gates how many there are, from 1
     */
    public SendPlan(long seed, double perSecond, int gates, boolean poisson) {
        this.random = new SplittableRandom(seed);
        this.perSecond = perSecond;
        this.gates = gates;
        this.poisson = poisson;
        draw();
    }

    /** Nanoseconds from the start of the run. */
    public long offsetNanos() {
        return (long) offset;
    }

    /** The gate, 0 to gates - 1. */
    public int gate() {
        return gate;
    }

    /** Goes on to the next send. */
    public void advance() {
        index++;
        draw();
    }

    private void draw() {
        offset = poisson ? offset - Math.log(1 - random.nextDouble()) * SECOND / perSecond : index * SECOND / perSecond;
        gate = random.nextInt(gates);
    }
}
