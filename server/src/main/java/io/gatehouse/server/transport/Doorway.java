package io.gatehouse.server.transport;

import io.gatehouse.server.metrics.LoopMeters;
import io.gatehouse.server.metrics.Refused;
import io.gatehouse.server.session.Doorkeeper;
import io.gatehouse.server.session.Visitor;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * The one handler of the listening socket: asks the doorkeeper about each connection before anything is allocated for it.
 * Whoever is refused hears why while there is room for that, else it is closed on the spot.
 */
final class Doorway extends ChannelInboundHandlerAdapter {
    /** How a connection was let in, or why not. */
    static final AttributeKey<Visitor> VISITOR = AttributeKey.valueOf(Doorway.class, "visitor");

    /** Without a descriptor: long enough for some to be closed, short enough for nobody to give up in the backlog. */
    private static final int PAUSE_MILLIS = 100;

    private final Doorkeeper door;
    private final GateLoops loops;
    private final LoopMeters[] meters;

    Doorway(Doorkeeper door, GateLoops loops, LoopMeters[] meters) {
        this.door = door;
        this.loops = loops;
        this.meters = meters;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        SocketChannel channel = (SocketChannel) accepted;
        InetSocketAddress from = channel.remoteAddress();
        if (from == null) {
            // It is gone already.
            channel.unsafe().closeForcibly();
            return;
        }
        Visitor visitor = door.arrive(from.getAddress());
        channel.attr(VISITOR).set(visitor);
        if (visitor.refused() == null) {
            ctx.fireChannelRead(channel);
            return;
        }
        meters(ctx).onRefused(visitor.refused());
        if (door.hearOut()) {
            ctx.fireChannelRead(channel);
        } else {
            // A reset leaves nothing behind in the kernel either.
            channel.config().setSoLinger(0);
            channel.unsafe().closeForcibly();
        }
    }

    private LoopMeters meters(ChannelHandlerContext ctx) {
        return meters[loops.indexOf((GateLoop) ctx.channel().eventLoop())];
    }

    /** Accepting failed: most likely no descriptor is left. What is open goes on; the backlog waits for a moment. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // The pause first: without it the loop would do nothing else.
        ctx.channel().config().setAutoRead(false);
        ctx.executor().schedule(() -> ctx.channel().config().setAutoRead(true), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        meters(ctx).onRefused(Refused.DESCRIPTORS);
        door.noDescriptor(cause);
    }
}
