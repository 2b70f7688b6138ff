package io.gatehouse.client;

import io.gatehouse.proto.v1.ServerMessage;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;

/** Hands what one channel does to the session, as long as that channel is the one that counts. */
final class LinkHandler extends ChannelInboundHandlerAdapter {
    private final NettyLink link;
    private final FrameDecoder decoder;
    private boolean completedAny;

    LinkHandler(NettyLink link, FrameDecoder decoder) {
        this.link = link;
        this.decoder = decoder;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        link.input(ctx.channel(), GateSession::onConnected);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        completedAny = true;
        link.inputOfRead(ctx.channel(), session -> session.onMessage((ServerMessage) message));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        boolean completed = completedAny;
        completedAny = false;
        link.input(ctx.channel(), session -> {
            session.onBytes();
            session.onReadEnd(completed, decoder.withinFrame());
        });
        link.flush(ctx.channel());
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            link.input(ctx.channel(), GateSession::onWritable);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        link.onGone(ctx.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof DecoderException) {
            link.input(ctx.channel(), session -> session.onBadFrame(cause.getMessage()));
        }
        // Anything else is the end of the connection, which channelInactive tells.
        ctx.close();
    }
}
