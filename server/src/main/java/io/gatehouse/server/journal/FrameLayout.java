package io.gatehouse.server.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Bytes of a frame, format 1. All numbers are little-endian and unsigned.
 *
 * <pre>
 * offset  bytes  field
 *      0      3  magic: F7 47 48
 *      3      1  format: 01
 *      4      4  length: bytes of records behind this header, at most 17 MiB; 0 in a seal and in a 'goes on' frame
 *      8      8  segment id: key of the journal XOR base position of the segment
 *     16      8  frame number: 0 for the first of the journal, then one more each
 *     24      8  durable up to: position below which all was on disk when this frame was written
 *     32      8  goes on at: base position of the next segment; 0 in every other frame
 *     40      4  CRC32C of the frame before: its field 44; 0 for the first of the journal
 *     44      4  CRC32C over bytes 0 to 43 of this header, then over the records
 *     48         records, back to back: each a varint32 length, then that many bytes of a Record message
 * </pre>
 *
 * <p>A 'goes on' frame stands outside the chain: the first frame of the next segment has the same number and the same
 * CRC of the frame before.
 */
final class FrameLayout {
    /** Bytes before the records. */
    static final int HEADER = 48;
    /** Most bytes of records in one frame: the largest change-set, 16 MiB, and room. */
    static final int MAX_LENGTH = 17 << 20;
    /** Magic and format as one number. */
    static final int MAGIC = 0x014847F7;
    /** What of it is the magic alone. */
    static final int MAGIC_MASK = 0x00FFFFFF;

    static final int MAGIC_AT = 0;
    static final int LENGTH_AT = 4;
    static final int SEGMENT_AT = 8;
    static final int NUMBER_AT = 16;
    static final int DURABLE_AT = 24;
    static final int GOES_ON_AT = 32;
    static final int BEFORE_AT = 40;
    static final int CRC_AT = 44;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private FrameLayout() {}

    static int getInt(byte[] bytes, int index) {
        return (int) INT.get(bytes, index);
    }

    static long getLong(byte[] bytes, int index) {
        return (long) LONG.get(bytes, index);
    }

    static long segmentId(long key, long base) {
        return key ^ base;
    }

    /**
     * Writes the header at 0 of a little-endian buffer that holds {@code length} bytes of records from {@link #HEADER}
     * on, and leaves it ready to be written out. Returns the frame's CRC.
     */
    static int seal(ByteBuffer frame, int length, FrameHeader header, CRC32C crc) {
        frame.putInt(MAGIC_AT, MAGIC);
        frame.putInt(LENGTH_AT, length);
        frame.putLong(SEGMENT_AT, header.segmentId);
        frame.putLong(NUMBER_AT, header.number);
        frame.putLong(DURABLE_AT, header.durableUpTo);
        frame.putLong(GOES_ON_AT, header.goesOnAt);
        frame.putInt(BEFORE_AT, header.before);
        crc.reset();
        crc.update(frame.limit(CRC_AT).position(0));
        crc.update(frame.limit(HEADER + length).position(HEADER));
        int value = (int) crc.getValue();
        frame.putInt(CRC_AT, value);
        frame.position(0);
        return value;
    }
}
