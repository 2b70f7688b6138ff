package io.gatehouse.server.engine;

import io.gatehouse.proto.journal.v1.SnapshotRecord;
import java.io.IOException;

/** Takes the records of a snapshot. */
public interface StateSink {
    /** Takes one {@code SnapshotRecord}; the bytes are the caller's again when it returns. */
    void record(byte[] bytes, int offset, int length) throws IOException;

    void record(SnapshotRecord record) throws IOException;
}
