package io.gatehouse.server.journal;

import java.io.IOException;

/** Takes what a start finds: the records of a snapshot, if there is one, then those of the journal behind it. */
public interface StateVisitor extends RecordVisitor {
    /** The records of that snapshot follow. */
    default void onStateBegins(SnapshotSummary snapshot) {}

    /** The bytes of one {@code SnapshotRecord}, head and end apart, good during the call. */
    void onState(byte[] bytes, int offset, int length) throws IOException;

    /** All records of that snapshot were handed over. */
    void onStateRead(SnapshotSummary snapshot) throws IOException;

    /** A snapshot is no good; the one before it, or the whole journal, takes its place. */
    void onPassedOver(String name, String why);
}
