package io.gatehouse.server.pipeline;

import java.util.List;

/**
 * Ends a process whose pipeline stands still. It counts its own ticks, not a clock: a paused process is not a hung one.
 */
public final class Watchdog implements Runnable {
    private static final long TICK_MILLIS = 100;
    private static final int STUCK_TICKS = 50;
    private static final int DISK_TICKS = 300;

    private final List<Pipeline.Consumer> watched;
    private final long[] last;
    private final int[] still;
    private final Failure failure;

    public Watchdog(Pipeline pipeline, Failure failure) {
        watched = pipeline.consumers();
        last = new long[watched.size()];
        still = new int[watched.size()];
        this.failure = failure;
    }

    @Override
    public void run() {
        try {
            while (true) {
                Thread.sleep(TICK_MILLIS);
                tick();
            }
        } catch (InterruptedException stop) {
            // The server stops.
        }
    }

    void tick() {
        for (int i = 0; i < watched.size(); i++) {
            Pipeline.Consumer one = watched.get(i);
            long at = one.at().getAsLong();
            boolean stuck = at == last[i] && one.could().getAsLong() > at;
            still[i] = stuck ? still[i] + 1 : 0;
            last[i] = at;
            boolean disk = one.inDiskCall().getAsBoolean();
            if (disk && still[i] >= DISK_TICKS) {
                failure.storage(new IllegalStateException(one.name() + " is in one disk call for 30 s"));
            } else if (!disk && still[i] >= STUCK_TICKS) {
                failure.internal(new IllegalStateException(one.name() + " stands still at " + at));
            }
        }
    }
}
