package io.gatehouse.server.journal;

import static io.gatehouse.proto.wire.ProtoReader.BYTES;
import static io.gatehouse.proto.wire.ProtoReader.FIXED64;
import static io.gatehouse.proto.wire.ProtoReader.VARINT;

import io.gatehouse.proto.wire.ProtoWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Fields of messages with one-byte tags; what is 0 or empty is left out. */
final class Fields {
    private Fields() {}

    static int fixed64(long value) {
        return value == 0 ? 0 : 1 + Long.BYTES;
    }

    static int uint64(long value) {
        return value == 0 ? 0 : 1 + ProtoWriter.sizeOf(value);
    }

    static int uint32(int value) {
        return uint64(Integer.toUnsignedLong(value));
    }

    static int enumeration(int value) {
        return uint64(value);
    }

    static int bytes(int length) {
        return length == 0 ? 0 : message(length);
    }

    static int message(int length) {
        return 1 + ProtoWriter.sizeOf(length) + length;
    }

    static void varint(ByteBuffer out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    static void head(ByteBuffer out, int field, int length) {
        out.put((byte) (field << 3 | BYTES));
        varint(out, length);
    }

    static void unsigned(ByteBuffer out, int field, long value) {
        if (value != 0) {
            out.put((byte) (field << 3 | VARINT));
            varint(out, value);
        }
    }

    static void fixed64(ByteBuffer out, int field, long value) {
        if (value != 0) {
            out.put((byte) (field << 3 | FIXED64));
            little(out, value);
        }
    }

    static void bytes(ByteBuffer out, int field, byte[] value) {
        if (value.length != 0) {
            head(out, field, value.length);
            out.put(value);
        }
    }

    /** Whatever the buffer's own order. */
    static void little(ByteBuffer out, long value) {
        out.putLong(out.order() == ByteOrder.LITTLE_ENDIAN ? value : Long.reverseBytes(value));
    }

    static void big(ByteBuffer out, long value) {
        little(out, Long.reverseBytes(value));
    }
}
