package io.gatehouse.server;

import io.gatehouse.server.engine.Event;
import io.gatehouse.server.pipeline.LoopListener;
import io.gatehouse.server.pipeline.Party;
import io.gatehouse.server.pipeline.Slot;
import io.gatehouse.server.seam.Clock;

/** An event loop that sends nothing and takes each decision's time. */
final class TimedLoop implements LoopListener, Party {
    private final Clock clock;
    final long[] nanos = new long[4_000_000];
    long count;

    TimedLoop(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void onReply(Slot slot) {
        if (slot.result != Event.Result.RECORDED) {
            throw new IllegalStateException("a scan that is " + slot.result + ", " + slot.refusal);
        }
        nanos[(int) (count++ % nanos.length)] = clock.nanos() - slot.readNanos;
    }

    @Override
    public void onDurable(long position, boolean quiet) {}

    @Override
    public boolean awaitsDurable() {
        return false;
    }

    @Override
    public void onStorageFailed() {}

    @Override
    public void onReplaced(long session) {}

    @Override
    public void onChange(Slot slot) {}

    @Override
    public void onDrain() {}

    @Override
    public void onTick() {}

    @Override
    public void onBatchEnd() {}

    @Override
    public boolean canGoOn() {
        return false;
    }

    @Override
    public boolean holdsAcks() {
        return false;
    }
}
