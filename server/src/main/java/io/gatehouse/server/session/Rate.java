package io.gatehouse.server.session;

/**
 * A bound on how often something may happen, in one number for each party: when the last of what was let through would
 * have been due at an even pace.
 *
 * @param everyNanos at an even pace
 * @param burst how many may come at one moment after a pause
 */
record Rate(long everyNanos, int burst) {
    /** For a party that did nothing yet. */
    static final long FRESH = Long.MIN_VALUE;

    /** Whether one more may come now. */
    boolean allows(long due, long nowNanos) {
        return due == FRESH || due - nowNanos <= everyNanos * (burst - 1);
    }

    /** The number after one came. */
    long after(long due, long nowNanos) {
        return (forgotten(due, nowNanos) ? nowNanos : due) + everyNanos;
    }

    /** Whether nothing is left of what came: the party may be forgotten. */
    boolean forgotten(long due, long nowNanos) {
        return due == FRESH || due - nowNanos <= 0;
    }
}
