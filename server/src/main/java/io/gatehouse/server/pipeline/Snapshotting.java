package io.gatehouse.server.pipeline;

import io.gatehouse.server.metrics.SnapshotMeters;

/**
 * How a pipeline makes snapshots.
 *
 * @param lastPosition position of the snapshot that the start began with; 0 for none
 */
public record Snapshotting(SnapshotPlan plan, SnapshotListener listener, SnapshotMeters meters, long lastPosition) {
    /** None is made by itself. */
    public static Snapshotting none() {
        return new Snapshotting(SnapshotPlan.NEVER, new SnapshotListener() {}, new SnapshotMeters(), 0);
    }
}
