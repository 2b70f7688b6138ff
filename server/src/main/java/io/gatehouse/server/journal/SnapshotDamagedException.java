package io.gatehouse.server.journal;

import java.io.IOException;

/** A snapshot is not as it was written. */
public final class SnapshotDamagedException extends IOException {
    private static final long serialVersionUID = 1;

    SnapshotDamagedException(String file, long offset, String what) {
        super("snapshot damaged: " + file + " at offset " + offset + ": " + what);
    }
}
