package io.gatehouse.server.transport;

import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.server.session.Doorkeeper;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/** Tells a connection that there is no room for it, and reads nothing of what it says. It never becomes a session. */
final class TurnedAway extends ChannelInboundHandlerAdapter {
    private final Doorkeeper door;
    private final TlsLayer tls;

    /** @param tls null: a plain connection; else it hears why once the handshake is through, if that is soon enough */
    TurnedAway(Doorkeeper door, TlsLayer tls) {
        this.door = door;
        this.tls = tls;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ServerMessage refusal = door.refusal();
        byte[] frame = new byte[WireEncoder.sizeOf(refusal)];
        int length = WireEncoder.frame(frame, 0, refusal);
        ByteBuf last = ctx.alloc().directBuffer(length).writeBytes(frame, 0, length);
        ctx.writeAndFlush(last).addListener(done -> TlsLayer.endOutput(tls, (SocketChannel) ctx.channel()));
        ctx.executor().schedule(() -> ctx.close(), GateChannel.LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        door.endHearingOut();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
