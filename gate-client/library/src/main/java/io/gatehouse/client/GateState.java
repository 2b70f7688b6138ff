package io.gatehouse.client;

/** Where a gate stands with its server. */
public enum GateState {
    /** No connection; the next attempt is waited for. The gate decides by itself. */
    OFFLINE,
    /** An attempt is under way: TCP, then Hello. The gate decides by itself. */
    CONNECTING,
    /** The server has said Welcome. Decisions come from it, once the backlog has been sent. */
    ONLINE,
    /** The server stops on purpose; the gate stays away as long as it was told and decides by itself. */
    DRAINING
}
