package io.gatehouse.server.transport;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.pipeline.Slot;
import io.gatehouse.server.session.CloseReason;
import io.gatehouse.server.session.Session;

/** Finds the frames of one connection and gives each to its session; a sequenced one by way of a ring slot. */
final class FrameDecoder {
    private static final int MAX_FRAME = 4_096;
    private static final int MAX_FRAME_BEFORE_WELCOME = 512;

    private final Session session;
    private boolean stalled;

    FrameDecoder(Session session) {
        this.session = session;
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
            int limit = session.open() ? MAX_FRAME : MAX_FRAME_BEFORE_WELCOME;
            long frame = FrameScanner.scan(bytes, at, to, limit);
            if (frame == FrameScanner.NEED_MORE) {
                break;
            }
            if (!(frame >= 0 ? onFrame(bytes, FrameScanner.offset(frame), FrameScanner.length(frame)) : onBadLength(frame))) {
                stalled = true;
                break;
            }
            if (frame >= 0) {
                at = FrameScanner.offset(frame) + FrameScanner.length(frame);
            }
        }
        return session.deaf() ? to : at;
    }

    private boolean onBadLength(long frame) {
        return session.refuse(
                frame == FrameScanner.TOO_LARGE ? CloseReason.FRAME_TOO_LARGE : CloseReason.MALFORMED);
    }

    private boolean onFrame(byte[] bytes, int offset, int length) {
        int body = WireDecoder.body(bytes, offset, length);
        if (body == WireDecoder.MALFORMED) {
            return session.refuse(CloseReason.MALFORMED);
        }
        if (body == GateMessage.HELLO_FIELD_NUMBER) {
            return onHello(bytes, offset, length);
        }
        if (!session.open()) {
            // Before Welcome nothing but the one Hello has its place.
            return session.refuse(CloseReason.MALFORMED);
        }
        return switch (body) {
            case GateMessage.SCAN_FIELD_NUMBER,
                    GateMessage.DEVICE_EVENT_FIELD_NUMBER,
                    GateMessage.OUTCOME_FIELD_NUMBER,
                    GateMessage.LOST_FIELD_NUMBER -> onScan(bytes, offset, length);
            case GateMessage.HEARTBEAT_FIELD_NUMBER -> onHeartbeat(bytes, offset, length);
            default -> true;
        };
    }

    /** A scan, or another sequenced message. */
    private boolean onScan(byte[] bytes, int offset, int length) {
        Slot slot = session.claim();
        if (slot == null) {
            return false;
        }
        if (WireDecoder.decodeInto(bytes, offset, length, slot)) {
            session.onScan(slot);
        } else {
            slot.kind = Event.Kind.NONE;
            session.onMalformed(slot);
        }
        return true;
    }

    private boolean onHello(byte[] bytes, int offset, int length) {
        try {
            GateMessage message = GateMessage.parser().parseFrom(bytes, offset, length);
            return session.onHello(message.getHello());
        } catch (InvalidProtocolBufferException e) {
            return session.refuse(CloseReason.MALFORMED);
        }
    }

    private boolean onHeartbeat(byte[] bytes, int offset, int length) {
        try {
            GateMessage message = GateMessage.parser().parseFrom(bytes, offset, length);
            session.onHeartbeat(
                    message.getHeartbeat().getSentAtUs(), message.getHeartbeat().getEchoUs());
            return true;
        } catch (InvalidProtocolBufferException e) {
            return session.refuse(CloseReason.MALFORMED);
        }
    }
}
