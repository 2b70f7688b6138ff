package io.gatehouse.server.pipeline;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/** Where one thread sleeps until another has work for it. A wake-up of a thread that is awake costs a fence. */
final class Parker {
    private volatile Thread sleeper;

    /**
     * Says that its owner is about to sleep. Look for work once more after this, then {@link #sleep} if there is none and
     * {@link #awake} in any case.
     */
    void drowsy() {
        // Volatile: either the waker sees a sleeper, or the owner sees its work.
        sleeper = Thread.currentThread();
    }

    /** Sleeps until woken, but for at most {@code nanos}. */
    void sleep(long nanos) {
        LockSupport.parkNanos(this, nanos);
    }

    void awake() {
        sleeper = null;
    }

    /** Any thread, after it has published the work. */
    void wake() {
        VarHandle.fullFence();
        Thread thread = sleeper;
        if (thread != null) {
            sleeper = null;
            LockSupport.unpark(thread);
        }
    }
}
