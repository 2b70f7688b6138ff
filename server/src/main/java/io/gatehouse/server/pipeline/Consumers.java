package io.gatehouse.server.pipeline;

import java.util.concurrent.atomic.AtomicInteger;

/** Who is to be woken by whom. All of it any thread. */
final class Consumers {
    private final Durable durable = new Durable();
    private final Failure failure;
    private final EngineWait engine;
    private final Runnable[] loops;
    /** Loops that found the ring full, a bit each. */
    private final AtomicInteger wantRoom = new AtomicInteger();

    private JournalStage journal;

    /**
     * @param loops wakes event loop n; a wake-up of a loop that is awake is cheap. At most 31.
     */
    Consumers(Failure failure, EngineWait engine, Runnable[] loops) {
        if (loops.length > 31) {
            throw new IllegalArgumentException("at most 31 event loops, not " + loops.length);
        }
        this.failure = failure;
        this.engine = engine;
        this.loops = loops;
    }

    void journal(JournalStage stage) {
        journal = stage;
    }

    Durable durable() {
        return durable;
    }

    Failure failure() {
        return failure;
    }

    int allLoops() {
        return (1 << loops.length) - 1;
    }

    void wakeEngine() {
        engine.wake();
    }

    void wakeJournal() {
        journal.wake();
    }

    void wakeLoops(int mask) {
        for (int left = mask; left != 0; left &= left - 1) {
            loops[Integer.numberOfTrailingZeros(left)].run();
        }
    }

    /** A loop found the ring full: look once more after this. */
    void wantsRoom(int loop) {
        int wanting;
        do {
            wanting = wantRoom.get();
        } while (!wantRoom.compareAndSet(wanting, wanting | 1 << loop));
    }

    /** A loop has let go of slots, perhaps the last one that others waited for. */
    void madeRoom(int loop) {
        if (wantRoom.get() != 0) {
            wakeLoops(wantRoom.getAndSet(0) & ~(1 << loop));
        }
    }
}
