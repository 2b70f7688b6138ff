package io.gatehouse.server.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Bytes of a snapshot file, format 1. All numbers are little-endian and unsigned.
 *
 * <pre>
 * offset  bytes  field
 *      0      3  magic: F7 47 53
 *      3      1  format: 01
 *      4         blocks, one behind the other; the last one is empty, and the file ends with it
 *
 * of a block
 *      0      4  length: bytes of records behind this header, at most 2 MiB; 0 in the last block
 *      4      4  CRC32C over the CRC of the block before (of the first: over the file's first 4 bytes), the length, the records
 *      8         records, back to back: each a varint32 length, then that many bytes of a SnapshotRecord message
 * </pre>
 */
final class SnapshotLayout {
    static final int FILE_HEADER = 4;
    static final int BLOCK_HEADER = 8;
    static final int MAX_BLOCK = 2 << 20;
    /** Magic and format as one number. */
    static final int MAGIC = 0x015347F7;

    private final CRC32C crc = new CRC32C();
    private final ByteBuffer start = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);

    /** What the first block's CRC begins with. */
    int first() {
        start.clear().putInt(MAGIC).flip();
        crc.reset();
        crc.update(start);
        return (int) crc.getValue();
    }

    /** CRC of a block. */
    int next(int before, byte[] bytes, int offset, int length) {
        start.clear().putInt(before).putInt(length).flip();
        crc.reset();
        crc.update(start);
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
