package io.gatehouse.server.engine;

import io.gatehouse.proto.journal.v1.SnapshotRecord;
import java.io.DataOutput;
import java.io.IOException;

/**
 * One part of the state: a fold over the journal. An event that was recorded is applied once in service and again in
 * recovery; applying it twice, or a stretch of the journal again from its beginning, ends in the same state.
 */
interface Fold {
    /** Stores the values of a recorded event. Never fails, never decides. */
    void apply(Event e);

    /** Writes all of it, in an order that does not depend on a hash. */
    void write(DataOutput out) throws IOException;

    /**
     * Copies what is small, and what can only be counted, for a snapshot that begins here: a copy of its own, which no
     * later event changes, quick to make.
     */
    StateCopy copy();

    /** What is large, to be copied in parts while events go on; null where {@link #copy} is all. */
    default StateParts parts() {
        return null;
    }

    /**
     * Takes in a record of a snapshot, if it is one of this fold. Begins with an empty state.
     *
     * @return whether it is
     * @throws IllegalArgumentException where it says what can't be
     */
    boolean read(SnapshotRecord record);
}
