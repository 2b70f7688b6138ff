package io.gatehouse.server.journal;

import java.io.IOException;
import java.util.zip.CRC32C;

/** Reads frames of one file. */
final class FrameScan {
    final FrameHeader header = new FrameHeader();
    private final Window window;
    private final CRC32C crc = new CRC32C();

    FrameScan(Window window) {
        this.window = window;
    }

    /**
     * Whether a whole frame (magic, length, CRC) stands at that offset and ends at {@code limit} or before; then {@link
     * #header} is its header and {@link #index} tells where it is in memory.
     */
    boolean isWhole(long offset, long limit) throws IOException {
        if (offset + FrameLayout.HEADER > limit) {
            return false;
        }
        int index = window.at(offset, FrameLayout.HEADER);
        if (index < 0 || FrameLayout.getInt(window.bytes(), index) != FrameLayout.MAGIC) {
            return false;
        }
        header.read(window.bytes(), index);
        int length = header.length;
        if (length < 0 || length > FrameLayout.MAX_LENGTH || offset + FrameLayout.HEADER + length > limit) {
            return false;
        }
        index = window.at(offset, FrameLayout.HEADER + length);
        return index >= 0 && crcOf(window.bytes(), index, length) == header.crc;
    }

    private int crcOf(byte[] bytes, int index, int length) {
        crc.reset();
        crc.update(bytes, index, FrameLayout.CRC_AT);
        crc.update(bytes, index + FrameLayout.HEADER, length);
        return (int) crc.getValue();
    }

    /** Index of the frame at that offset, found whole just before, in the window's bytes. */
    int index(long offset) throws IOException {
        return window.at(offset, FrameLayout.HEADER + header.length);
    }

    /** Whether the bytes there are those of a frame of another format. */
    boolean isOtherFormat(long offset) throws IOException {
        int index = window.at(offset, Integer.BYTES);
        if (index < 0) {
            return false;
        }
        int magic = FrameLayout.getInt(window.bytes(), index);
        return magic != FrameLayout.MAGIC
                && (magic & FrameLayout.MAGIC_MASK) == (FrameLayout.MAGIC & FrameLayout.MAGIC_MASK);
    }
}
