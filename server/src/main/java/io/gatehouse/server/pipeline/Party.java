package io.gatehouse.server.pipeline;

/** Who put an event into the ring and hears what came of it. Called on the event loop that the event names. */
public interface Party {
    /**
     * The engine is through with an event of this party. What waits for the disk is told by
     * {@link LoopListener#onDurable}.
     *
     * @param slot read only, and only until this returns
     */
    void onReply(Slot slot);
}
