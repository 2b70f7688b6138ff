package io.gatehouse.client;

import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Heartbeat;
import java.util.concurrent.TimeUnit;

/** Heartbeats both ways, and the three silences that end a connection: no byte, no whole frame, no Welcome. */
final class Liveness {
    static final int DEFAULT_HEARTBEAT_MS = 10_000;
    static final long FRAME_NS = TimeUnit.SECONDS.toNanos(10);

    private static final long NEVER = Long.MAX_VALUE;

    private final GateClock clock;
    private long heartbeatNs;
    private long lastByteAt;
    private long nextHeartbeatAt;
    private long partialSince;

    Liveness(GateClock clock) {
        this.clock = clock;
    }

    void onConnecting() {
        heartbeatNs = TimeUnit.MILLISECONDS.toNanos(DEFAULT_HEARTBEAT_MS);
        lastByteAt = clock.nanoTime();
        nextHeartbeatAt = NEVER;
        partialSince = NEVER;
    }

    void onWelcome(int heartbeatMs) {
        long millis = heartbeatMs == 0 ? DEFAULT_HEARTBEAT_MS : Integer.toUnsignedLong(heartbeatMs);
        heartbeatNs = TimeUnit.MILLISECONDS.toNanos(millis);
        nextHeartbeatAt = clock.nanoTime() + heartbeatNs;
    }

    void onBytes() {
        lastByteAt = clock.nanoTime();
    }

    /** After a read: whether it ended within a frame, and whether it completed any. */
    void onReadEnd(boolean completedAny, boolean withinFrame) {
        if (!withinFrame) {
            partialSince = NEVER;
        } else if (completedAny || partialSince == NEVER) {
            partialSince = clock.nanoTime();
        }
    }

    /** Returns the answer to a heartbeat; null to an answer, which is never answered. */
    GateMessage answer(Heartbeat received) {
        if (received.getEchoUs() != 0 || received.getSentAtUs() == 0) {
            return null;
        }
        return heartbeat(received.getSentAtUs());
    }

    /** Returns the gate's own heartbeat when it is due, else null. */
    GateMessage dueHeartbeat() {
        long now = clock.nanoTime();
        if (now < nextHeartbeatAt) {
            return null;
        }
        // From now, not from when it was due: a paused process does not send a burst.
        nextHeartbeatAt = now + heartbeatNs;
        return heartbeat(0);
    }

    boolean silent() {
        return clock.nanoTime() >= deadline();
    }

    long nextTimer() {
        return Math.min(deadline(), nextHeartbeatAt);
    }

    private long deadline() {
        long silence = lastByteAt + heartbeatNs * 5 / 2;
        return partialSince == NEVER ? silence : Math.min(silence, partialSince + FRAME_NS);
    }

    private GateMessage heartbeat(long echoMicros) {
        return GateMessage.newBuilder()
                .setHeartbeat(
                        Heartbeat.newBuilder().setSentAtUs(clock.wallMicros()).setEchoUs(echoMicros))
                .build();
    }
}
