package io.gatehouse.server.seam;

/** Time as the process sees it. Everything that reads a clock takes one of these, so that a simulator can be the clock. */
public interface Clock {
    /** Microseconds since 1970-01-01T00:00Z: for records and verdicts. It may step. */
    long wallUs();

    /** Nanoseconds from an arbitrary origin: for deadlines and durations. It never steps. */
    long nanos();
}
