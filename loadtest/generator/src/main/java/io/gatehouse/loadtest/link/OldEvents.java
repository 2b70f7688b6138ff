package io.gatehouse.loadtest.link;

/**
 * Events that each gate decided by itself before the run and delivers first, evenly spread over the time in which it
 * was offline.
 *
 * @param perGate how many, from 1
 * @param fromUs the gate's clock at the first, microseconds since 1970
 * @param spanUs how long it was offline, microseconds
 */
public record OldEvents(long perGate, long fromUs, long spanUs) {
    /** The gate's clock at an event. */
    long timeUs(long index) {
        return fromUs + (long) ((double) spanUs * index / perGate);
    }
}
