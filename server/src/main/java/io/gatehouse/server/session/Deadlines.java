package io.gatehouse.server.session;

/**
 * The clocks of one session. While the server itself has paused reading they stand still, but the slow reader's: that one
 * runs only then.
 */
final class Deadlines {
    static final int RING_FULL = 1;
    static final int SLOW_READER = 2;
    static final int STOPPING = 4;
    static final int NO_SPACE = 8;

    private static final long NONE = Long.MIN_VALUE;

    private final SessionOptions options;
    private long helloSince;
    private long frameSince = NONE;
    private long heardAt;
    private long heartbeatSentAt;
    private int pausedBy;
    private long pausedAt;
    private long taken;
    private long takenAt;

    Deadlines(SessionOptions options, long nowNanos) {
        this.options = options;
        this.helloSince = nowNanos;
        this.heardAt = nowNanos;
    }

    void onHeard(long nowNanos) {
        heardAt = nowNanos;
    }

    void onPartial(boolean partial, boolean sameFrame, long nowNanos) {
        if (!partial) {
            frameSince = NONE;
        } else if (!sameFrame || frameSince == NONE) {
            frameSince = nowNanos;
        }
    }

    void onHeartbeatSent(long nowNanos) {
        heartbeatSentAt = nowNanos;
    }

    boolean heartbeatDue(long nowNanos) {
        return nowNanos - heartbeatSentAt >= options.heartbeatMillis() * 1_000_000L;
    }

    boolean pausedBy(int why) {
        return (pausedBy & why) != 0;
    }

    /** True where reading has to stop now. */
    boolean pause(int why, long nowNanos, long takenBytes) {
        boolean first = pausedBy == 0;
        if (why == SLOW_READER && (pausedBy & SLOW_READER) == 0) {
            taken = takenBytes;
            takenAt = nowNanos;
        }
        pausedBy |= why;
        if (first) {
            pausedAt = nowNanos;
        }
        return first;
    }

    /** True where reading may go on now. */
    boolean resume(int why, long nowNanos) {
        boolean was = pausedBy != 0;
        pausedBy &= ~why;
        if (!was || pausedBy != 0) {
            return false;
        }
        moveOn(nowNanos - pausedAt, nowNanos);
        return true;
    }

    /** The process itself stood still for so long and read nothing, whether or not it had meant to read. */
    void onStoodStill(long stoodNanos, long nowNanos) {
        takenAt = Math.min(nowNanos, takenAt + stoodNanos);
        // A pause counts its own time when it ends, this one included.
        if (pausedBy == 0) {
            moveOn(stoodNanos, nowNanos);
        }
    }

    private void moveOn(long stoodNanos, long nowNanos) {
        helloSince = Math.min(nowNanos, helloSince + stoodNanos);
        heardAt = Math.min(nowNanos, heardAt + stoodNanos);
        if (frameSince != NONE) {
            frameSince = Math.min(nowNanos, frameSince + stoodNanos);
        }
    }

    /** The deadline that ran out, or null. */
    CloseReason late(long nowNanos, boolean waitsForHello, long takenBytes) {
        if ((pausedBy & SLOW_READER) != 0) {
            if (takenBytes != taken) {
                taken = takenBytes;
                takenAt = nowNanos;
            } else if (nowNanos - takenAt >= options.slowReaderMillis() * 1_000_000L) {
                return CloseReason.SLOW_READER;
            }
        }
        if (pausedBy != 0) {
            return null;
        }
        if (waitsForHello && nowNanos - helloSince >= options.helloMillis() * 1_000_000L) {
            return CloseReason.HELLO_LATE;
        }
        if (frameSince != NONE && nowNanos - frameSince >= options.frameMillis() * 1_000_000L) {
            return CloseReason.FRAME_LATE;
        }
        return nowNanos - heardAt >= options.silenceNanos() ? CloseReason.SILENT : null;
    }
}
