package io.gatehouse.loadtest.echo;

import io.gatehouse.loadtest.link.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** The least that a Netty server can do with the same frames: what a real one is measured against. One event loop. */
public final class EchoServer implements AutoCloseable {
    private static final int BACKLOG = 4096;

    private final MultiThreadIoEventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("echo", true), Transport.ioHandlers());
    private final Channel listener;

    /** An echo on the loopback address. */
    public EchoServer(int port) {
        this(port, false);
    }

    /**
     * Listens on the loopback address.
     *
     * @param port 0 takes a free one
     * @param sink lets gates in and answers each frame with an ALLOW instead
     */
    public EchoServer(int port, boolean sink) {
        listener = new ServerBootstrap()
                .group(group)
                .channel(Transport.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(sink ? new SinkHandler() : new EchoHandler());
                    }
                })
                .bind(new InetSocketAddress("127.0.0.1", port))
                .syncUninterruptibly()
                .channel();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
