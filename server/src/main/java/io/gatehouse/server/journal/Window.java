package io.gatehouse.server.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A moving piece of a file in memory: reads run ahead by some mebibytes, so that few frames are read twice. */
final class Window {
    private static final int AHEAD = 4 << 20;

    private DiskFile file;
    private byte[] bytes = new byte[0];
    private long start;
    private int count;

    void of(DiskFile newFile) {
        file = newFile;
        forget();
    }

    /** What was read is stale. */
    void forget() {
        start = 0;
        count = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Index in {@link #bytes()} of that offset with {@code length} bytes behind it, or -1 where the file ends before. */
    int at(long offset, int length) throws IOException {
        if (offset >= start && offset + length <= start + count) {
            return (int) (offset - start);
        }
        fill(offset, length);
        return count >= length ? 0 : -1;
    }

    /** Bytes known from that offset on, after {@link #at}. */
    int known(long offset) {
        return (int) (start + count - offset);
    }

    private void fill(long offset, int length) throws IOException {
        int wanted = (int) Math.max(length, Math.min(AHEAD, file.size() - offset));
        if (wanted > bytes.length || bytes.length > AHEAD && wanted <= AHEAD) {
            bytes = new byte[wanted];
        }
        start = offset;
        count = file.read(offset, ByteBuffer.wrap(bytes));
        file.ahead(start + count);
    }
}
