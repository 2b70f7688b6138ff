package io.gatehouse.server.metrics;

import io.gatehouse.server.seam.Clock;

/** What the journal counts. Each number is written by one thread at a time: the journal's, or who makes the next segment. */
public final class JournalMeters {
    private static final int RECORDS = 0;
    private static final int BYTES = 1;
    private static final int LAST_SYNC_US = 2;
    private static final int TRUNCATED = 3;
    private static final int ERRORS = 4;

    /** What failed. */
    public enum Op {
        /** Writing a frame, or its sync: final for this process. */
        WRITE("write"),
        SYNC("sync"),
        /** Making the next segment ahead: tried again. */
        SPARE("spare"),
        /** Writing a snapshot: tried again. */
        SNAPSHOT("snapshot");

        private final String label;

        Op(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    private final Clock clock;
    private final Cells cells = new Cells(ERRORS + Op.values().length);
    private final Histogram append = new Histogram(Bounds.DISK);
    private final Histogram sync = new Histogram(Bounds.DISK);

    private final SnapshotMeters snapshots = new SnapshotMeters();

    public JournalMeters(Clock clock) {
        this.clock = clock;
    }

    /**
     * A batch was put into a frame.
     *
     * @param bytes of the frame, its head included
     */
    public void onAppend(long records, long bytes) {
        cells.add(RECORDS, records);
        cells.add(BYTES, bytes);
    }

    /** As {@link #onAppend(long, long)}, and how long that took. */
    public void onAppend(long records, long bytes, long nanos) {
        onAppend(records, bytes);
        append.record(nanos);
    }

    /** A frame was written and synced: how long both took together. */
    public void onSync(long nanos) {
        sync.record(nanos);
        cells.set(LAST_SYNC_US, clock.wallUs());
    }

    /** Something failed, whether it is tried again or not. */
    public void onError(Op op) {
        cells.increment(ERRORS + op.ordinal());
    }

    /** The start cut an unacknowledged tail off. */
    public void onTailTruncated(long bytes) {
        cells.add(TRUNCATED, bytes);
    }

    // ---- read by the exposition ---------------------------------------------------------------------

    long records() {
        return cells.get(RECORDS);
    }

    long bytes() {
        return cells.get(BYTES);
    }

    /** Microseconds since 1970; 0 before the first. */
    long lastSyncUs() {
        return cells.get(LAST_SYNC_US);
    }

    long truncatedBytes() {
        return cells.get(TRUNCATED);
    }

    long errors(Op op) {
        return cells.get(ERRORS + op.ordinal()) + (op == Op.SNAPSHOT ? snapshots.failed() : 0);
    }

    /** What is counted of snapshots. */
    public SnapshotMeters snapshots() {
        return snapshots;
    }

    Histogram append() {
        return append;
    }

    Histogram sync() {
        return sync;
    }
}
