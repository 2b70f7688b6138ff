package io.gatehouse.server.pipeline;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import io.gatehouse.server.engine.Engine;
import io.gatehouse.server.engine.Event;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;

/**
 * The first consumer: takes events from the ring in order and lets the engine decide them, a batch at a time. All
 * passes of a batch are looked up before the first is decided, so that their cache misses overlap.
 *
 * <p>The engine has a thread of its own. Where that is idle an event loop decides what it has just read itself
 * ({@link #tryDecide}); where it is busy the loop goes on reading, and the two work side by side. One thread at a time has
 * the engine's turn, and whoever has it decides in the order of the ring, so nothing depends on who that was.
 */
final class EngineStage implements Runnable {
    /** Passes that are looked up together: what is touched first is still in the cache when it is used. */
    private static final int MAX_BATCH = 256;

    private final EngineTurn engineTurn = new EngineTurn();
    private final EngineWait wait;
    /** {@link #hasWork}, made once. */
    private final BooleanSupplier wake = this::hasWork;

    private final RingBuffer<Slot> ring;
    /** {@code ring::get}, made once. */
    private final LongFunction<Slot> slots;

    private final SequenceBarrier barrier;
    private final Engine engine;
    private final Consumers consumers;
    private final SnapshotDesk desk;
    private final Sequence decided = new Sequence();
    /** Bounds how long the reply of the first event waits for the last one. */
    private final int wakeAfter;

    /** Whether the engine's thread wanted the turn in vain. Its own. */
    private boolean refused;

    private long next;
    /** The change-set whose turn it is; null where the next one may come. */
    private Semaphore turn;

    EngineStage(
            RingBuffer<Slot> ring, EngineWait wait, Engine engine, Consumers consumers, Pace pace, SnapshotDesk desk) {
        this.wait = wait;
        this.wakeAfter = pace.engineWakes();
        this.desk = desk;
        this.ring = ring;
        this.slots = ring::get;
        this.barrier = ring.newBarrier();
        this.engine = engine;
        this.consumers = consumers;
    }

    Sequence sequence() {
        return decided;
    }

    SequenceBarrier barrier() {
        return barrier;
    }

    @Override
    public void run() {
        try {
            while (true) {
                step();
            }
        } catch (AlertException stop) {
            // Asked to by Pipeline.close, which compares sequences itself.
        } catch (Throwable bug) {
            consumers.failure().internal(bug);
        }
    }

    /** Does what there is to do, or waits for it. */
    private void step() throws AlertException, InterruptedException, TimeoutException {
        barrier.checkAlert();
        if (!tryStep()) {
            // Also where an event loop has the turn: it looks for what is left when it has released, and wakes us.
            wait.rest(wake);
        }
    }

    /** Takes a batch, or does a piece of what goes on between batches; false where there is nothing, or no turn. */
    boolean tryStep() throws AlertException, InterruptedException, TimeoutException {
        refused = !engineTurn.tryTake();
        if (refused) {
            return false;
        }
        boolean worked;
        try {
            long available = ring.isAvailable(next) ? barrier.waitFor(next) : next - 1;
            worked = available >= next;
            if (worked) {
                take(available);
                between();
            } else {
                worked = between();
            }
        } catch (AlertException | InterruptedException | TimeoutException stop) {
            engineTurn.release();
            throw stop;
        }
        // Not after a bug: a batch that is half applied is never decided again, by whatever thread.
        engineTurn.release();
        return worked;
    }

    private boolean hasWork() {
        return barrier.isAlerted() || engineTurn.free() && (refused || behind() || desk.wantsPart());
    }

    /** Whether events wait to be decided. Any thread. */
    boolean behind() {
        return ring.isAvailable(decided.get() + 1);
    }

    private void take(long available) {
        if (consumers.durable().failed()) {
            // Nothing is decided once the journal can't keep it; LoopReplies answers with the failure.
            skipTo(available);
            return;
        }
        long last = Math.min(available, next + wakeAfter - 1);
        int loops = 0;
        while (next <= last) {
            loops |= batch(Math.min(last, next + MAX_BATCH - 1));
        }
        VarHandle.fullFence();
        consumers.wakeJournal();
        consumers.wakeLoops(loops);
    }

    /**
     * Lets an event loop decide what it has just published, with the batch still in its caches and no other thread to wake:
     * where nobody else is at it, and where events of gates are all there is. Changes, questions, snapshots and a journal
     * that failed are left to the engine's thread. A bug ends the process as it would there.
     *
     * @return false where something is left to do: wake the engine's thread
     */
    boolean tryDecide(int loop) {
        if (!engineTurn.tryTake()) {
            return false;
        }
        int loops = 0;
        boolean alone;
        try {
            alone = alone();
            if (alone) {
                loops = decideScans();
            }
        } catch (Throwable bug) {
            // The turn is not given back: a batch that is half applied is never decided again.
            consumers.failure().internal(bug);
            throw bug;
        }
        engineTurn.release();
        if (loops != 0) {
            consumers.wakeJournal();
            consumers.wakeLoops(loops & ~(1 << loop));
        }
        // What came meanwhile for the engine's thread may have been refused the turn: this one had it.
        return alone && !behind() && !desk.wantsPart();
    }

    /**
     * Takes the engine's turn for good, once its thread has ended: whoever calls it may let go of the engine's memory.
     *
     * @return false where an event loop still had it after so long
     */
    boolean retire(long timeoutMillis) throws InterruptedException {
        for (long left = timeoutMillis; left >= 0; left--) {
            if (engineTurn.tryTake()) {
                return true;
            }
            Thread.sleep(1);
        }
        return false;
    }

    private boolean alone() {
        return !engine.working()
                && !desk.copying()
                && !desk.wantsPart()
                && !barrier.isAlerted()
                && !consumers.durable().failed();
    }

    /**
     * Decides all up to the first slot that is no event of a gate, and no more than the engine's thread would at once: other
     * loops may go on publishing. Returns the loops that have replies to write.
     */
    private int decideScans() {
        int loops = 0;
        long last = next + wakeAfter - 1;
        long end = lastScan(last);
        while (end >= next) {
            loops |= batch(end);
            end = lastScan(last);
        }
        return loops;
    }

    private long lastScan(long most) {
        long at = next;
        while (at <= most && at < next + MAX_BATCH && ring.isAvailable(at) && isOfGate(ring.get(at).kind)) {
            at++;
        }
        return at - 1;
    }

    private static boolean isOfGate(Event.Kind kind) {
        return kind != Event.Kind.NONE && kind != Event.Kind.CHANGE;
    }

    /**
     * Does one piece of what goes on between batches, behind the replies of the last one: a change-set goes in, the roster
     * grows, a snapshot's part is copied.
     */
    private boolean between() {
        if (consumers.durable().failed()) {
            return false;
        }
        boolean worked = engine.work(desk.copying());
        endTurn();
        return worked || copies();
    }

    private void endTurn() {
        if (turn != null && !engine.folding()) {
            turn.release();
            turn = null;
        }
    }

    /** Copies a part of the state where a snapshot is being made. It begins with a roster that is whole. */
    private boolean copies() {
        boolean wanted = desk.wantsPart() && (desk.copying() || !engine.working());
        if (wanted) {
            desk.copyPart(next - 1);
            // It may have to say where that was.
            consumers.wakeJournal();
        }
        return wanted;
    }

    /** Decides all up to {@code end}; returns the loops that have replies to write. */
    private int batch(long end) {
        engine.locate(slots, next, end);
        int loops = 0;
        boolean moved = false;
        for (long at = next; at <= end; at++) {
            Slot slot = ring.get(at);
            if (moved) {
                engine.locate(slot);
            }
            take(slot);
            moved |= slot.kind == Event.Kind.CHANGE;
            loops |= slot.loop >= 0 && slot.replacedSession == 0 ? 1 << slot.loop : consumers.allLoops();
        }
        next = end + 1;
        decided.set(end);
        return loops;
    }

    private void take(Slot slot) {
        if (slot.kind == Event.Kind.NONE) {
            answer(slot);
            return;
        }
        engine.takeIn(slot);
        if (slot.kind == Event.Kind.HELLO) {
            slot.rosterVersion = engine.rosterVersion();
            slot.mode = engine.mode(slot.gate);
            slot.modeCommandId = engine.modeCommandId(slot.gate);
        } else if (slot.kind == Event.Kind.CHANGE) {
            // Before the event loops hear of the change: what they look up then is new.
            engine.register().publish();
            takeTurn(slot);
            endTurn();
        }
    }

    private void takeTurn(Slot slot) {
        if (slot.turn != null) {
            turn = slot.turn;
            slot.turn = null;
        }
    }

    private static void answer(Slot slot) {
        if (slot.question != null) {
            slot.question.run();
            slot.question = null;
        }
    }

    private void skipTo(long end) {
        for (long at = next; at <= end; at++) {
            Slot slot = ring.get(at);
            slot.result = Event.Result.NONE;
            answer(slot);
            if (slot.turn != null) {
                slot.turn.release();
                slot.turn = null;
            }
            if (slot.order != null) {
                slot.order.refuse(Order.JOURNAL_FAILED);
            }
        }
        next = end + 1;
        decided.set(end);
        consumers.wakeJournal();
        consumers.wakeLoops(consumers.allLoops());
    }
}
