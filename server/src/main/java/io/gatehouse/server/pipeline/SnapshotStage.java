package io.gatehouse.server.pipeline;

import io.gatehouse.server.engine.StateCopy;
import io.gatehouse.server.journal.DiskFullException;
import io.gatehouse.server.journal.EventJournal;
import io.gatehouse.server.journal.SnapshotDraft;
import io.gatehouse.server.journal.SnapshotSummary;
import io.gatehouse.server.journal.Snapshots;
import io.gatehouse.server.metrics.SnapshotMeters;
import io.gatehouse.server.seam.Clock;
import java.io.IOException;

/**
 * Makes snapshots while the server serves: fetches the copies from the desk, writes them aside, and publishes them when
 * the journal is durable beyond the last one. What goes wrong costs this snapshot only, and is tried again.
 */
final class SnapshotStage implements Runnable {
    private static final long TICK_MILLIS = 20;
    /** Pauses while one is made spread the work of engine and writer, so that decisions meet little of either. */
    private static final long BUSY_MILLIS = 1;
    /** Parts from one pause to the next: 4 of half a thousand passes each. */
    private static final int PARTS = 4;
    /** After a failure; a full disk has to be made room on first. */
    private static final long RETRY_NANOS = 60_000_000_000L;

    private final SnapshotDesk desk;
    private final EventJournal journal;
    private final Snapshots snapshots;
    private final SnapshotPlan plan;
    private final SnapshotListener listener;
    private final SnapshotMeters meters;
    private final Clock clock;
    private final Runnable wakeEngine;
    private volatile boolean stopping;
    private volatile boolean ordered;

    private SnapshotDraft draft;
    private boolean wanted;
    private int steps;
    private long begunNanos;
    private long lastPosition;
    private long lastNanos;
    private long notBeforeNanos;

    SnapshotStage(SnapshotDesk desk, Pipeline.Parts parts, Snapshotting how, Runnable wakeEngine) {
        this.desk = desk;
        this.journal = parts.journal();
        this.snapshots = parts.journal().snapshots();
        this.plan = how.plan();
        this.listener = how.listener();
        this.meters = how.meters();
        this.clock = parts.clock();
        this.wakeEngine = wakeEngine;
        this.lastPosition = how.lastPosition();
        this.lastNanos = clock.nanos();
        this.notBeforeNanos = clock.nanos();
    }

    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                boolean went = step();
                if (!went || ++steps % PARTS == 0) {
                    Thread.sleep(wanted ? BUSY_MILLIS : TICK_MILLIS);
                }
            }
        } catch (InterruptedException stopped) {
            // Asked to by Pipeline.close.
        } finally {
            giveUp();
        }
    }

    /** Does what can be done now; false where there is nothing. Never throws for a disk's sake. */
    boolean step() {
        try {
            return wanted ? goOn() : begin();
        } catch (IOException e) {
            failed(e);
            return false;
        }
    }

    private boolean begin() {
        long written = journal.durablePosition() - lastPosition;
        long now = clock.nanos();
        boolean due = written >= plan.everyBytes() || written > 0 && now - lastNanos >= plan.everyNanos();
        if (ordered && !desk.busy()) {
            ordered = false;
            start();
            return true;
        }
        if (!due || now - notBeforeNanos < 0 || desk.busy()) {
            return false;
        }
        start();
        return true;
    }

    /** Begins one with the next step. Any thread. */
    void order() {
        ordered = true;
    }

    private void start() {
        wanted = true;
        begunNanos = clock.nanos();
        desk.want();
        wakeEngine.run();
    }

    private boolean goOn() throws IOException {
        if (draft == null) {
            if (desk.firstPosition() == SnapshotDesk.NONE) {
                return false;
            }
            draft = snapshots.begin(desk.firstPosition(), clock.wallUs(), plan.version());
        }
        boolean through = desk.copied();
        StateCopy copy = desk.poll();
        if (copy != null) {
            copy.write(draft);
            wakeEngine.run();
            return true;
        }
        if (!through || desk.lastPosition() == SnapshotDesk.NONE) {
            return false;
        }
        publish();
        return true;
    }

    private void publish() throws IOException {
        SnapshotSummary made = snapshots.publish(draft, desk.lastPosition());
        draft = null;
        wanted = false;
        desk.release();
        lastPosition = made.position();
        lastNanos = clock.nanos();
        meters.onMade(made.madeAtUs(), made.bytes(), lastNanos - begunNanos);
        listener.onMade(made, lastNanos - begunNanos);
        int deleted = snapshots.retain(clock.wallUs() - plan.keepUs());
        if (deleted > 0) {
            meters.onSegmentsDeleted(deleted);
            listener.onSegmentsDeleted(deleted);
        }
    }

    private void failed(IOException why) {
        giveUp();
        notBeforeNanos = clock.nanos() + RETRY_NANOS;
        meters.onFailed();
        listener.onFailed(why, why instanceof DiskFullException);
    }

    private void giveUp() {
        if (wanted) {
            wanted = false;
            desk.release();
            wakeEngine.run();
        }
        if (draft != null) {
            try {
                draft.close();
            } catch (IOException e) {
                // What is left of it is deleted by the next one or by the next start.
            }
            draft = null;
        }
    }
}
