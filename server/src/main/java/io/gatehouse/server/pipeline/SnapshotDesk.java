package io.gatehouse.server.pipeline;

import io.gatehouse.server.engine.Engine;
import io.gatehouse.server.engine.StateCopy;
import io.gatehouse.server.engine.StateParts;
import io.gatehouse.server.metrics.SnapshotMeters;
import io.gatehouse.server.seam.Clock;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Where a snapshot goes from thread to thread: the engine copies the state in parts between batches and puts them here,
 * the journal says at which of its positions the first and the last part were copied, the writer fetches all of it.
 */
final class SnapshotDesk {
    /** No place of the ring, no position of the journal. */
    static final long NONE = Long.MIN_VALUE;

    private enum Stage {
        RESTING,
        WANTED,
        COPYING,
        COPIED
    }

    private final Engine engine;
    private final Clock clock;
    private final SnapshotMeters meters;
    private final ArrayBlockingQueue<StateCopy> queue = new ArrayBlockingQueue<>(StateParts.WAITING);
    private volatile Stage stage = Stage.RESTING;
    private volatile boolean abandoned;
    /** Last event that the first part knows, and the last one. */
    private volatile long firstEvent = NONE;

    private volatile long lastEvent = NONE;
    private volatile long firstPosition = NONE;
    private volatile long lastPosition = NONE;
    /** The engine's. */
    private StateParts parts;

    SnapshotDesk(Engine engine, Clock clock, SnapshotMeters meters) {
        this.engine = engine;
        this.clock = clock;
        this.meters = meters;
    }

    // ---- the writer ---------------------------------------------------------------------------------

    /** Asks for a snapshot. Nothing happens while the one before is still on its way. */
    void want() {
        if (stage == Stage.RESTING) {
            queue.clear();
            firstEvent = NONE;
            lastEvent = NONE;
            firstPosition = NONE;
            lastPosition = NONE;
            stage = Stage.WANTED;
        }
    }

    /** Whether one is on its way, an abandoned one too. */
    boolean busy() {
        return stage != Stage.RESTING;
    }

    /** Position of the journal at which replay has to go on; {@link #NONE}: not known yet. */
    long firstPosition() {
        return firstPosition;
    }

    /** Below it is all that was copied, on disk; {@link #NONE}: not known yet. */
    long lastPosition() {
        return lastPosition;
    }

    /** The next copy; null where none is waiting. */
    StateCopy poll() {
        return queue.poll();
    }

    /** Whether the last copy was put into the queue. */
    boolean copied() {
        return stage == Stage.COPIED;
    }

    /** All is written, or given up. */
    void release() {
        if (stage == Stage.COPIED) {
            stage = Stage.RESTING;
        } else if (stage != Stage.RESTING) {
            abandoned = true;
            queue.clear();
        }
    }

    // ---- the engine ---------------------------------------------------------------------------------

    /** Whether the first part was copied and the last one was not. */
    boolean copying() {
        return stage == Stage.COPYING;
    }

    /** Whether a part may be copied now. */
    boolean wantsPart() {
        // COPIED too: the engine may have come through just when it was given up.
        if (abandoned && stage == Stage.COPIED) {
            return true;
        }
        return stage == Stage.WANTED || stage == Stage.COPYING && (abandoned || queue.remainingCapacity() > 0);
    }

    /**
     * Copies one part, between two batches.
     *
     * @param last the last event that was decided
     */
    void copyPart(long last) {
        if (abandoned) {
            parts = null;
            abandoned = false;
            stage = Stage.RESTING;
            return;
        }
        long from = clock.nanos();
        if (stage == Stage.WANTED) {
            parts = engine.copyState();
            stage = Stage.COPYING;
            // Before the next event is decided: the journal then ends a frame here.
            firstEvent = last;
        }
        StateCopy part = parts.next();
        if (part == null) {
            parts = null;
            lastEvent = last;
            stage = Stage.COPIED;
        } else {
            queue.add(part);
        }
        meters.onStall(clock.nanos() - from);
    }

    // ---- the journal --------------------------------------------------------------------------------

    /** The frame that is written next ends with that event or before: {@code last}, or earlier for the snapshot's sake. */
    long frameEnd(long next, long last) {
        long cut = firstEvent;
        return firstPosition == NONE && cut >= next ? Math.min(last, cut) : last;
    }

    /**
     * Call before a frame is begun and when one is durable.
     *
     * @param next the first event that is not yet durable
     * @param position where the frame with it will begin
     */
    void onDurable(long next, long position) {
        long first = firstEvent;
        if (first != NONE && firstPosition == NONE && next > first) {
            firstPosition = position;
        }
        long last = lastEvent;
        if (last != NONE && lastPosition == NONE && next > last) {
            lastPosition = position;
        }
    }
}
