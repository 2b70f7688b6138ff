package io.gatehouse.server.sim;

import java.util.SplittableRandom;

/**
 * What one seed plays, all drawn from the seed.
 *
 * @param gates how many of the site's gates there are
 * @param millis how long things happen, before all is left to settle
 * @param scanEveryMillis mean time from scan to scan at one gate
 * @param delayMillis most that the network delays a frame, but for one in {@code spikeOneIn}
 * @param window of the sessions
 * @param ring slots of the ring
 * @param segmentBytes of the journal
 * @param crashes how often the power goes, or the process dies
 * @param nested in how many of 100 cases a recovery crashes too
 * @param kill in how many of 100 cases only the process dies, and the system keeps what was written
 * @param failures how often a disk call fails
 * @param breakEveryMillis mean time from one broken connection to the next
 * @param spool messages that a gate's spool holds before it overwrites the oldest
 * @param doubledOneIn one in so many sequenced messages is sent twice
 */
record SimOptions(
        int gates,
        int millis,
        int scanEveryMillis,
        int delayMillis,
        int spikeOneIn,
        int window,
        int ring,
        int segmentBytes,
        int crashes,
        int nested,
        int kill,
        int failures,
        int breakEveryMillis,
        int spool,
        int doubledOneIn) {

    static SimOptions of(long seed) {
        SplittableRandom random = new SplittableRandom(seed ^ 0x0F7_0F7);
        return new SimOptions(
                1 + random.nextInt(SimSite.GATES),
                2_000 + random.nextInt(5_000),
                16 << random.nextInt(5),
                1 << random.nextInt(6),
                4 << random.nextInt(6),
                4 << random.nextInt(9),
                32 << random.nextInt(3),
                (16 << 10) << random.nextInt(4),
                1 + random.nextInt(5),
                random.nextInt(80),
                random.nextInt(60),
                random.nextInt(3),
                300 << random.nextInt(6),
                random.nextInt(4) == 0 ? 8 << random.nextInt(4) : 100_000,
                random.nextBoolean() ? Integer.MAX_VALUE : 4 << random.nextInt(6));
    }

    /** A short and busy run that nothing disturbs but the one crash that its {@link CrashAt} names. */
    static SimOptions shortRun(long seed) {
        SimOptions drawn = of(seed);
        return new SimOptions(
                2, 1_000, 10, 4, 64, drawn.window(), drawn.ring(), 128 << 10, 0, 0, 30, 0, 200, 100_000, 50);
    }
}
