package io.gatehouse.server.engine;

/** A copy of the state in parts. Engine thread only; events may be applied between two parts. */
public interface StateParts {
    /** Copies that may wait for their writer, besides the one that it writes, while {@link #next} is called. */
    int WAITING = 6;

    /** Copies the next part; null where all are through. */
    StateCopy next();
}
