package io.gatehouse.server.session;

/**
 * Whether a connection is read from. There are several reasons to pause, and it is read again when none is left. On the
 * connection's event loop.
 */
public final class Reading {
    private final Session session;
    private final Link link;
    private final LoopSessions loop;
    private final Deadlines deadlines;
    private boolean closed;

    Reading(Session session, Link link, LoopSessions loop, Deadlines deadlines) {
        this.session = session;
        this.link = link;
        this.loop = loop;
        this.deadlines = deadlines;
    }

    /** The ring is full: read on when it has room. */
    public void onRingFull() {
        if (!deadlines.pausedBy(Deadlines.RING_FULL)) {
            pause(Deadlines.RING_FULL);
            loop.pausedByRing(session);
        }
    }

    void onRingRoom() {
        resume(Deadlines.RING_FULL);
    }

    /** The gate reads too slowly (or again fast enough). */
    public void onWritable(boolean writable) {
        if (writable) {
            resume(Deadlines.SLOW_READER);
        } else {
            pause(Deadlines.SLOW_READER);
        }
    }

    void onSpace(boolean low) {
        if (low) {
            pause(Deadlines.NO_SPACE);
        } else {
            resume(Deadlines.NO_SPACE);
        }
    }

    /** The server stops: what is under way is still answered. */
    void onStop() {
        pause(Deadlines.STOPPING);
    }

    /** From here on the link itself decides what becomes of what still comes in. */
    void onClosed() {
        closed = true;
    }

    private void pause(int why) {
        if (deadlines.pause(why, loop.clock().nanos(), link.takenBytes()) && !closed) {
            link.setReading(false);
        }
    }

    private void resume(int why) {
        if (deadlines.resume(why, loop.clock().nanos()) && !closed) {
            link.setReading(true);
        }
    }
}
