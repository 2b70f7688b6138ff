package io.gatehouse.server.pipeline;

import io.gatehouse.server.journal.SnapshotSummary;
import java.io.IOException;

/** Is told of snapshots, on the thread that makes them. */
public interface SnapshotListener {
    /** One was published. */
    default void onMade(SnapshotSummary made, long nanos) {}

    /** The oldest segments of the journal went: two snapshots cover them, and they are old enough. */
    default void onSegmentsDeleted(int count) {}

    /**
     * One could not be made, or what is old could not be deleted: tried again in a minute.
     *
     * @param full whether the disk is full
     */
    default void onFailed(IOException why, boolean full) {}
}
