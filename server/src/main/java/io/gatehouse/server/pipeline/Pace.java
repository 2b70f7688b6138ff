package io.gatehouse.server.pipeline;

/**
 * When one thread wakes the next. An early wake-up lets two cores work side by side; on a single core it only puts one
 * thread off its work for another, so there each goes through all that it has first.
 *
 * @param intakeWakes events of one pass over the sockets after which the engine is woken before the pass ends
 * @param engineWakes events decided after which replies and journal are woken before all are
 * @param commitNanos between the beginnings of two commits, at least, while events keep coming: a sync costs the same for
 *     one record and for a thousand. 0 for none
 * @param commitBytes of records past which a commit takes no more of them
 */
public record Pace(int intakeWakes, int engineWakes, long commitNanos, int commitBytes) {
    private static final long MILLISECOND = 1_000_000;
    private static final int COMMIT_BYTES = 512 * 1024;

    /**
     * The counts follow from the machine and are no keys: 64 events keep the engine busy until the next 64 are read, 256
     * are one batch of its own, 2,048 are more than a pass over the sockets brings.
     *
     * @param cores that the process may use
     */
    public static Pace of(int cores) {
        return cores == 1
                ? new Pace(2_048, 2_048, MILLISECOND, COMMIT_BYTES)
                : new Pace(64, 256, MILLISECOND, COMMIT_BYTES);
    }

    public Pace withCommit(long nanos, int bytes) {
        return new Pace(intakeWakes, engineWakes, nanos, bytes);
    }
}
