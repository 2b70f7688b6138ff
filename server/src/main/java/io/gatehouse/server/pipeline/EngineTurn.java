package io.gatehouse.server.pipeline;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whose turn it is to run the engine: one thread's at a time, and nobody waits for it. What one turn wrote the next one
 * sees. Any thread.
 */
final class EngineTurn {
    private final AtomicBoolean taken = new AtomicBoolean();

    /** False where another thread has it: that one looks for what it missed once it has released. */
    boolean tryTake() {
        return !taken.get() && taken.compareAndSet(false, true);
    }

    /**
     * Ends the turn of the thread that has it. With a fence: either whoever failed to take it finds it free when it looks once
     * more, or the caller finds that one's work when it looks after this.
     */
    void release() {
        taken.setRelease(false);
        VarHandle.fullFence();
    }

    boolean free() {
        return !taken.get();
    }
}
