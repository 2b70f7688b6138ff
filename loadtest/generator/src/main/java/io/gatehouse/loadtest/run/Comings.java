package io.gatehouse.loadtest.run;

/**
 * When gates connect and whether they come back.
 *
 * @param perSecond connections begun in a second; 0: as many as a server lets in by its defaults,
 *     {@link Double#POSITIVE_INFINITY}: all at once
 * @param comeBack a gate that was not let in tries again
 * @param mayBeLost so does one that was in, and its loss is no failure
 */
public record Comings(double perSecond, boolean comeBack, boolean mayBeLost) {
    /** As many as a server lets in, and each is to stay. */
    public static final Comings USUAL = new Comings(0, false, false);

    /** A server takes 2,000 connections at a moment and in a second, with its caps as they come. */
    private static final int AT_ONCE = 1_000;

    private static final int A_SECOND = 1_500;

    /** Nanoseconds from the first connect to that of a gate. */
    long offsetNanos(int gate) {
        if (perSecond == 0) {
            return gate < AT_ONCE ? 0 : (gate - AT_ONCE) * 1_000_000_000L / A_SECOND;
        }
        return offsetNanosBack(gate);
    }

    /** The same when the power is back: without a rate all come at once. */
    long offsetNanosBack(int gate) {
        return perSecond == 0 ? 0 : (long) (gate * 1e9 / perSecond);
    }
}
