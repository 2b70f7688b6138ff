package io.gatehouse.server.transport;

import io.gatehouse.server.metrics.LoopMeters;
import io.gatehouse.server.pipeline.Pipeline;
import io.gatehouse.server.session.CloseReason;
import io.gatehouse.server.session.Doorkeeper;
import io.gatehouse.server.session.LoopSessions;
import io.gatehouse.server.session.Visitor;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Where gates connect. */
public final class GateListener {
    private final GateLoops loops;
    private final LoopMeters[] meters;
    private final Doorkeeper door;
    private final GateTls tls;
    private final int watermark;
    private Channel listener;

    /**
     * @param tls null: plain connections
     * @param watermark bytes that a gate has not taken, past which it is not read until half is left
     */
    public GateListener(GateLoops loops, LoopMeters[] meters, Doorkeeper door, GateTls tls, int watermark) {
        this.door = door;
        this.loops = loops;
        this.meters = meters;
        this.tls = tls;
        this.watermark = watermark;
    }

    /** Joins loops, ring and sessions: before {@link #listen}. */
    public void attach(Pipeline pipeline, LoopSessions[] sessions) {
        for (int i = 0; i < sessions.length; i++) {
            pipeline.replies(i).listen(sessions[i]);
            loops.at(i).attach(pipeline.intake(i), pipeline.replies(i), sessions[i]);
        }
    }

    /**
     * Starts to accept.
     *
     * @param address port 0 takes a free one
     * @param backlog connections that the kernel keeps until they are accepted
     * @return the address that is listened on
     */
    public InetSocketAddress listen(InetSocketAddress address, int backlog) throws InterruptedException {
        listener = new ServerBootstrap()
                .group(loops)
                .channel(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, backlog)
                .option(ChannelOption.SO_REUSEADDR, true)
                .handler(new Doorway(door, loops, meters))
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, false)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(watermark / 2, watermark))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        orderHandlers(channel);
                    }
                })
                .bind(address)
                .sync()
                .channel();
        return (InetSocketAddress) listener.localAddress();
    }

    /** The order of the handlers. */
    private void orderHandlers(SocketChannel channel) {
        GateLoop loop = (GateLoop) channel.eventLoop();
        Visitor visitor = channel.attr(Doorway.VISITOR).get();
        // 1. TLS, where there is any: nothing behind it sees a byte before the handshake is through.
        TlsLayer layer = tls == null ? null : tls.addTo(channel);
        // 2. The gate: frames in, frames out, and the end; or the word that there is no room for it.
        if (visitor.refused() == null) {
            GateChannel gate = new GateChannel(loop, meters[loops.indexOf(loop)], visitor, layer);
            if (layer != null) {
                layer.tell(gate);
            }
            channel.pipeline().addLast("gate", gate);
        } else {
            channel.pipeline().addLast("gate", new TurnedAway(door, layer));
        }
    }

    public void stopAccepting() throws InterruptedException {
        if (listener != null) {
            listener.close().sync();
        }
    }

    public void stopReading() throws InterruptedException {
        onEachLoop(LoopSessions::stopReading);
    }

    /** Says goodbye to every gate, each with its reason. */
    public void closeAll(CloseReason reason) throws InterruptedException {
        onEachLoop(sessions -> sessions.closeAll(reason));
    }

    private void onEachLoop(Consumer<LoopSessions> action) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(loops.count());
        for (int i = 0; i < loops.count(); i++) {
            GateLoop loop = loops.at(i);
            loop.execute(() -> {
                // What became ready since the last pass, above all the last acks of a stop, goes out before any
                // goodbye.
                loop.drain();
                action.accept(loop.sessions());
                done.countDown();
            });
        }
        done.await(5, TimeUnit.SECONDS);
    }

    /** Ends the event loops; open connections have a moment for their last frames. */
    public void close() throws InterruptedException {
        loops.shutdownGracefully(100, 2_000, TimeUnit.MILLISECONDS).await(5, TimeUnit.SECONDS);
    }
}
