package io.gatehouse.server.session;

/**
 * What connections may take of the server.
 *
 * @param connections at a time, those included whose session has ended and whose socket lingers
 * @param notLoggedIn those of them whose Hello has not come or was not good
 * @param acceptsPerSecond and as many at one moment after a pause
 * @param heardOut connections at a time that were refused and are told so; whoever is beyond is closed without a word
 */
public record Caps(int connections, int notLoggedIn, int acceptsPerSecond, int heardOut, Source source, Logins logins) {
    /**
     * Of one address, of IPv6 a /64.
     *
     * @param acceptsPerSecond and {@link #BURST} times as many at one moment after a pause
     * @param tracked addresses that are remembered beyond their last connection
     * @param loopback whether this holds for this machine, too, and so do {@link Logins}
     */
    public record Source(int connections, int acceptsPerSecond, int tracked, boolean loopback) {
        /** So that what stands behind one router can come back at once. */
        static final int BURST = 5;
    }

    /**
     * Failed ones, by address and by gate.
     *
     * @param perMinute and as many at one moment
     * @param delayMillis of the next Hello after too many; doubles with each that fails again
     * @param longestDelayMillis of them
     */
    public record Logins(int perMinute, int delayMillis, int longestDelayMillis) {}

    /** The same with fewer connections, where the process can't hold as many. */
    public Caps withConnections(int fewer) {
        return new Caps(fewer, notLoggedIn, acceptsPerSecond, heardOut, source, logins);
    }

    /** As the reference configuration has them. */
    public static final Caps DEFAULT =
            new Caps(20_000, 2_048, 2_000, 64, new Source(1_024, 200, 16_384, false), new Logins(10, 1_000, 300_000));
}
