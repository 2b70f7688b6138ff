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
    RECORD_SKIPPED_IN_RECOVERY
}
