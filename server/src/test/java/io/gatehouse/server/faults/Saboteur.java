package io.gatehouse.server.faults;

/** A defect put in on purpose: the checks have to find it. */
enum Saboteur {
    NONE,
    /** The disk says that a sync is done and does nothing. */
    SYNC_SKIPPED,
    /** Names are never synced. */
    DIRECTORY_SYNC_SKIPPED,
    /** The ack leaves with the decision, before the disk. */
    ACK_EARLY,
    /** A gate hears another verdict than the journal does. */
    VERDICT_CHANGED,
    /** Decisions leave behind the ack that covers them. */
    DECISION_LATE,
    /** After a failed sync the server goes on and acknowledges. */
    FAILED_SYNC_IGNORED,
    /** One of many records is lost on its way from the disk to the recovered state. */
    RECORD_SKIPPED_IN_RECOVERY,
    /** A snapshot gets its name before its bytes are on disk. */
    SNAPSHOT_UNSYNCED,
    /** The segments go, and the disk does not know the snapshot's name yet. */
    SNAPSHOT_NAME_UNSYNCED,
    /** A segment more goes than two snapshots cover. */
    RETENTION_TAKES_ONE_MORE,
    /** One of many records of a snapshot is lost on its way to the recovered state. */
    STATE_SKIPPED_IN_RECOVERY,
    /** Replay goes on one record behind the place that the snapshot says. */
    REPLAY_BEGINS_LATE
}
