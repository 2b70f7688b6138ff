package io.gatehouse.server;

import java.util.List;

/**
 * One key of the configuration and its range. Defaults and reasons stand in {@code reference-gatehouse.conf}; a test
 * holds the two together.
 *
 * @param path below {@code gatehouse}
 * @param min of a count as it is, of a duration in milliseconds, of a size in bytes; inclusive
 * @param max likewise
 */
record ConfigKey(String path, Kind kind, long min, long max) {
    enum Kind {
        /** A host name or address that resolves. */
        HOST,
        /** A folder; a relative one begins at the working folder. Has no default. */
        FOLDER,
        FLAG,
        /** An IANA time zone. */
        ZONE,
        COUNT,
        /** With its unit, as in 10s. */
        DURATION,
        /** With its unit, as in 256MiB. */
        SIZE
    }

    private static final long MIB = 1 << 20;

    static final List<ConfigKey> ALL = List.of(
            of("listen.host", Kind.HOST),
            new ConfigKey("listen.port", Kind.COUNT, 0, 65_535),
            of("admin.host", Kind.HOST),
            new ConfigKey("admin.port", Kind.COUNT, 0, 65_535),
            of("data-dir", Kind.FOLDER),
            of("site-dir", Kind.FOLDER),
            of("allow-plaintext", Kind.FLAG),
            of("time-zone", Kind.ZONE),
            new ConfigKey("io-threads", Kind.COUNT, 0, 31),
            new ConfigKey("ring-size", Kind.COUNT, 64, 1 << 20),
            new ConfigKey("session.window", Kind.COUNT, 1, 1_024),
            new ConfigKey("session.heartbeat", Kind.DURATION, 100, 60_000),
            new ConfigKey("session.decision-deadline", Kind.DURATION, 50, 10_000),
            new ConfigKey("session.hello-deadline", Kind.DURATION, 100, 60_000),
            new ConfigKey("session.frame-deadline", Kind.DURATION, 100, 60_000),
            new ConfigKey("session.slow-reader", Kind.DURATION, 100, 60_000),
            new ConfigKey("session.ack-hold", Kind.DURATION, 0, 100),
            new ConfigKey("journal.segment-size", Kind.SIZE, 136 * MIB, 1_024 * MIB),
            new ConfigKey("journal.snapshot-size", Kind.SIZE, MIB, 1_048_576 * MIB),
            new ConfigKey("journal.snapshot-interval", Kind.DURATION, 1_000, 604_800_000),
            new ConfigKey("journal.retention", Kind.DURATION, 3_600_000, 315_360_000_000L),
            new ConfigKey("roster.entries", Kind.COUNT, 1_000, 50_000_000));

    private static ConfigKey of(String path, Kind kind) {
        return new ConfigKey(path, kind, 0, 0);
    }

    /** What values may be, for messages and the reference. */
    String bounds() {
        return switch (kind) {
            case HOST -> "a host name or address";
            case FOLDER -> "a folder";
            case FLAG -> "true or false";
            case ZONE -> "an IANA time zone";
            case COUNT -> min + " to " + max;
            case DURATION -> duration(min) + " to " + duration(max);
            case SIZE -> min / MIB + "MiB to " + max / MIB + "MiB";
        };
    }

    private static String duration(long millis) {
        return millis > 0 && millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }
}
