package io.gatehouse.server.pipeline;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import io.gatehouse.server.engine.Event;
import java.lang.invoke.VarHandle;

/**
 * The replies of one event loop: a consumer of the ring that runs on the loop's own thread, after the engine and beside
 * the journal. The loop reads the slots themselves, so nothing is handed over and nothing is allocated.
 */
public final class LoopReplies {
    private final RingBuffer<Slot> ring;
    private final Sequence decided;
    private final Consumers consumers;
    private final Durable durable;
    private final Failure failure;
    private final int loop;
    private final Sequence done = new Sequence();
    private LoopListener listener;
    private long next;
    private long seenDurable = -1;
    private boolean failureTold;

    LoopReplies(RingBuffer<Slot> ring, Sequence decided, Consumers consumers, int loop) {
        this.ring = ring;
        this.decided = decided;
        this.consumers = consumers;
        this.durable = consumers.durable();
        this.failure = consumers.failure();
        this.loop = loop;
    }

    public void listen(LoopListener to) {
        listener = to;
    }

    Sequence sequence() {
        return done;
    }

    /** Whether {@link #drain} has something to do. Loop thread. */
    public boolean pending() {
        return decided.get() >= next
                || (listener.awaitsDurable() && durable.position() > seenDurable)
                || (listener.holdsAcks() && durable.quiet())
                || (durable.failed() ? !failureTold : listener.canGoOn());
    }

    /**
     * Tells the listener what came of its events since the last call. Loop thread. What it throws is a bug that ends the
     * process: the event loop itself would log it and go on, one reply short.
     *
     * @return events of the ring that were looked at
     */
    public int drain() {
        try {
            return drainAll();
        } catch (RuntimeException | Error bug) {
            failure.internal(bug);
            throw bug;
        }
    }

    /** Lets the listener look at the time; as with {@link #drain}, what it throws ends the process. Loop thread. */
    public void tick() {
        try {
            listener.onTick();
        } catch (RuntimeException | Error bug) {
            // A periodic task that throws is never run again: no deadline would ever run out.
            failure.internal(bug);
            throw bug;
        }
    }

    private int drainAll() {
        if (durable.failed()) {
            return tellFailure();
        }
        listener.onDrain();
        long first = next;
        long end = decided.get();
        while (next <= end) {
            tell(ring.get(next++));
        }
        if (next > first) {
            done.set(end);
            VarHandle.fullFence();
            consumers.madeRoom(loop);
        }
        if (listener.awaitsDurable()) {
            // Quiet first: a position read after it is at least as new.
            boolean quiet = durable.quiet();
            seenDurable = durable.position();
            listener.onDurable(seenDurable, quiet);
        }
        listener.onBatchEnd();
        return (int) (next - first);
    }

    private void tell(Slot slot) {
        if (slot.replacedSession != 0) {
            listener.onReplaced(slot.replacedSession);
        }
        if (slot.loop == loop) {
            Party party = slot.party;
            if (party != null) {
                slot.party = null;
                party.onReply(slot);
            }
        } else if (slot.kind == Event.Kind.CHANGE) {
            listener.onChange(slot);
        }
    }

    private int tellFailure() {
        // What is decided and not said stays unsaid; the ring must not fill behind a dead journal.
        next = decided.get() + 1;
        done.set(next - 1);
        if (!failureTold) {
            failureTold = true;
            listener.onStorageFailed();
            listener.onBatchEnd();
        }
        return 0;
    }
}
