package io.gatehouse.server.engine;

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
}
