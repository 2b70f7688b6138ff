package io.gatehouse.client;

import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Welcome;

/** Holds the spool against a Welcome: is this the stream that the server knows? */
final class StreamCheck {
    private StreamCheck() {}

    /**
     * Returns the lowest sequence to take along into a new stream where the spool went back in time, else 0.
     *
     * @param startOfRun the first sequence that was numbered since the gate's last start
     */
    static long keepFrom(Spool spool, Welcome welcome, long startOfRun) {
        long durable = welcome.getDurableSequence();
        if (Long.compareUnsigned(spool.highest(), durable) < 0) {
            return startOfRun;
        }
        long last = lastScan(spool, durable);
        if (last == 0) {
            return 0;
        }
        // A check of 0 says that the server has no scan there: then this one is not on its disk either.
        if (Messages.durableCheck(spool.read(last).getScan()) == welcome.getDurableCheck()) {
            return 0;
        }
        // What this run numbered, what the server does not claim, and the scan that was just proved unknown to it.
        return Math.min(Math.min(startOfRun, durable + 1), last);
    }

    /** Returns the same for a stream that the server has closed; an {@code expected} of 0 drops nothing. */
    static long closedKeepFrom(Spool spool, long expected, long acknowledged, long startOfRun) {
        if (expected == 0) {
            return acknowledged + 1;
        }
        return Long.compareUnsigned(expected, spool.highest() + 1) > 0 ? startOfRun : expected;
    }

    /** Returns the sequence of the last scan at or below, 0 where a hole hides it or there is none. */
    private static long lastScan(Spool spool, long durable) {
        for (long sequence = durable; sequence >= spool.first(); sequence--) {
            GateMessage message = spool.read(sequence);
            if (message == null || message.hasLost()) {
                return 0;
            }
            if (message.hasScan()) {
                return sequence;
            }
        }
        return 0;
    }
}
