package io.gatehouse.client;

import io.gatehouse.proto.v1.ServerMessage;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import javax.net.ssl.SSLException;

/** Hands what one channel does to the session, as long as that channel is the one that counts. */
final class LinkHandler extends ChannelInboundHandlerAdapter {
    private final NettyLink link;
    private final FrameDecoder decoder;
    private final boolean tls;
    private boolean completedAny;

    /**
     * @param tls whether the connection counts from the end of a handshake on
     */
    LinkHandler(NettyLink link, FrameDecoder decoder, boolean tls) {
        this.link = link;
        this.decoder = decoder;
        this.tls = tls;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (!tls) {
            link.input(ctx.channel(), GateSession::onConnected);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                link.input(ctx.channel(), GateSession::onConnected);
            } else if (ctx.channel().isActive()) {
                // Afterwards: the alert that tells the server why is only now on its way.
                String why = "no TLS: " + handshake.cause().getMessage();
                ctx.executor().execute(() -> link.input(ctx.channel(), session -> session.onBadFrame(why)));
            }
        }
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
        if (cause instanceof DecoderException && !(cause.getCause() instanceof SSLException)) {
            link.input(ctx.channel(), session -> session.onBadFrame(cause.getMessage()));
        }
        // Anything else is the end of the connection, which channelInactive tells.
        ctx.close();
    }
}
