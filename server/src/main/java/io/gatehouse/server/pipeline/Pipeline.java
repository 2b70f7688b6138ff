package io.gatehouse.server.pipeline;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.RingBuffer;
import io.gatehouse.server.engine.Engine;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.journal.EventJournal;
import io.gatehouse.server.metrics.JournalMeters;
import io.gatehouse.server.roster.Change;
import io.gatehouse.server.roster.RowIndex;
import io.gatehouse.server.seam.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The ring and its consumers:
 *
 * <pre>
 * event loops -> ring -> engine -+-> replies (on the event loops)
 *                                +-> journal -> fdatasync -> durable position -> acks (on the event loops)
 * </pre>
 */
public final class Pipeline {
    /** A change-set of the largest size is in after less than one, unless scans keep the engine busy. */
    private static final long TURN_SECONDS = 10;

    private final RingBuffer<Slot> ring;
    private final EngineWait wait = new EngineWait();
    private final Consumers consumers;
    private final EngineStage engine;
    private final JournalStage journal;
    private final SnapshotStage snapshots;
    private final Intake[] intakes;
    private final LoopReplies[] replies;
    private final Parts parts;
    private final Clock clock;
    private final Semaphore turn = new Semaphore(1);
    private volatile Thread engineThread;
    private Thread journalThread;
    private Thread snapshotThread;

    /** What the pipeline is made of. */
    public record Parts(
            Engine engine,
            EventJournal journal,
            Clock clock,
            Failure failure,
            JournalMeters meters,
            Runnable[] loops,
            Pace pace) {}

    /**
     * @param size slots of the ring, a power of two
     */
    public Pipeline(int size, Parts parts) {
        this(size, parts, Snapshotting.none());
    }

    /**
     * @param size slots of the ring, a power of two
     */
    public Pipeline(int size, Parts parts, Snapshotting snapshotting) {
        this.parts = parts;
        clock = parts.clock();
        SnapshotDesk desk = new SnapshotDesk(parts.engine(), clock, snapshotting.meters());
        ring = RingBuffer.createMultiProducer(Slot::new, size, wait);
        consumers = new Consumers(parts.failure(), wait, parts.loops());
        engine = new EngineStage(ring, wait, parts.engine(), consumers, parts.pace(), desk);
        journal = new JournalStage(ring, engine.sequence(), consumers, parts, desk);
        snapshots = new SnapshotStage(desk, parts, snapshotting, wait::wake);
        consumers.journal(journal);
        intakes = new Intake[parts.loops().length];
        replies = new LoopReplies[parts.loops().length];
        orderConsumers(parts);
    }

    /** The order of the consumers. */
    private void orderConsumers(Parts parts) {
        // 1. The engine follows the producers: its barrier is the ring's cursor.
        for (int i = 0; i < intakes.length; i++) {
            intakes[i] = new Intake(ring, wait, engine, consumers, i, parts.pace());
        }
        // 2. Side by side behind the engine: the replies of each event loop, which do not wait for the disk ...
        for (int i = 0; i < replies.length; i++) {
            replies[i] = new LoopReplies(ring, engine.sequence(), consumers, i);
            ring.addGatingSequences(replies[i].sequence());
        }
        // ... and the journal, so that acks come after the sync by construction.
        ring.addGatingSequences(journal.sequence());
        // A slot is free when replies and journal are through with it.
    }

    /** The one of that event loop. */
    public Intake intake(int loop) {
        return intakes[loop];
    }

    public LoopReplies replies(int loop) {
        return replies[loop];
    }

    public void start() {
        engineThread = new Thread(engine, "gh-engine");
        journalThread = new Thread(journal, "gh-journal");
        snapshotThread = new Thread(snapshots, "gh-snapshot");
        snapshotThread.setDaemon(true);
        engineThread.start();
        journalThread.start();
        snapshotThread.start();
    }

    /**
     * Offers a change; blocks while the ring is full, and a change of passes while the one before is not in. Not for event
     * loops.
     *
     * @return its answer
     */
    public Order submit(Change change) {
        if (change instanceof Change.PassChanges passes) {
            RowIndex rows = RowIndex.of(passes.rows());
            return submit(change, rows, engineThread == null ? null : prepare(passes, rows));
        }
        return submit(change, null, null);
    }

    private Order submit(Change change, RowIndex rows, Semaphore taken) {
        Order order = new Order(change);
        enqueue(slot -> {
            slot.kind = Event.Kind.CHANGE;
            slot.receivedAtUs = clock.wallUs();
            slot.change = change;
            slot.order = order;
            slot.rows = rows;
            slot.turn = taken;
        });
        return order;
    }

    /**
     * A change-set waits until the one before is in, of which the engine would have to take in the rest at once; then its
     * rows are checked, some at a time, so that scans wait for none of it. Where that takes too long it goes on without.
     */
    private Semaphore prepare(Change.PassChanges change, RowIndex rows) {
        try {
            if (!turn.tryAcquire(TURN_SECONDS, TimeUnit.SECONDS)) {
                return null;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
        try {
            boolean more = engineThread.isAlive();
            while (more && !failed()) {
                more = ask(() -> parts.engine().checkAhead(change, rows)).get(TURN_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The engine checks what is left when it decides.
        }
        return turn;
    }

    /**
     * Asks something of the engine on its own thread, behind all that was offered before; blocks while the ring is full.
     * Not for event loops. Scans wait for the answer to be made: look, copy, and be gone.
     */
    public <T> CompletableFuture<T> ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        enqueue(slot -> slot.question = () -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private void enqueue(java.util.function.Consumer<Slot> fill) {
        long position = ring.next();
        Slot slot = ring.get(position);
        slot.clear();
        slot.position = position;
        fill.accept(slot);
        ring.publish(position);
        wait.wake();
    }

    /** Lets the engine take one batch on the caller's thread, where no threads were started: false for nothing to do. */
    public boolean stepEngine() {
        try {
            return engine.tryStep();
        } catch (AlertException | InterruptedException | com.lmax.disruptor.TimeoutException e) {
            throw new IllegalStateException("only a started pipeline waits", e);
        }
    }

    /** Lets the journal commit one batch on the caller's thread, like {@link #stepEngine}. */
    public boolean stepJournal() {
        return onJournal(journal::step);
    }

    /** Lets the maker of snapshots go one step on the caller's thread, like {@link #stepEngine}. */
    public boolean stepSnapshot() {
        return snapshots.step();
    }

    /** Begins a snapshot, behind the one that is on its way. Any thread. */
    public void orderSnapshot() {
        snapshots.order();
    }

    /** Lets the idle journal seal and say that it is quiet, like {@link #stepEngine}. */
    public void stepIdle() {
        onJournal(() -> {
            journal.idle();
            return false;
        });
    }

    private interface JournalStep {
        boolean run() throws IOException;
    }

    /** A failure is final, as on the journal's own thread. */
    private boolean onJournal(JournalStep step) {
        if (failed()) {
            journal.passOver();
            return false;
        }
        try {
            return step.run();
        } catch (IOException e) {
            journal.fail(e);
            return false;
        }
    }

    /** Events in the ring that not all consumers are through with. Any thread. */
    public long backlog() {
        return ring.getCursor() - ring.getMinimumGatingSequence();
    }

    public int capacity() {
        return ring.getBufferSize();
    }

    public boolean failed() {
        return consumers.durable().failed();
    }

    /** Events that are recorded and not yet on disk, at most. Any thread. */
    public long undurable() {
        return engine.sequence().get() - journal.sequence().get();
    }

    /**
     * One consumer of the ring, as others see it.
     *
     * @param name its thread's
     * @param at the position that it has reached
     * @param could the position that it could have reached
     */
    public record Consumer(String name, LongSupplier at, LongSupplier could, BooleanSupplier inDiskCall) {}

    public List<Consumer> consumers() {
        LongSupplier decided = engine.sequence()::get;
        List<Consumer> all = new ArrayList<>();
        all.add(new Consumer("gh-engine", decided, ring::getCursor, () -> false));
        all.add(new Consumer("gh-journal", journal.sequence()::get, decided, journal::inDiskCall));
        for (int i = 0; i < replies.length; i++) {
            all.add(new Consumer("gh-io-" + i, replies[i].sequence()::get, decided, () -> false));
        }
        return all;
    }

    /**
     * Waits until every consumer has reached the cursor, then ends the threads. Producers have stopped before.
     *
     * @return false where a consumer did not get there in time: what it had left is not acknowledged
     */
    public boolean close(long timeoutMillis) throws InterruptedException {
        long deadline = clock.nanos() + timeoutMillis * 1_000_000;
        while (ring.getMinimumGatingSequence() < ring.getCursor() && clock.nanos() < deadline) {
            wait.wake();
            Thread.sleep(1);
        }
        boolean drained = ring.getMinimumGatingSequence() >= ring.getCursor();
        snapshots.stop();
        snapshotThread.join(timeoutMillis);
        engine.barrier().alert();
        wait.wake();
        engineThread.join(timeoutMillis);
        boolean retired = engine.retire(timeoutMillis);
        journal.stop();
        journalThread.join(timeoutMillis);
        return drained && retired && !engineThread.isAlive() && !journalThread.isAlive();
    }
}
