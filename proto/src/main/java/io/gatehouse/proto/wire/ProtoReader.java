package io.gatehouse.proto.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads the fields of a protobuf message from an array, without garbage. It takes and refuses exactly what the parser of
 * protobuf-java does (overlong varints, groups, nesting up to 100), but leaves the encoding of text to the caller.
 *
 * <p>Errors stick: after one every read returns 0 and {@link #tag()} ends each loop, so that one look at {@link #failed()}
 * at the end is enough. One thread at a time.
 */
public final class ProtoReader {
    public static final int VARINT = 0;
    public static final int FIXED64 = 1;
    public static final int BYTES = 2;
    public static final int FIXED32 = 5;

    /** Messages and groups inside one another, as protobuf-java has it. */
    public static final int MAX_DEPTH = 100;

    private static final int START_GROUP = 3;
    private static final int END_GROUP = 4;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle BIG_ENDIAN_LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes;
    private int position;
    private int limit;
    private int end;
    private int depth;
    private int size;
    private boolean failed;

    /** Eight bytes at {@code offset}, big-endian: half of a UUID. */
    public static long bigEndian(byte[] array, int offset) {
        return (long) BIG_ENDIAN_LONGS.get(array, offset);
    }

    /** Begins a message of {@code length} bytes at {@code offset}; the caller has checked that the array holds them. */
    public void reset(byte[] array, int offset, int length) {
        bytes = array;
        position = offset;
        limit = offset + length;
        end = limit;
        depth = 0;
        failed = false;
    }

    /** Whether what was read so far is no protobuf message. */
    public boolean failed() {
        return failed;
    }

    /** Where in the array the next byte stands. */
    public int position() {
        return position;
    }

    /** Whether something is left of this message, or of the packed field that was entered. */
    public boolean more() {
        return position < limit;
    }

    /** Declares the message broken, where its content is. */
    public void fail() {
        failed = true;
        position = end;
        limit = end;
    }

    /** The next field's tag (number and wire type), or 0 at the end of the message or after an error. */
    public int tag() {
        if (position == limit) {
            return 0;
        }
        int tag = varint32();
        if (tag >>> 3 == 0) {
            fail();
            return 0;
        }
        return tag;
    }

    /**
     * Steps over that tag where it comes next, in as few bytes as it takes: for fields that are mostly there and in order,
     * quicker than {@link #tag()} and a search.
     *
     * @param tag below 2^14
     */
    public boolean isNext(int tag) {
        if (tag < 0x80) {
            if (position < limit && bytes[position] == tag) {
                position++;
                return true;
            }
        } else if (position + 1 < limit && bytes[position] == (byte) (tag | 0x80) && bytes[position + 1] == tag >>> 7) {
            position += 2;
            return true;
        }
        return false;
    }

    /** A uint64 as a base-128 varint of at most 10 bytes. */
    public long varint() {
        if (position < limit) {
            byte first = bytes[position];
            if (first >= 0) {
                position++;
                return first;
            }
            if (position + 1 < limit && bytes[position + 1] >= 0) {
                position += 2;
                return first & 0x7f | bytes[position - 1] << 7;
            }
        }
        return longVarint(true);
    }

    /** A uint32 or an enum: a varint of at most 10 bytes, of which the low 32 bits count. */
    public int varint32() {
        if (position < limit) {
            byte first = bytes[position];
            if (first >= 0) {
                position++;
                return first;
            }
            if (position + 1 < limit && bytes[position + 1] >= 0) {
                position += 2;
                return first & 0x7f | bytes[position - 1] << 7;
            }
        }
        return (int) longVarint(false);
    }

    private long longVarint(boolean wide) {
        long value = 0;
        int at = position;
        for (int shift = 0; shift < Long.SIZE && at < limit; shift += 7) {
            byte next = bytes[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0 || wide && endsAnyway(shift, next)) {
                position = at;
                return value;
            }
        }
        fail();
        return 0;
    }

    /** protobuf-java takes the tenth byte of a uint64 for the last one where its lowest bit is set, whatever its highest. */
    private static boolean endsAnyway(int shift, byte next) {
        return shift == 63 && (next & 1) != 0;
    }

    public boolean bool() {
        return varint() != 0;
    }

    /** Eight bytes, little-endian. */
    public long fixed64() {
        if (limit - position < Long.BYTES) {
            fail();
            return 0;
        }
        long value = (long) LONGS.get(bytes, position);
        position += Long.BYTES;
        return value;
    }

    /** Steps over a length-delimited value: its offset in the array; {@link #size()} has its length. */
    public int bytes() {
        int length = varint32();
        if (length < 0 || length > limit - position) {
            fail();
            length = 0;
        }
        size = length;
        int at = position;
        position += length;
        return at;
    }

    /** Length of the value that {@link #bytes()} stepped over. */
    public int size() {
        return size;
    }

    /**
     * Goes into a message in a message: {@link #tag()} returns 0 at its end.
     *
     * @return what {@link #leave} wants
     */
    public int enter() {
        int length = varint32();
        int outer = limit;
        if (length < 0 || length > limit - position || depth >= MAX_DEPTH) {
            fail();
            return outer;
        }
        depth++;
        limit = position + length;
        return outer;
    }

    /** Back to the message around, after {@link #tag()} returned 0. */
    public void leave(int outer) {
        if (!failed) {
            depth--;
            limit = outer;
        }
    }

    /** Steps over the value of a field that is not known. */
    public void skip(int tag) {
        switch (tag & 7) {
            case VARINT -> varint();
            case FIXED64 -> step(Long.BYTES);
            case BYTES -> bytes();
            case START_GROUP -> skipGroup(tag);
            case FIXED32 -> step(Integer.BYTES);
            default -> fail();
        }
    }

    private void step(int length) {
        if (limit - position < length) {
            fail();
        } else {
            position += length;
        }
    }

    private void skipGroup(int start) {
        if (depth >= MAX_DEPTH) {
            fail();
            return;
        }
        depth++;
        int tag;
        while ((tag = tag()) != 0 && (tag & 7) != END_GROUP) {
            skip(tag);
        }
        if (tag != start - START_GROUP + END_GROUP) {
            fail();
        }
        depth--;
    }
}
