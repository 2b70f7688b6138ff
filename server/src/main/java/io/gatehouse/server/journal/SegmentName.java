package io.gatehouse.server.journal;

import java.util.Locale;

/** Names of files in the data directory. */
final class SegmentName {
    static final String LOCK = "LOCK";
    static final String SPARE = "spare";
    static final String SUFFIX = ".journal";
    static final String TEMPORARY = ".tmp";

    private static final int DIGITS = 20;

    private SegmentName() {}

    /** Name of the segment that begins at that position: 20 decimal digits. */
    static String of(long base) {
        return digits(base) + SUFFIX;
    }

    /** Name of that segment while it is made by a start. */
    static String temporary(long base) {
        return digits(base) + TEMPORARY;
    }

    private static String digits(long base) {
        return String.format(Locale.ROOT, "%020d", base);
    }

    /** Position that a segment's name says, or -1 where the name is not that of a segment. */
    static long base(String name) {
        if (name.length() != DIGITS + SUFFIX.length() || !name.endsWith(SUFFIX)) {
            return -1;
        }
        for (int i = 0; i < DIGITS; i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return -1;
            }
        }
        try {
            return Long.parseLong(name, 0, DIGITS, 10);
        } catch (NumberFormatException e) {
            return -1; // beyond 2^63
        }
    }
}
