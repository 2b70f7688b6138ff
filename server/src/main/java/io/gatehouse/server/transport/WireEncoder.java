package io.gatehouse.server.transport;

import static io.gatehouse.proto.wire.ProtoReader.BYTES;
import static io.gatehouse.proto.wire.ProtoReader.FIXED64;
import static io.gatehouse.proto.wire.ProtoReader.VARINT;

import com.google.protobuf.CodedOutputStream;
import io.gatehouse.proto.v1.Ack;
import io.gatehouse.proto.v1.Decision;
import io.gatehouse.proto.v1.Heartbeat;
import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.proto.wire.ProtoWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes frames to a gate into an array: those that are frequent by hand and without garbage, the rest by the generated
 * classes. The same bytes as protobuf-java writes. Each method returns the offset behind the frame; the caller leaves
 * room for the longest, {@link #MAX_DECISION}, {@link #MAX_ACK}, {@link #MAX_HEARTBEAT} or {@link #sizeOf}.
 */
public final class WireEncoder {
    /** Length, body's tag and length, sequence, verdict, 32 reasons, attention. */
    public static final int MAX_DECISION = 3 + 11 + 6 + 34 + 2;

    public static final int MAX_ACK = 3 + 11;
    public static final int MAX_HEARTBEAT = 3 + 9 + 9;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** Tag and length of the body: every length here is below 128. */
    private static final int BODY_HEAD = 2;

    private WireEncoder() {}

    /**
     * A {@code Decision}.
     *
     * @param verdict {@code Verdict} number, not negative
     * @param reasons bit n stands for the {@code Reason} with number n; they are written from low to high
     */
    public static int decision(byte[] out, int offset, long sequence, int verdict, int reasons, boolean attention) {
        int at = offset + 1 + BODY_HEAD;
        at = unsigned(out, at, Decision.SEQUENCE_FIELD_NUMBER, sequence);
        at = unsigned(out, at, Decision.VERDICT_FIELD_NUMBER, verdict);
        if (reasons != 0) {
            out[at++] = Decision.REASONS_FIELD_NUMBER << 3 | BYTES;
            out[at++] = (byte) Integer.bitCount(reasons);
            for (int rest = reasons; rest != 0; rest &= rest - 1) {
                out[at++] = (byte) Integer.numberOfTrailingZeros(rest);
            }
        }
        if (attention) {
            out[at++] = Decision.ATTENTION_FIELD_NUMBER << 3 | VARINT;
            out[at++] = 1;
        }
        return close(out, offset, at, ServerMessage.DECISION_FIELD_NUMBER);
    }

    /** An {@code Ack} of all up to {@code durableSequence}. */
    public static int ack(byte[] out, int offset, long durableSequence) {
        int at = unsigned(out, offset + 1 + BODY_HEAD, Ack.DURABLE_SEQUENCE_FIELD_NUMBER, durableSequence);
        return close(out, offset, at, ServerMessage.ACK_FIELD_NUMBER);
    }

    /**
     * A {@code Heartbeat}.
     *
     * @param sentAtUs the server's clock, microseconds since 1970
     * @param echoUs the gate's {@code sent_at_us} that this answers; 0 for none
     */
    public static int heartbeat(byte[] out, int offset, long sentAtUs, long echoUs) {
        int at = offset + 1 + BODY_HEAD;
        at = fixed64(out, at, Heartbeat.SENT_AT_US_FIELD_NUMBER, sentAtUs);
        at = fixed64(out, at, Heartbeat.ECHO_US_FIELD_NUMBER, echoUs);
        return close(out, offset, at, ServerMessage.HEARTBEAT_FIELD_NUMBER);
    }

    /** Bytes of the frame of any message. */
    public static int sizeOf(ServerMessage message) {
        int size = message.getSerializedSize();
        return ProtoWriter.sizeOf(size) + size;
    }

    /** Any message, written by the generated classes. */
    public static int frame(byte[] out, int offset, ServerMessage message) {
        int size = message.getSerializedSize();
        int at = ProtoWriter.varint(out, offset, size);
        try {
            CodedOutputStream stream = CodedOutputStream.newInstance(out, at, size);
            message.writeTo(stream);
            stream.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException("an array takes fewer bytes than it has", e);
        }
        return at + size;
    }

    private static int unsigned(byte[] out, int at, int field, long value) {
        if (value == 0) {
            return at;
        }
        out[at] = (byte) (field << 3 | VARINT);
        return ProtoWriter.varint(out, at + 1, value);
    }

    private static int fixed64(byte[] out, int at, int field, long value) {
        if (value == 0) {
            return at;
        }
        out[at] = (byte) (field << 3 | FIXED64);
        LONGS.set(out, at + 1, value);
        return at + 1 + Long.BYTES;
    }

    private static int close(byte[] out, int offset, int at, int body) {
        int length = at - offset - 1 - BODY_HEAD;
        out[offset] = (byte) (BODY_HEAD + length);
        out[offset + 1] = (byte) (body << 3 | BYTES);
        out[offset + 2] = (byte) length;
        return at;
    }
}
