package io.gatehouse.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/** Counts what TLS hands to the socket: its records are longer than what the gate's channel wrote. */
final class WireBytes extends ChannelOutboundHandlerAdapter {
    private ChannelHandlerContext context;
    private long queued;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        queued += ((ByteBuf) message).readableBytes() + GateChannel.QUEUED_OVERHEAD;
        ctx.write(message, promise);
    }

    /** Bytes that went to the socket's queue, counted as the queue counts them. */
    long queued() {
        return queued;
    }

    /** Done when all that was written so far has left the process. */
    ChannelFuture drained() {
        return context.writeAndFlush(Unpooled.EMPTY_BUFFER);
    }
}
