package io.gatehouse.server.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Names of snapshots: 20 decimal digits of the position at which replay goes on. */
final class SnapshotName {
    static final String SUFFIX = ".snapshot";

    private static final int DIGITS = 20;

    private SnapshotName() {}

    static String of(long position) {
        return String.format(Locale.ROOT, "%020d", position) + SUFFIX;
    }

    /** Its name while it is made. */
    static String temporary(long position) {
        return of(position) + SegmentName.TEMPORARY;
    }

    static boolean isOne(String name) {
        return name.length() == DIGITS + SUFFIX.length()
                && name.endsWith(SUFFIX)
                && name.chars().limit(DIGITS).allMatch(c -> c >= '0' && c <= '9');
    }

    /** Names of all there are, the newest first. */
    static List<String> list(Disk disk) throws IOException {
        List<String> names = new ArrayList<>();
        for (String name : disk.list()) {
            if (isOne(name)) {
                names.add(0, name);
            }
        }
        return names;
    }
}
