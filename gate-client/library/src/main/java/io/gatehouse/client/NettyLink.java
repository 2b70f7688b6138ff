package io.gatehouse.client;

import com.google.protobuf.CodedOutputStream;
import io.gatehouse.proto.v1.GateMessage;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Drives a session on one event loop: connections, frames, one flush for what one input brought, one timer. */
final class NettyLink implements GateLink {
    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final List<InetSocketAddress> servers;
    private final GateClock clock;

    private GateSession session;
    private Channel current;
    private InetSocketAddress server;
    private boolean unflushed;
    private boolean flushPlanned;
    private Future<?> timer;
    private long timerAt;

    /**
     * @param tls null: plain connections
     */
    NettyLink(EventLoop loop, Bootstrap bootstrap, List<InetSocketAddress> servers, GateTls tls, GateClock clock) {
        this.loop = loop;
        this.clock = clock;
        this.servers = List.copyOf(servers);
        this.bootstrap = bootstrap.group(loop).handler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                if (tls != null) {
                    channel.pipeline().addLast(tls.handler(channel, server));
                }
                FrameDecoder decoder = new FrameDecoder();
                channel.pipeline().addLast(decoder, new LinkHandler(NettyLink.this, decoder, tls != null));
            }
        });
    }

    void drive(GateSession driven) {
        session = driven;
    }

    /** Runs an input that comes from outside of the network. On the event loop. */
    void input(Runnable input) {
        input.run();
        planFlush();
        arm();
    }

    /** Runs an input of a channel, unless it is one that was given up. */
    void input(Channel channel, Consumer<GateSession> input) {
        if (channel == current) {
            input(() -> input.accept(session));
        }
    }

    /** The same within a read: flush and timer follow when the read ends. */
    void inputOfRead(Channel channel, Consumer<GateSession> input) {
        if (channel == current) {
            input.accept(session);
        }
    }

    void onGone(Channel channel) {
        if (channel == current) {
            current = null;
            input(session::onDisconnected);
        }
    }

    @Override
    public void connect(int index) {
        server = servers.get(index);
        ChannelFuture attempt = bootstrap.connect(server);
        current = attempt.channel();
        attempt.addListener(done -> {
            if (!done.isSuccess()) {
                loop.execute(() -> onGone(attempt.channel()));
            }
        });
    }

    @Override
    public void send(GateMessage message) {
        int size = message.getSerializedSize();
        int length = CodedOutputStream.computeUInt32SizeNoTag(size);
        ByteBuf frame = current.alloc().ioBuffer(length + size);
        try (ByteBufOutputStream out = new ByteBufOutputStream(frame)) {
            message.writeDelimitedTo(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        current.write(frame, current.voidPromise());
        unflushed = true;
    }

    @Override
    public boolean writable() {
        return current != null && current.isWritable();
    }

    @Override
    public void close() {
        Channel given = current;
        current = null;
        if (given != null) {
            if (unflushed) {
                given.flush();
            }
            given.close();
        }
        unflushed = false;
        arm();
    }

    void flush(Channel channel) {
        if (channel == current && unflushed) {
            unflushed = false;
            channel.flush();
        }
    }

    /** Scans that other threads bring in a burst share one flush: the task runs behind those that are queued already. */
    private void planFlush() {
        if (unflushed && !flushPlanned) {
            flushPlanned = true;
            loop.execute(() -> {
                flushPlanned = false;
                flush(current);
            });
        }
    }

    private void arm() {
        long due = session.nextTimer();
        if (due == Long.MAX_VALUE || (timer != null && timerAt <= due)) {
            return;
        }
        if (timer != null) {
            timer.cancel(false);
        }
        timerAt = due;
        timer = loop.schedule(this::onTimer, Math.max(0, due - clock.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private void onTimer() {
        timer = null;
        input(session::onTimer);
    }
}
