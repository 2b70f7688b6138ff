package io.gatehouse.server.metrics;

import io.gatehouse.server.seam.Clock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Whether one consumer of the ring moves while it has work. It looks only when it is asked, and between two looks it
 * counts at most 2 s: a process that was paused is not a hung one.
 */
public final class Progress implements Supplier<String> {
    private static final long STUCK_NANOS = 5_000_000_000L;
    private static final long MOST_BETWEEN_NANOS = 2_000_000_000L;

    private final LongSupplier at;
    private final LongSupplier could;
    private final Clock clock;
    private long lastAt = Long.MIN_VALUE;
    private long lookedNanos;
    private long stillNanos;

    /**
     * @param at the position that it has reached
     * @param could the position that it could have reached
     */
    public Progress(LongSupplier at, LongSupplier could, Clock clock) {
        this.at = at;
        this.could = could;
        this.clock = clock;
        this.lookedNanos = clock.nanos();
    }

    /** Null, or since when it stands still. */
    @Override
    public synchronized String get() {
        long now = clock.nanos();
        long position = at.getAsLong();
        boolean still = position == lastAt && could.getAsLong() > position;
        stillNanos = still ? stillNanos + Math.min(now - lookedNanos, MOST_BETWEEN_NANOS) : 0;
        lastAt = position;
        lookedNanos = now;
        return stillNanos >= STUCK_NANOS ? "stands still at " + position + " with work before it" : null;
    }
}
