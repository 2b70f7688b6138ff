package io.gatehouse.server.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes zeros. */
final class Zeros {
    private static final ByteBuffer MEBIBYTE =
            ByteBuffer.allocateDirect(1 << 20).asReadOnlyBuffer();

    private Zeros() {}

    /** Fills a file from {@code from} to {@code to}. */
    static void write(DiskFile file, long from, long to) throws IOException {
        ByteBuffer zeros = MEBIBYTE.duplicate();
        long at = from;
        while (at < to) {
            int count = (int) Math.min(zeros.capacity(), to - at);
            file.write(at, zeros.limit(count).position(0));
            at += count;
        }
    }
}
