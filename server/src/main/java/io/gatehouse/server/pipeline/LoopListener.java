package io.gatehouse.server.pipeline;

/** What an event loop hears from the ring, on its own thread. */
public interface LoopListener {
    /** Another session took over a gate; the older one, which may be of this loop, has to go. */
    void onReplaced(long session);

    /** A site or operator change took effect in the engine. */
    void onChange(Slot slot);

    /**
     * All events up to this position of the ring are on disk.
     *
     * @param quiet the journal has nothing to do: do not hold an ack back to send it along with something else
     */
    void onDurable(long position, boolean quiet);

    /** A round of replies begins. */
    void onDrain();

    /** The replies of one batch are all said: write them out. */
    void onBatchEnd();

    /** Whether any ack waits for {@link #onDurable}. */
    boolean awaitsDurable();

    /** Whether an ack is ready and held back for company. */
    boolean holdsAcks();

    /** Whether somebody stopped for want of room in the ring, and there is some now: the end of a batch lets them go on. */
    boolean canGoOn();

    /** Time passes: a few times a second. */
    void onTick();

    /** The journal failed: nothing more will be decided or acknowledged. */
    void onStorageFailed();
}
