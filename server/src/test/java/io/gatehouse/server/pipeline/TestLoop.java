package io.gatehouse.server.pipeline;

import io.gatehouse.server.engine.Event;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An event loop that offers events without a number and checks that each comes back once, in order, then durable. */
final class TestLoop implements Party, LoopListener {
    private final Intake intake;
    private final LoopReplies replies;
    private final Semaphore wakes;
    long replied;
    long lastPosition = -1;
    volatile long durable = -1;
    int storageFailures;
    boolean bug;
    boolean awaitsRoom;
    volatile Throwable failed;
    private long offered;
    private long waitsFor = -1;

    TestLoop(Pipeline pipeline, int number, Semaphore wakes) {
        this.intake = pipeline.intake(number);
        this.replies = pipeline.replies(number);
        this.wakes = wakes;
        replies.listen(this);
    }

    /** One alarm of no session, which the engine records: the smallest event there is. */
    boolean offer() {
        Slot slot = intake.tryClaim();
        if (slot == null) {
            return false;
        }
        slot.kind = Event.Kind.ALARM;
        slot.alarm = 2;
        slot.gateId = new byte[] {'g'};
        slot.sequence = ++offered;
        slot.party = this;
        intake.publish(slot);
        intake.endOfPass();
        return true;
    }

    void run(int events, AtomicInteger unfinished) {
        try {
            while (replied < events || durable < lastPosition) {
                for (int i = 0; i < 100 && offered < events && offer(); i++) {
                    // As many as there is room for.
                }
                if (replies.pending()) {
                    replies.drain();
                } else if (!wakes.tryAcquire(20, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("nobody woke the loop: " + replied + " of " + events);
                }
                wakes.drainPermits();
            }
        } catch (Throwable t) {
            failed = t;
        } finally {
            unfinished.decrementAndGet();
        }
        passOthersBy(unfinished);
    }

    /** The ring waits for every loop: the others' events pass by here too, until they are done. */
    private void passOthersBy(AtomicInteger unfinished) {
        try {
            while (unfinished.get() > 0 || replies.pending()) {
                wakes.tryAcquire(1, TimeUnit.MILLISECONDS);
                replies.drain();
            }
        } catch (Throwable t) {
            failed = t;
        }
    }

    @Override
    public void onReply(Slot slot) {
        if (bug) {
            throw new IllegalStateException("a bug");
        }
        if (slot.sequence != ++replied || slot.result != Event.Result.RECORDED || slot.position <= lastPosition) {
            throw new IllegalStateException("reply " + slot.sequence + " where " + replied + " was due");
        }
        lastPosition = slot.position;
        waitsFor = slot.position;
    }

    @Override
    public void onDurable(long position, boolean quiet) {
        if (position < durable) {
            throw new IllegalStateException("durable went back from " + durable + " to " + position);
        }
        durable = position;
    }

    @Override
    public boolean awaitsDurable() {
        return waitsFor > durable;
    }

    @Override
    public void onStorageFailed() {
        storageFailures++;
    }

    @Override
    public void onReplaced(long session) {}

    @Override
    public void onChange(Slot slot) {}

    @Override
    public void onDrain() {}

    @Override
    public void onBatchEnd() {}

    @Override
    public void onTick() {
        if (bug) {
            throw new IllegalStateException("a bug");
        }
    }

    @Override
    public boolean canGoOn() {
        return awaitsRoom && intake.hasRoom();
    }

    @Override
    public boolean holdsAcks() {
        return false;
    }
}
