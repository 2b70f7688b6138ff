package io.gatehouse.server.sim;

import io.gatehouse.server.pipeline.LoopListener;
import io.gatehouse.server.pipeline.Slot;

/** A saboteur between ring and sessions: says at the end of each batch that all of it is on disk. */
final class EarlyAcks implements LoopListener {
    private final LoopListener sessions;

    EarlyAcks(LoopListener sessions) {
        this.sessions = sessions;
    }

    @Override
    public void onBatchEnd() {
        sessions.onDurable(Long.MAX_VALUE, true);
        sessions.onBatchEnd();
    }

    @Override
    public void onReplaced(long session) {
        sessions.onReplaced(session);
    }

    @Override
    public void onChange(Slot slot) {
        sessions.onChange(slot);
    }

    @Override
    public void onDurable(long position, boolean quiet) {
        sessions.onDurable(position, quiet);
    }

    @Override
    public void onDrain() {
        sessions.onDrain();
    }

    @Override
    public boolean awaitsDurable() {
        return sessions.awaitsDurable();
    }

    @Override
    public boolean holdsAcks() {
        return sessions.holdsAcks();
    }

    @Override
    public void onStorageFailed() {
        sessions.onStorageFailed();
    }
}
