package io.gatehouse.client;

import io.gatehouse.proto.v1.Command;
import io.gatehouse.proto.v1.Decision;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Refusal;

/**
 * What happens at a gate, for devices, operators and test harnesses. All calls come on the session's thread, in the order
 * in which things happen, must return soon and must not call back into the session.
 */
public interface GateListener {
    /** Listens to nothing. */
    GateListener NONE = new GateListener() {};

    /** The connection's state changed. */
    default void onState(GateState state) {}

    /** A sequenced message was handed to the connection, resent ones included, exactly as given here. */
    default void onSent(long streamId, GateMessage message) {}

    /**
     * A decision came, bit for bit.
     *
     * @param obeyed false where it came too late, or for no scan that waits: the gate ignores it
     */
    default void onDecision(long streamId, Decision decision, boolean obeyed) {}

    /** The gate knows what to do with a scan: the same that the scan's future completes with, just before it does. */
    default void onResult(ScanResult result) {}

    /** The server's disk holds this and every lower sequence of the stream, by an Ack or by Welcome. */
    default void onAcknowledged(long streamId, long durableSequence) {}

    /** A new stream began: what was {@code keepFrom} in the stream before is 1 in this one, and so on. */
    default void onStream(long streamId, long keepFrom) {}

    /** The server refused; the connection ends. The session does what the code asks for. */
    default void onRefused(Refusal refusal) {}

    /** The server broke the protocol, or can't be trusted; the connection is closed. One line for a person. */
    default void onViolation(String what) {}

    /** A mode came into force: KIND_NORMAL, KIND_LOCKDOWN or KIND_EMERGENCY_OPEN (keep open until KIND_NORMAL). */
    default void onMode(Command.Kind mode) {}

    /** The operators want this shown. */
    default void onText(String text) {}

    /** A complete set of grants is in use. */
    default void onGrants(long rosterVersion) {}
}
