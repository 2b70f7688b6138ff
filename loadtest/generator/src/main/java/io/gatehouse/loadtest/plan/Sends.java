package io.gatehouse.loadtest.plan;

/** When which gate sends what, in the order of time. A cursor of one event loop: it makes no object. */
public interface Sends {
    /** Nanoseconds from the start of the plan of the send that it stands on; {@link Long#MAX_VALUE} behind the last. */
    long offsetNanos();

    /** The gate of it, by its index in the fleet. */
    int gate();

    /** What the scan is; 0 where the gate and its sequence say that. */
    long ticket();

    /** Goes on to the next one. */
    void advance();
}
