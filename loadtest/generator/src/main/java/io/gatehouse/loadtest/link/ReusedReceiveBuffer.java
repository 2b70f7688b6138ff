package io.gatehouse.loadtest.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * One receive buffer for all connections of an event loop. It holds because a connection has taken everything out of
 * it when its read returns.
 */
final class ReusedReceiveBuffer implements RecvByteBufAllocator {
    static final int BYTES = 64 * 1024;

    private final ByteBuf buffer = Unpooled.directBuffer(BYTES, BYTES);

    /** On the loop, after its last connection. */
    void release() {
        buffer.release();
    }

    @Override
    @Deprecated
    public Handle newHandle() {
        return new Reuse();
    }

    private final class Reuse implements ExtendedHandle {
        private int attempted;
        private int last;

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return buffer.retain().clear();
        }

        @Override
        public int guess() {
            return BYTES;
        }

        @Override
        public void reset(ChannelConfig config) {
            last = 0;
        }

        @Override
        public void incMessagesRead(int messages) {
            // Reads are bounded by what came, not by their number.
        }

        @Override
        public void lastBytesRead(int bytes) {
            last = bytes;
        }

        @Override
        public int lastBytesRead() {
            return last;
        }

        @Override
        public void attemptedBytesRead(int bytes) {
            attempted = bytes;
        }

        @Override
        public int attemptedBytesRead() {
            return attempted;
        }

        @Override
        public boolean continueReading() {
            return last == attempted;
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
            return last > 0 && maybeMore.get();
        }

        @Override
        public void readComplete() {
            // Nothing to adapt.
        }
    }
}
