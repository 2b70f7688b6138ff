package io.gatehouse.server.pipeline;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Where one thread sleeps until another has work for it. A wake-up of a thread that is awake costs a fence. */
final class Parker {
    private volatile Thread sleeper;

    /** Sleeps until woken, but for at most {@code nanos}; not at all if there is work already. Its owner only. */
    void sleep(BooleanSupplier work, long nanos) {
        sleeper = Thread.currentThread();
        // The store above is volatile, so either the waker sees a sleeper or we see its work.
        if (!work.getAsBoolean()) {
            LockSupport.parkNanos(this, nanos);
        }
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
