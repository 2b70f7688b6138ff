package io.gatehouse.loadtest.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;

/**
 * A few buffers that the writes of an event loop take turns with: a flush usually empties them before the next write.
 * Where a slow reader holds them all, writes take pooled ones.
 */
final class WriteBuffers {
    private static final int BUFFERS = 8;

    private final ByteBuf[] buffers = new ByteBuf[BUFFERS];
    private final int bytes;
    private int next;

    /** @param bytes of the longest write */
    WriteBuffers(int bytes) {
        this.bytes = bytes;
        for (int i = 0; i < BUFFERS; i++) {
            buffers[i] = Unpooled.directBuffer(bytes, bytes);
        }
    }

    /** A buffer with these bytes; it comes back by its release. */
    ByteBuf of(byte[] from, int length) {
        ByteBuf buffer = buffers[next];
        next = (next + 1) % BUFFERS;
        if (length > bytes || buffer.refCnt() != 1) {
            return PooledByteBufAllocator.DEFAULT.directBuffer(length).writeBytes(from, 0, length);
        }
        return buffer.retain().clear().writeBytes(from, 0, length);
    }

    void release() {
        for (ByteBuf buffer : buffers) {
            buffer.release();
        }
    }
}
