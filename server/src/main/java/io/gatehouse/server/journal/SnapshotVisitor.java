package io.gatehouse.server.journal;

import java.io.IOException;

/** Takes the records of a snapshot, head and end included. */
@FunctionalInterface
public interface SnapshotVisitor {
    /** The bytes of one {@code SnapshotRecord}, good during the call. */
    void onRecord(byte[] bytes, int offset, int length) throws IOException;
}
