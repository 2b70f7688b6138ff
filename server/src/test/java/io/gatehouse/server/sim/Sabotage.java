package io.gatehouse.server.sim;

/** What is broken on purpose, so that the checks show that they find it. */
enum Sabotage {
    NONE,
    /** The disk says that it has synced and has not. */
    LYING_SYNC,
    /** Acks follow the decision and do not wait for the disk. */
    EARLY_ACK
}
