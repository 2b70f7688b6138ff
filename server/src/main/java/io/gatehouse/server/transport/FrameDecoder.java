package io.gatehouse.server.transport;

import io.gatehouse.proto.v1.Hello;
import io.gatehouse.server.pipeline.Slot;
import io.gatehouse.server.session.CloseReason;
import io.gatehouse.server.session.Session;

/** Finds the frames of one connection and gives each to its session; a sequenced one by way of a ring slot. */
final class FrameDecoder {
    private final Session session;
    private final FrameScanner frames;
    private final WireDecoder wire;
    private boolean stalled;

    FrameDecoder(Session session, Scratch scratch) {
        this.session = session;
        this.frames = scratch.frames;
        this.wire = scratch.wire;
    }

    /** Whether the last {@link #decode} stopped because the ring is full: call it again with the same bytes. */
    boolean stalled() {
        return stalled;
    }

    /**
     * Takes as many frames as are whole.
     *
     * @return where the bytes begin that are left
     */
    int decode(byte[] bytes, int from, int to) {
        stalled = false;
        int at = from;
        while (at < to && !session.deaf()) {
            int limit = session.open() ? FrameScanner.MAX_FRAME : FrameScanner.MAX_FRAME_BEFORE_WELCOME;
            FrameScanner.Result found = frames.scan(bytes, at, to, limit);
            if (found == FrameScanner.Result.NEED_MORE) {
                break;
            }
            stalled = !onFound(found, bytes);
            if (stalled) {
                break;
            }
            at = frames.next();
        }
        return session.deaf() ? to : at;
    }

    /** False where the ring is full and nothing was done. */
    private boolean onFound(FrameScanner.Result found, byte[] bytes) {
        return switch (found) {
            case WHOLE -> onFrame(bytes, frames.offset(), frames.length());
            case TOO_LARGE -> session.refuse(CloseReason.FRAME_TOO_LARGE);
            default -> session.refuse(CloseReason.MALFORMED);
        };
    }

    private boolean onFrame(byte[] bytes, int offset, int length) {
        int body = wire.body(bytes, offset, length);
        if (body == WireDecoder.HELLO) {
            Hello hello = wire.hello(bytes, offset, length);
            return hello == null ? session.refuse(CloseReason.MALFORMED) : session.onHello(hello);
        }
        if (!session.open()) {
            // Before Welcome nothing but the one Hello has its place.
            return session.refuse(CloseReason.MALFORMED);
        }
        return switch (body) {
            case WireDecoder.SCAN, WireDecoder.DEVICE_EVENT, WireDecoder.OUTCOME, WireDecoder.LOST ->
                onScan(body, bytes, offset, length);
            case WireDecoder.HEARTBEAT -> onHeartbeat(bytes, offset, length);
            case WireDecoder.APPLIED ->
                wire.applied(bytes, offset, length) != null || session.refuse(CloseReason.MALFORMED);
            case WireDecoder.NONE -> true;
            default -> session.refuse(CloseReason.MALFORMED);
        };
    }

    /** A scan, or another sequenced message. */
    private boolean onScan(int body, byte[] bytes, int offset, int length) {
        Slot slot = session.claim();
        if (slot == null) {
            return false;
        }
        if (wire.decodeInto(body, bytes, offset, length, slot)) {
            session.onScan(slot);
        } else {
            session.onMalformed(slot);
        }
        return true;
    }

    private boolean onHeartbeat(byte[] bytes, int offset, int length) {
        if (!wire.heartbeat(bytes, offset, length)) {
            return session.refuse(CloseReason.MALFORMED);
        }
        session.onHeartbeat(wire.sentAtUs(), wire.echoUs());
        return true;
    }
}
