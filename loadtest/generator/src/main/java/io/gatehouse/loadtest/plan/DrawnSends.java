package io.gatehouse.loadtest.plan;

import java.util.SplittableRandom;

/** Sends at drawn gates of one event loop; what is scanned, the gate and its sequence say. */
public final class DrawnSends implements Sends {
    private final Arrivals arrivals;
    private final SplittableRandom random;
    private final int lane;
    private final int lanes;
    private final int gates;
    private int gate;

    /** Those of the gates whose index is {@code lane} modulo {@code lanes}. */
    public DrawnSends(Timing timing, int lane, int lanes, int gates) {
        this.arrivals = new Arrivals(timing);
        this.random = new SplittableRandom(timing.seed() ^ 0x5bd1e995);
        this.lane = lane;
        this.lanes = lanes;
        this.gates = gates;
        draw();
    }

    @Override
    public long offsetNanos() {
        return arrivals.nanos();
    }

    @Override
    public int gate() {
        return gate;
    }

    @Override
    public long ticket() {
        return 0;
    }

    @Override
    public void advance() {
        arrivals.advance();
        draw();
    }

    private void draw() {
        gate = random.nextInt(gates);
        while (gate % lanes != lane && arrivals.nanos() != Long.MAX_VALUE) {
            arrivals.advance();
            gate = random.nextInt(gates);
        }
    }
}
