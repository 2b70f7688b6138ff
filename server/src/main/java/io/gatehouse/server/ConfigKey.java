package io.gatehouse.server;

import java.util.List;
import java.util.Locale;

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
        /** A file, or empty for none. */
        FILE,
        FLAG,
        /** none, optional or required. */
        CLIENT_AUTH,
        /** auto, openssl or jdk. */
        TLS_PROVIDER,
        /** An IANA time zone. */
        ZONE,
        COUNT,
        /** With its unit, as in 10s. */
        DURATION,
        /** With its unit, as in 256MiB. */
        SIZE,
        /** auto, json or human. */
        LOG_FORMAT,
        /** error, warn, info or debug. */
        LOG_LEVEL,
        /** The name of a profile, or none. */
        PROFILE,
        /** A text that nobody is shown. */
        SECRET
    }

    /** The profiles that come with the server, the smallest first. */
    static final List<String> PROFILES = List.of("laptop", "server", "city");

    /** Stands where no profile is chosen. */
    static final String NO_PROFILE = "none";

    private static final long KIB = 1 << 10;
    private static final long MIB = 1 << 20;

    static final List<ConfigKey> ALL = List.of(
            of("profile", Kind.PROFILE),
            of("listen.host", Kind.HOST),
            count("listen.port", 0, 65_535),
            count("listen.backlog", 1, 65_535),
            of("admin.host", Kind.HOST),
            count("admin.port", 0, 65_535),
            count("admin.connections", 4, 1_024),
            count("metrics.gates", 0, 1_000_000),
            of("log.format", Kind.LOG_FORMAT),
            of("log.level", Kind.LOG_LEVEL),
            of("log.pass-key", Kind.FILE),
            of("data-dir", Kind.FOLDER),
            of("site-dir", Kind.FOLDER),
            of("allow-plaintext", Kind.FLAG),
            of("tls.certificate", Kind.FILE),
            of("tls.key", Kind.FILE),
            of("tls.client-auth", Kind.CLIENT_AUTH),
            of("tls.client-ca", Kind.FILE),
            of("tls.provider", Kind.TLS_PROVIDER),
            of("time-zone", Kind.ZONE),
            count("io-threads", 0, 31),
            count("ring-size", 64, 1 << 20),
            duration("drain-deadline", 100, 60_000),
            count("session.window", 1, 1_024),
            duration("session.heartbeat", 100, 60_000),
            duration("session.decision-deadline", 50, 10_000),
            duration("session.hello-deadline", 100, 60_000),
            duration("session.frame-deadline", 100, 60_000),
            duration("session.slow-reader", 100, 60_000),
            size("session.write-watermark", 16 * KIB, MIB),
            duration("session.ack-hold", 0, 100),
            count("caps.connections", 1, 1_000_000),
            count("caps.reserved-descriptors", 64, 65_536),
            count("caps.not-logged-in", 1, 1_000_000),
            count("caps.accepts-per-second", 1, 1_000_000),
            count("caps.source-connections", 1, 1_000_000),
            count("caps.source-accepts-per-second", 1, 1_000_000),
            count("caps.failed-logins-per-minute", 1, 100_000),
            duration("caps.failed-login-delay", 100, 600_000),
            duration("caps.failed-login-longest-delay", 100, 3_600_000),
            count("caps.tracked-sources", 64, 1_000_000),
            of("caps.count-loopback", Kind.FLAG),
            size("journal.segment-size", 136 * MIB, 1_024 * MIB),
            duration("journal.commit-interval", 0, 100),
            size("journal.commit-size", 64 * KIB, 16 * MIB),
            size("journal.snapshot-size", MIB, 1_048_576 * MIB),
            duration("journal.snapshot-interval", 1_000, 604_800_000),
            duration("journal.retention", 3_600_000, 315_360_000_000L),
            count("roster.entries", 1_000, 50_000_000));

    private static ConfigKey of(String path, Kind kind) {
        return new ConfigKey(path, kind, 0, 0);
    }

    private static ConfigKey count(String path, long min, long max) {
        return new ConfigKey(path, Kind.COUNT, min, max);
    }

    private static ConfigKey duration(String path, long minMillis, long maxMillis) {
        return new ConfigKey(path, Kind.DURATION, minMillis, maxMillis);
    }

    private static ConfigKey size(String path, long minBytes, long maxBytes) {
        return new ConfigKey(path, Kind.SIZE, minBytes, maxBytes);
    }

    /** The variable of the environment that sets it. */
    String variable() {
        return "GATEHOUSE_" + path.toUpperCase(Locale.ROOT).replace(".", "__").replace('-', '_');
    }

    boolean secret() {
        return kind == Kind.SECRET;
    }

    /** What values may be, for messages and the reference. */
    String bounds() {
        return switch (kind) {
            case HOST -> "a host name or address";
            case FOLDER -> "a folder";
            case FILE -> "a file, or empty for none";
            case CLIENT_AUTH -> "none, optional or required";
            case TLS_PROVIDER -> "auto, openssl or jdk";
            case LOG_FORMAT -> "auto, json or human";
            case LOG_LEVEL -> "error, warn, info or debug";
            case FLAG -> "true or false";
            case ZONE -> "an IANA time zone";
            case COUNT -> min + " to " + max;
            case DURATION -> millis(min) + " to " + millis(max);
            case SIZE -> bytes(min) + " to " + bytes(max);
            case PROFILE -> NO_PROFILE + ", " + String.join(", ", PROFILES);
            case SECRET -> "a text";
        };
    }

    private static String millis(long millis) {
        return millis > 0 && millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }

    private static String bytes(long bytes) {
        return bytes % MIB == 0 ? bytes / MIB + "MiB" : bytes / KIB + "KiB";
    }
}
