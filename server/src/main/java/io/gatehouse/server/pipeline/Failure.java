package io.gatehouse.server.pipeline;

/** What a thread of the pipeline does when it can't go on: the process ends, in one of two ways. */
public interface Failure {
    /** A write or sync failed. Gates are told, then the process ends with 74. */
    void storage(Throwable cause);

    /** A bug, or an {@code Error}: the process ends with 70 at once. */
    void internal(Throwable cause);
}
