package io.gatehouse.server.pipeline;

/**
 * When snapshots are made and how long the journal is kept.
 *
 * @param everyBytes of journal behind the last one: bounds the replay of a start
 * @param everyNanos at least, where anything came
 * @param keepUs events younger than that stay in the journal
 * @param version of the program, for the head
 */
public record SnapshotPlan(long everyBytes, long everyNanos, long keepUs, String version) {
    private static final long DAY_US = 86_400_000_000L;

    /** None is ever due: for tests and tools. */
    public static final SnapshotPlan NEVER = new SnapshotPlan(Long.MAX_VALUE, Long.MAX_VALUE, 28 * DAY_US, "");
}
