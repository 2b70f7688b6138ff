package io.gatehouse.server.session;

import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.server.pipeline.Slot;

/**
 * What the answer to a Hello needs from its slot, until that is durable.
 *
 * @param position of the slot in the ring
 * @param closedExpected not 0: the stream is closed, and this is the sequence to go on with in a new one
 */
record PendingWelcome(
        long position, long held, int check, long rosterVersion, int mode, long commandId, long closedExpected) {

    static PendingWelcome of(Slot slot, long closedExpected) {
        return new PendingWelcome(
                slot.position,
                slot.heldSequence,
                slot.heldCheck,
                slot.rosterVersion,
                slot.mode,
                slot.modeCommandId,
                closedExpected);
    }

    ServerMessage welcome(long nowUs, long journalId, SessionOptions options) {
        return Messages.welcome(nowUs, held, check, rosterVersion, journalId, options);
    }

    /** The mode that stands, NORMAL included. */
    ServerMessage command() {
        return Messages.command(mode, commandId);
    }
}
