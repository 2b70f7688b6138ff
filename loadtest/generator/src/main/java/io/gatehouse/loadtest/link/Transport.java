package io.gatehouse.loadtest.link;

import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/** epoll where there is one, else NIO. */
public final class Transport {
    private Transport() {}

    /** What it is, for reports. */
    public static String name() {
        return Epoll.isAvailable() ? "epoll" : "nio";
    }

    public static IoHandlerFactory ioHandlers() {
        return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    /** Reads from so many connections in one turn at most, where it is epoll; NIO reads from all that have something. */
    static IoHandlerFactory ioHandlers(int most) {
        return Epoll.isAvailable()
                ? EpollIoHandler.newFactory(most, DefaultSelectStrategyFactory.INSTANCE)
                : NioIoHandler.newFactory();
    }

    public static Class<? extends SocketChannel> socketChannel() {
        return Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    public static Class<? extends ServerSocketChannel> serverChannel() {
        return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }
}
