package io.gatehouse.loadtest.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.gatehouse.proto.v1.Decision;
import io.gatehouse.proto.v1.Heartbeat;
import io.gatehouse.proto.v1.ServerMessage;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads the frames of a server from an array. What comes by the million (decisions, acks, heartbeats) is read by hand
 * and costs no object; a message in any other shape than the usual one, and the rare ones, go through the generated
 * classes. One for each event loop; not thread-safe.
 */
public final class ServerFrames {
    /** The longest frame to a gate, with its length. */
    public static final int MAX_FRAME = 65_536 + 3;

    private static final VarHandle LITTLE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final int DECISION = 2 << 3 | 2;
    private static final int ACK = 3 << 3 | 2;
    private static final int HEARTBEAT = 4 << 3 | 2;
    private static final int GRANTS = 7 << 3 | 2;

    private byte[] bytes;
    private int at;
    private long verdict;
    private boolean attention;
    private int reason;

    /** The first reason of the decision that is being handed over, as numbered in the protocol; 0 where it has none. */
    public int reason() {
        return reason;
    }

    /**
     * Hands over all whole frames.
     *
     * @return where the first frame that is not whole begins, {@code to} where there is none
     * @throws WireException when the bytes are no frame
     */
    public int decode(byte[] from, int start, int to, ServerSink sink) throws WireException {
        bytes = from;
        int frame = start;
        while (frame < to) {
            int length = from[frame];
            int body = frame + 1;
            if (length <= 0) {
                body = bodyOfLong(frame, to);
                if (body < 0) {
                    return frame;
                }
                length = longLength(frame, body);
            }
            if (to - body < length) {
                return frame;
            }
            message(body, body + length, sink);
            frame = body + length;
        }
        return frame;
    }

    private int bodyOfLong(int frame, int to) throws WireException {
        for (int i = frame; i < to; i++) {
            if (i - frame == 3 || (bytes[i] == 0)) {
                throw new WireException("the server sent a frame length that is padded, 0 or too long");
            }
            if (bytes[i] > 0) {
                return i + 1;
            }
        }
        return -1;
    }

    private int longLength(int frame, int body) throws WireException {
        int length = 0;
        for (int i = body - 1; i >= frame; i--) {
            length = length << 7 | bytes[i] & 0x7f;
        }
        if (length > MAX_FRAME - 3) {
            throw new WireException("the server sent a frame of " + length + " bytes");
        }
        return length;
    }

    private void message(int start, int end, ServerSink sink) throws WireException {
        if (end - start >= 2 && bytes[start + 1] == end - start - 2 && fast(start, end, sink)) {
            return;
        }
        try {
            if (bytes[start] == GRANTS) {
                grants(start, end, sink);
            } else {
                slow(ServerMessage.parser().parseFrom(bytes, start, end - start), sink);
            }
        } catch (IOException e) {
            throw new WireException("the server sent a frame that does not parse: " + e.getMessage(), e);
        }
    }

    private boolean fast(int start, int end, ServerSink sink) {
        at = start + 2;
        switch (bytes[start]) {
            case DECISION:
                return decision(end, sink);
            case ACK:
                if (at == end) {
                    sink.ack(0);
                    return true;
                }
                if (bytes[at++] != (1 << 3)) {
                    return false;
                }
                long durable = varint(end);
                if (at != end) {
                    return false;
                }
                sink.ack(durable);
                return true;
            case HEARTBEAT:
                return heartbeat(end, sink);
            default:
                return false;
        }
    }

    private boolean decision(int end, ServerSink sink) {
        if (at >= end || bytes[at++] != (1 << 3)) {
            return false;
        }
        long sequence = varint(end);
        verdict = 0;
        attention = false;
        reason = 0;
        while (at < end) {
            switch (bytes[at++]) {
                case 2 << 3:
                    verdict = varint(end);
                    break;
                case 3 << 3:
                    reason((int) varint(end));
                    break;
                case 3 << 3 | 2:
                    if (at + 1 < end && bytes[at] > 0) {
                        reason(bytes[at + 1]);
                    }
                    at = at < end && bytes[at] >= 0 ? at + 1 + bytes[at] : end + 1;
                    break;
                case 4 << 3:
                    attention = varint(end) != 0;
                    break;
                default:
                    return false;
            }
        }
        if (at != end) {
            return false;
        }
        sink.decision(sequence, (int) verdict, attention);
        return true;
    }

    private void reason(int next) {
        reason = reason == 0 ? next : reason;
    }

    private boolean heartbeat(int end, ServerSink sink) {
        if (end - at == 9 && bytes[at] == (1 << 3 | 1)) {
            sink.heartbeat((long) LITTLE.get(bytes, at + 1), 0);
            return true;
        }
        if (end - at == 18 && bytes[at] == (1 << 3 | 1) && bytes[at + 9] == (2 << 3 | 1)) {
            sink.heartbeat((long) LITTLE.get(bytes, at + 1), (long) LITTLE.get(bytes, at + 10));
            return true;
        }
        return false;
    }

    /** A varint that ends before {@code end}; else {@link #at} is left beyond it. */
    private long varint(int end) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at >= end) {
                break;
            }
            byte b = bytes[at++];
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        at = end + 1;
        return value;
    }

    private void grants(int start, int end, ServerSink sink) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes, start, end - start);
        in.readTag();
        int limit = in.pushLimit(in.readRawVarint32());
        long version = 0;
        boolean complete = false;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == 1 << 3) {
                version = in.readUInt64();
            } else if (tag == 5 << 3) {
                complete = in.readBool();
            } else if (!in.skipField(tag)) {
                throw new InvalidProtocolBufferException("a group that does not begin");
            }
        }
        in.popLimit(limit);
        sink.grants(version, complete);
    }

    private void slow(ServerMessage message, ServerSink sink) {
        switch (message.getBodyCase()) {
            case WELCOME -> sink.welcome(message.getWelcome());
            case DECISION -> {
                Decision decision = message.getDecision();
                reason = decision.getReasonsCount() == 0 ? 0 : decision.getReasonsValue(0);
                sink.decision(decision.getSequence(), decision.getVerdictValue(), decision.getAttention());
            }
            case ACK -> sink.ack(message.getAck().getDurableSequence());
            case HEARTBEAT -> {
                Heartbeat beat = message.getHeartbeat();
                sink.heartbeat(beat.getSentAtUs(), beat.getEchoUs());
            }
            case REFUSAL -> sink.refusal(message.getRefusal());
            case COMMAND -> sink.command(message.getCommand());
            case GRANTS ->
                sink.grants(
                        message.getGrants().getRosterVersion(),
                        message.getGrants().getComplete());
            case BODY_NOT_SET -> {
                // A message without a known body is ignored.
            }
        }
    }
}
