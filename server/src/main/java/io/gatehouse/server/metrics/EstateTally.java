package io.gatehouse.server.metrics;

/**
 * What one event loop counts for one estate. A session holds that of its estate, so that a scan costs one addition and no
 * look-up. Written on that loop, read by any thread.
 */
public final class EstateTally {
    private static final int WELCOMES = LoopMeters.VERDICTS;
    private static final int CLOSED = WELCOMES + 1;

    private final int estateId;
    private final Cells cells = new Cells(CLOSED + 1);

    EstateTally(int estateId) {
        this.estateId = estateId;
    }

    public int estateId() {
        return estateId;
    }

    /** A scan of its gates was recorded. */
    public void onScan(int verdict) {
        cells.increment(LoopMeters.known(verdict, LoopMeters.VERDICTS));
    }

    /** A gate of the estate has its Welcome, or one that is connected was moved here. */
    void onWelcome() {
        cells.increment(WELCOMES);
    }

    /** One that had its Welcome is gone. */
    public void onClosed() {
        cells.increment(CLOSED);
    }

    long scans(int verdict) {
        return cells.get(verdict);
    }

    /** Gates of the estate that are connected to this loop now. */
    long online() {
        // In this order: a gate that comes and goes meanwhile must not count as less than none.
        long closed = cells.get(CLOSED);
        return cells.get(WELCOMES) - closed;
    }
}
