package io.gatehouse.server.pipeline;

/**
 * When one thread wakes the next. An early wake-up lets two cores work side by side; on a single core it only puts one
 * thread off its work for another, so there each goes through all that it has first.
 *
 * @param intakeWakes events of one pass over the sockets after which the engine is woken before the pass ends
 * @param engineWakes events decided after which replies and journal are woken before all are
 * @param commitNanos between the beginnings of two commits, at least, while events keep coming: a sync costs the same for
 *     one record and for a thousand. 0 for none
 */
public record Pace(int intakeWakes, int engineWakes, long commitNanos) {
    private static final long MILLISECOND = 1_000_000;

    /** @param cores that the process may use */
    public static Pace of(int cores) {
        return cores == 1 ? new Pace(2_048, 2_048, MILLISECOND) : new Pace(64, 256, MILLISECOND);
    }
}
