package io.gatehouse.checker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * A frame that is whole: magic, format, a length that fits, and its CRC.
 *
 * @param records what stands behind the header
 */
record Frame(long segmentId, long number, long durableUpTo, long goesOnAt, int crcBefore, int crc, ByteBuffer records) {
    static final int HEADER = 48;
    /** The first byte of the magic. */
    static final byte FIRST = (byte) 0xF7;

    private static final int MAGIC = 0x4847F7;
    private static final int FORMAT = 1;
    private static final int MAX_LENGTH = 17 << 20;
    private static final int CRC_AT = 44;

    /** The frame at an offset of a segment that ends at its buffer's limit; null where none is whole there. */
    static Frame at(ByteBuffer segment, int offset) {
        if (segment.limit() - offset < HEADER) {
            return null;
        }
        ByteBuffer header = segment.slice(offset, HEADER).order(ByteOrder.LITTLE_ENDIAN);
        int length = header.getInt(4);
        int room = segment.limit() - offset - HEADER;
        if (header.getInt(0) != (FORMAT << 24 | MAGIC) || length < 0 || length > MAX_LENGTH || length > room) {
            return null;
        }
        ByteBuffer records = segment.slice(offset + HEADER, length);
        CRC32C crc = new CRC32C();
        crc.update(header.duplicate().limit(CRC_AT));
        crc.update(records.duplicate());
        if (header.getInt(CRC_AT) != (int) crc.getValue()) {
            return null;
        }
        return new Frame(
                header.getLong(8),
                header.getLong(16),
                header.getLong(24),
                header.getLong(32),
                header.getInt(40),
                header.getInt(CRC_AT),
                records);
    }

    /** Whether the magic stands there with a format that this reader does not know. */
    static boolean isOtherFormat(ByteBuffer segment, int offset) {
        if (segment.limit() - offset < Integer.BYTES) {
            return false;
        }
        int start = segment.slice(offset, Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        return (start & 0xFFFFFF) == MAGIC && start >>> 24 != FORMAT;
    }

    /** Whether it says something else than where the journal goes on: records or a seal. */
    boolean isInChain() {
        return goesOnAt == 0;
    }
}
