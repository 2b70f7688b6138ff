package io.gatehouse.server.session;

import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which session stands for which gate, and whether two devices fight over one identity: 15 takeovers of a live
 * connection in a minute, and whichever stands then stays for 5 minutes. Any event loop.
 */
public final class Takeovers {
    private static final int MOST = 15;
    private static final long WITHIN_NANOS = 60_000_000_000L;
    private static final long STAND_NANOS = 300_000_000_000L;

    /**
     * What a Hello is told.
     *
     * @param stayAwayMillis 0 where it may go on
     * @param alarm whether two devices were found out by it: true once for each time that the standing one is kept
     */
    record Answer(long stayAwayMillis, boolean alarm) {
        private static final Answer GO_ON = new Answer(0, false);
    }

    private static final class Standing {
        volatile Session session;
        /** When the last one to go was last heard. */
        volatile long leftNanos;

        volatile boolean left;
        long keptUntilNanos;
        boolean kept;
        final ArrayDeque<Long> takeovers = new ArrayDeque<>(0);
    }

    private final ConcurrentHashMap<Integer, Standing> gates = new ConcurrentHashMap<>();

    /** A Hello of this gate authenticated. */
    Answer onHello(int gate, long nowNanos, long heartbeatNanos) {
        Standing standing = gates.computeIfAbsent(gate, g -> new Standing());
        synchronized (standing) {
            Session before = standing.session;
            standing.kept &= nowNanos - standing.keptUntilNanos < 0;
            // Where the one that was kept has gone there is nobody to protect: the gate must not stay without a server.
            if (standing.kept && before != null) {
                return new Answer(Math.max(1, (standing.keptUntilNanos - nowNanos) / 1_000_000), false);
            }
            if (before == null || nowNanos - before.lastHeardNanos() > heartbeatNanos) {
                return Answer.GO_ON;
            }
            while (!standing.takeovers.isEmpty() && nowNanos - standing.takeovers.peek() > WITHIN_NANOS) {
                standing.takeovers.poll();
            }
            if (standing.takeovers.size() >= MOST) {
                standing.takeovers.clear();
                standing.kept = true;
                standing.keptUntilNanos = nowNanos + STAND_NANOS;
                return new Answer(STAND_NANOS / 1_000_000, true);
            }
            standing.takeovers.add(nowNanos);
            return Answer.GO_ON;
        }
    }

    void onWelcome(int gate, Session session) {
        Standing standing = gates.computeIfAbsent(gate, g -> new Standing());
        synchronized (standing) {
            standing.session = session;
        }
    }

    void onClosed(int gate, Session session) {
        Standing standing = gates.get(gate);
        if (standing != null) {
            synchronized (standing) {
                if (standing.session == session) {
                    standing.leftNanos = session.lastHeardNanos();
                    standing.left = true;
                    standing.session = null;
                }
            }
        }
    }

    /**
     * When the gate was last heard, by the clock's nanoseconds. Any thread.
     *
     * @param never returned where it was not since the start
     */
    long lastHeardNanos(int gate, long never) {
        Standing standing = gates.get(gate);
        if (standing == null) {
            return never;
        }
        Session session = standing.session;
        if (session != null) {
            return session.lastHeardNanos();
        }
        return standing.left ? standing.leftNanos : never;
    }
}
