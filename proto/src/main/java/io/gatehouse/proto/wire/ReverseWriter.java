package io.gatehouse.proto.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes a protobuf message from its last field to its first, from the end of an array towards its beginning: so the
 * length of every message inside is known exactly when its turn comes, and nothing is sized twice. Fields with their
 * default value are left out by the caller or by the methods that say so. One thread at a time.
 */
public final class ReverseWriter {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private int position;

    /** @param capacity most bytes that one message may take; writing more throws IndexOutOfBoundsException */
    public ReverseWriter(int capacity) {
        bytes = new byte[capacity];
    }

    public void reset() {
        position = bytes.length;
    }

    public byte[] array() {
        return bytes;
    }

    /** Where the message begins in {@link #array()}; it ends with the array. */
    public int offset() {
        return position;
    }

    public int length() {
        return bytes.length - position;
    }

    public void varint(long value) {
        int at = position - ProtoWriter.sizeOf(value);
        ProtoWriter.varint(bytes, at, value);
        position = at;
    }

    /** A uint32, uint64 or enum field; nothing where it is 0. */
    public void unsigned(int field, long value) {
        if (value != 0) {
            present(field, value);
        }
    }

    /** The same for an {@code optional} field: 0 is written too. */
    public void present(int field, long value) {
        varint(value);
        varint((long) field << 3 | ProtoReader.VARINT);
    }

    /** A bool field; nothing where it is false. */
    public void bool(int field, boolean value) {
        unsigned(field, value ? 1 : 0);
    }

    /** A fixed64 or sfixed64 field; nothing where it is 0. */
    public void fixed64(int field, long value) {
        if (value != 0) {
            position -= Long.BYTES;
            LONGS.set(bytes, position, value);
            varint((long) field << 3 | ProtoReader.FIXED64);
        }
    }

    /** A fixed32 or sfixed32 field; nothing where it is 0. */
    public void fixed32(int field, int value) {
        if (value != 0) {
            position -= Integer.BYTES;
            INTS.set(bytes, position, value);
            varint((long) field << 3 | ProtoReader.FIXED32);
        }
    }

    /** Eight bytes as they stand in a big-endian long, without a tag. */
    public void bigEndian(long value) {
        position -= Long.BYTES;
        LONGS.set(bytes, position, Long.reverseBytes(value));
    }

    /** A string or bytes field; nothing where it is empty. */
    public void bytes(int field, byte[] source, int length) {
        if (length != 0) {
            position -= length;
            System.arraycopy(source, 0, bytes, position, length);
            varint(length);
            varint((long) field << 3 | ProtoReader.BYTES);
        }
    }

    /**
     * Head of a field whose content was written since {@code end}, even where that is empty.
     *
     * @param end {@link #offset()} before the content
     */
    public void head(int field, int end) {
        varint(end - position);
        varint((long) field << 3 | ProtoReader.BYTES);
    }
}
