package io.gatehouse.server.journal;

import java.io.IOException;

/**
 * Makes room ahead of the writer: the rest of the segment being written, where a start made it short, then the spare
 * that the next roll takes. Works in pieces, each zeroed and synced, on the background executor; the writer may do the
 * pieces itself when it can't wait. A length counts only when it is synced.
 */
final class Provision {
    private static final long PIECE = 4 << 20;
    /** Left free for others on the disk. */
    private static final long MARGIN = 1 << 20;

    private final Disk disk;
    private final JournalOptions options;

    private long activeBase;
    /**
     * A handle of its own: a system tells a failed sync once to each handle, so this one can't take an error away from
     * the writer's.
     */
    private DiskFile active;

    private DiskFile spare;
    private long spareLength;
    private boolean running;
    private boolean closed;

    /** Length of the active segment that is on disk. */
    private volatile long prepared;

    private volatile boolean spareReady;
    private volatile boolean spaceShort;
    private volatile Throwable failure;

    Provision(Disk disk, JournalOptions options) {
        this.disk = disk;
        this.options = options;
    }

    long prepared() {
        return prepared;
    }

    boolean spareReady() {
        return spareReady;
    }

    /** Whether making room stands still because the disk is full; see {@link #resume}. */
    boolean spaceShort() {
        return spaceShort;
    }

    /** What went wrong other than a full disk, or null. */
    Throwable failure() {
        return failure;
    }

    /** The segment that begins there is being written now. */
    synchronized void use(long base, long preparedBytes) throws IOException {
        closeActive();
        activeBase = base;
        prepared = preparedBytes;
        resume();
    }

    private void closeActive() throws IOException {
        if (active != null) {
            active.close();
            active = null;
        }
    }

    /** Goes on making room in the background; call it again from time to time while {@link #spaceShort}. */
    synchronized void resume() {
        if (!running && !closed && failure == null && hasWork()) {
            running = true;
            options.background().execute(this::background);
        }
    }

    /** One piece and the decision to go on are one step: nobody's {@link #resume} may fall between them. */
    private synchronized void background() {
        boolean more = false;
        try {
            more = step();
        } catch (IOException e) {
            // kept in failure or spaceShort
        } finally {
            running = false;
            if (more) {
                resume();
            }
        }
    }

    private boolean hasWork() {
        return prepared < options.segmentBytes() || !spareReady;
    }

    /** Does one piece; returns whether there is more to do. */
    private synchronized boolean step() throws IOException {
        if (closed || failure != null || !hasWork()) {
            return false;
        }
        try {
            if (prepared < options.segmentBytes()) {
                extend();
            } else {
                growSpare();
            }
            return hasWork();
        } catch (DiskFullException e) {
            dropSpare();
            full(e.getMessage());
            throw e;
        } catch (Throwable t) {
            failure = t;
            throw t;
        }
    }

    private void extend() throws IOException {
        long to = Math.min(options.segmentBytes(), prepared + PIECE);
        requireSpace(to - prepared);
        if (active == null) {
            active = disk.openWrite(SegmentName.of(activeBase));
        }
        active.zero(prepared, to);
        active.syncAll();
        prepared = to;
        if (to == options.segmentBytes()) {
            closeActive();
        }
        relieved();
    }

    private void growSpare() throws IOException {
        if (spare == null) {
            requireSpace(options.segmentBytes());
            spare = disk.create(SegmentName.SPARE);
            spareLength = 0;
        }
        long to = Math.min(options.segmentBytes(), spareLength + PIECE);
        spare.zero(spareLength, to);
        spare.syncAll();
        spareLength = to;
        if (to == options.segmentBytes()) {
            spareReady = true;
            relieved();
        }
    }

    private void requireSpace(long bytes) throws IOException {
        long usable = disk.usableBytes();
        if (usable < bytes + MARGIN) {
            throw new DiskFullException(usable + " bytes are free, " + (bytes + MARGIN) + " are needed", null);
        }
    }

    private void full(String why) {
        if (!spaceShort) {
            spaceShort = true;
            options.listener().onSpaceShort(why);
        }
    }

    private void relieved() {
        if (spaceShort) {
            spaceShort = false;
            options.listener().onSpaceBack();
        }
    }

    /** What a half-made spare takes is needed elsewhere. */
    private void dropSpare() throws IOException {
        if (spare != null) {
            spare.close();
            spare = null;
            disk.delete(SegmentName.SPARE);
        }
    }

    /** Makes the active segment that long now, if it is not. Thread of the writer. */
    void extendTo(long bytes) throws IOException {
        while (prepared < bytes) {
            stepNow();
        }
    }

    /**
     * Gives a spare of full length, made now if need be, its name as a segment and hands it over; the directory is the
     * caller's to sync. Until the name {@link SegmentName#SPARE} is free nobody may begin the next one.
     */
    synchronized DiskFile takeSpare(String name) throws IOException {
        while (!spareReady) {
            stepNow();
        }
        disk.rename(SegmentName.SPARE, name);
        DiskFile taken = spare;
        spare = null;
        spareReady = false;
        return taken;
    }

    private void stepNow() throws IOException {
        if (failure != null) {
            throw new IOException("making a segment failed before", failure);
        }
        step();
    }

    /** Ends the work. */
    synchronized void close() throws IOException {
        closed = true;
        closeActive();
        if (spare != null) {
            spare.close();
            spare = null;
        }
    }
}
