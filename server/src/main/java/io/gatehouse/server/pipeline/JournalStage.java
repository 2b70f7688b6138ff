package io.gatehouse.server.pipeline;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.journal.EventJournal;
import io.gatehouse.server.metrics.JournalMeters;
import io.gatehouse.server.seam.Clock;
import java.io.IOException;

/**
 * The second consumer, beside the replies: appends what the engine recorded, one frame and one {@code fdatasync} for
 * each batch, and only then moves the durable position. While a sync runs the next batch gathers.
 */
final class JournalStage implements Runnable {
    /** Events of one commit. Bounds how long a slot stays taken; small records fill a commit up to here. */
    private static final int MAX_BATCH = 4_096;
    /** Idle for this long: acks that wait for company are let go. Shorter than any hold of an ack that helps. */
    private static final long QUIET_NANOS = 1_000_000;

    private final RingBuffer<Slot> ring;
    private final Sequence decided;
    private final EventJournal journal;
    private final Consumers consumers;
    private final SnapshotDesk desk;
    private final Clock clock;
    private final JournalMeters meters;
    private final Sequence done = new Sequence();
    private final Parker parker = new Parker();
    private volatile boolean stopping;
    private volatile boolean inDiskCall;
    private long next;
    private long idleSinceNanos;
    private final long commitNanos;
    private final int commitBytes;
    /** Beginning of the last commit. */
    private long committedNanos;
    /** Whether the batch holds a change: slots of scans need not be touched again behind the sync. */
    private boolean changes;

    JournalStage(
            RingBuffer<Slot> ring, Sequence decided, Consumers consumers, Pipeline.Parts parts, SnapshotDesk desk) {
        this.desk = desk;
        this.ring = ring;
        this.decided = decided;
        this.consumers = consumers;
        journal = parts.journal();
        clock = parts.clock();
        meters = parts.meters();
        commitNanos = parts.pace().commitNanos();
        commitBytes = parts.pace().commitBytes();
        idleSinceNanos = clock.nanos();
        committedNanos = clock.nanos() - commitNanos;
    }

    Sequence sequence() {
        return done;
    }

    boolean inDiskCall() {
        return inDiskCall;
    }

    void wake() {
        parker.wake();
    }

    /** Ends {@link #run} once everything decided is on disk. */
    void stop() {
        stopping = true;
        parker.wake();
    }

    @Override
    public void run() {
        try {
            while (!stopping || decided.get() >= next) {
                gather();
                if (!step()) {
                    rest();
                }
            }
            // Nothing comes any more that an ack could wait for.
            consumers.durable().quiet(true);
        } catch (IOException e) {
            fail(e);
            while (!stopping) {
                passOver();
                parker.sleep(10 * QUIET_NANOS);
            }
        } catch (Throwable bug) {
            consumers.failure().internal(bug);
        }
    }

    /** Lets a batch grow until the next commit may begin: whoever waits for the disk waits that much longer at most. */
    private void gather() {
        long left = committedNanos + commitNanos - clock.nanos();
        if (left > 0 && !stopping && decided.get() - next < MAX_BATCH / 2) {
            parker.sleep(left);
        }
    }

    /** Appends and syncs one batch; false where there was nothing. */
    boolean step() throws IOException {
        long available = decided.get();
        desk.onDurable(next, journal.durablePosition());
        if (available < next) {
            return false;
        }
        consumers.durable().quiet(false);
        long end = append(desk.frameEnd(next, Math.min(available, next + MAX_BATCH - 1)));
        if (journal.pendingBytes() > 0) {
            inDiskCall = true;
            committedNanos = clock.nanos();
            journal.commit();
            meters.onSync(clock.nanos() - committedNanos);
            inDiskCall = false;
        }
        if (changes) {
            answerOrders(end);
        }
        next = end + 1;
        done.set(end);
        desk.onDurable(next, journal.durablePosition());
        consumers.durable().advance(end);
        consumers.wakeLoops(consumers.allLoops());
        idleSinceNanos = clock.nanos();
        return true;
    }

    private void rest() throws IOException {
        idle();
        parker.drowsy();
        if (decided.get() < next && !stopping) {
            parker.sleep(consumers.durable().quiet() ? 10 * QUIET_NANOS : QUIET_NANOS);
        }
        parker.awake();
    }

    /** Nothing to do: lets waiting acks go, seals the journal. */
    void idle() throws IOException {
        long idle = clock.nanos() - idleSinceNanos;
        if (idle >= QUIET_NANOS && !consumers.durable().quiet()) {
            consumers.durable().quiet(true);
            consumers.wakeLoops(consumers.allLoops());
        }
        inDiskCall = true;
        journal.idle(clock.nanos());
        inDiskCall = false;
    }

    private long append(long last) throws IOException {
        long from = clock.nanos();
        long records = 0;
        long at = next;
        changes = false;
        while (true) {
            Slot slot = ring.get(at);
            changes |= slot.kind == Event.Kind.CHANGE;
            if (recorded(slot)) {
                journal.append(slot);
                records++;
            }
            if (at == last || journal.pendingBytes() >= commitBytes) {
                break;
            }
            at++;
        }
        meters.onAppend(records, journal.pendingBytes(), clock.nanos() - from);
        return at;
    }

    private static boolean recorded(Slot slot) {
        return slot.recordedAs() != Event.Kind.NONE;
    }

    private void answerOrders(long end) {
        for (long at = next; at <= end; at++) {
            Slot slot = ring.get(at);
            if (slot.order != null) {
                Order order = slot.order;
                slot.order = null;
                if (slot.result == Event.Result.RECORDED) {
                    order.complete(slot.version);
                } else {
                    order.refuse(slot.changeRefused);
                }
            }
            slot.change = null;
        }
    }

    /** Whoever waits for a change that will never be durable hears of it. */
    private void refuseOrders() {
        long last = decided.get();
        for (long at = next; at <= last; at++) {
            Order order = ring.get(at).order;
            if (order != null) {
                order.refuse(Order.JOURNAL_FAILED);
            }
        }
    }

    /** Tells everybody that nothing more is decided or acknowledged. */
    void fail(IOException cause) {
        meters.onError(inDiskCall ? JournalMeters.Op.SYNC : JournalMeters.Op.WRITE);
        consumers.durable().fail();
        refuseOrders();
        consumers.wakeEngine();
        consumers.wakeLoops(consumers.allLoops());
        consumers.failure().storage(cause);
    }

    /** The ring must not fill behind a dead journal: gates are still to hear of it. */
    void passOver() {
        next = decided.get() + 1;
        done.set(next - 1);
    }
}
