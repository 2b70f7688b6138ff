package io.gatehouse.server.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes zeros. */
final class Zeros {
    private static final int CHUNK = 1 << 20;

    private static final ByteBuffer MEBIBYTE = ByteBuffer.allocateDirect(CHUNK + DirectWrites.MAX_BLOCK)
            .alignedSlice(DirectWrites.MAX_BLOCK)
            .slice(0, CHUNK)
            .asReadOnlyBuffer();

    private Zeros() {}

    /** Where they go. */
    interface Target {
        void write(long offset, ByteBuffer source) throws IOException;
    }

    static void write(DiskFile file, long from, long to) throws IOException {
        write(file::write, from, to);
    }

    /** Writes from {@code from} up to {@code to}, in chunks that begin at multiples of 1 MiB in memory. */
    static void write(Target target, long from, long to) throws IOException {
        ByteBuffer zeros = MEBIBYTE.duplicate();
        long at = from;
        while (at < to) {
            int count = (int) Math.min(CHUNK, to - at);
            target.write(at, zeros.limit(count).position(0));
            at += count;
        }
    }
}
