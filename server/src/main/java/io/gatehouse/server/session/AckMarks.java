package io.gatehouse.server.session;

/**
 * Which ack a durable position allows. Two marks are enough for any number of messages under way: the one that is
 * waited for and the latest one; when the first is durable the second takes its place.
 */
final class AckMarks {
    private boolean waiting;
    private long waitingPosition;
    private long waitingSequence;
    private long waitingCount;
    private long latestPosition = -1;
    private long latestSequence;
    private long latestCount;
    private long durableSequence;
    private long durableCount;
    private long saidCount;
    private long allowedSinceNanos;

    /** Forgets all and starts behind what {@code Welcome} said. */
    void start(long sequence) {
        waiting = false;
        latestPosition = -1;
        latestSequence = sequence;
        durableSequence = sequence;
        latestCount = 0;
        durableCount = 0;
        saidCount = 0;
    }

    /** A message came out of the engine: its ack waits for this position. A duplicate never takes the ack back. */
    void add(long position, long sequence) {
        latestPosition = position;
        latestSequence = Math.max(latestSequence, sequence);
        latestCount++;
        if (!waiting) {
            waitForLatest();
        }
    }

    void onDurable(long position, long nowNanos) {
        while (waiting && waitingPosition <= position) {
            if (durableCount == saidCount) {
                allowedSinceNanos = nowNanos;
            }
            durableSequence = waitingSequence;
            durableCount = waitingCount;
            if (latestPosition > waitingPosition) {
                waitForLatest();
            } else {
                waiting = false;
            }
        }
    }

    private void waitForLatest() {
        waiting = true;
        waitingPosition = latestPosition;
        waitingSequence = latestSequence;
        waitingCount = latestCount;
    }

    /** Whether an ack may be said that was not said yet. */
    boolean allowed() {
        return durableCount > saidCount;
    }

    long heldForNanos(long nowNanos) {
        return nowNanos - allowedSinceNanos;
    }

    /** The ack to say now; the caller says it. */
    long say() {
        saidCount = durableCount;
        return durableSequence;
    }

    /** Messages whose ack was said. */
    long saidCount() {
        return saidCount;
    }

    boolean waiting() {
        return waiting;
    }
}
