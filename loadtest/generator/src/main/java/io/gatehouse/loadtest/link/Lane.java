package io.gatehouse.loadtest.link;

import com.sun.management.ThreadMXBean;
import io.gatehouse.loadtest.measure.Tally;
import io.gatehouse.loadtest.wire.ScanFrame;
import io.gatehouse.loadtest.wire.ServerFrames;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One event loop with all that its links share. Everything but the methods said otherwise runs on that loop. */
final class Lane {
    private static final int CONNECT_TIMEOUT_MS = 10_000;
    /** Each link has its turn within a quarter of a second. */
    private static final int TICK_MS = 10;

    private static final int TICKS = 25;
    /** Connections read in a turn. What is due by the plan waits for the turn: of hundreds it would leave late. */
    private static final int READS = 32;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    final Tally tally = new Tally();
    final GateClock clock = new GateClock();
    final ServerFrames frames = new ServerFrames();
    final ScanFrame frame = new ScanFrame();
    /** What a connection kept of its last read, and what it reads now. */
    final byte[] in = new byte[ServerFrames.MAX_FRAME + ReusedReceiveBuffer.BYTES];
    /** The frames of one write. */
    final byte[] out = new byte[Link.CHUNK * ScanFrame.MAX_BYTES];

    final WriteBuffers writes = new WriteBuffers(out.length);
    final ScanSource source;
    final AnswerHook hook;
    final Habits habits;
    final List<Link> links = new ArrayList<>();
    /** Whether events from before the run wait for its beginning. */
    boolean holdsOld;

    private boolean dark;
    private int nextTick;

    private final ReusedReceiveBuffer receive = new ReusedReceiveBuffer();
    /** Half of what {@link #in} has room for: a read and what was left of a record before it. */
    private final FixedRecvByteBufAllocator encrypted = new FixedRecvByteBufAllocator(ReusedReceiveBuffer.BYTES / 2);

    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final List<Channel> abandoned = new ArrayList<>();
    private PacedIoHandler io;

    Lane(int number, ScanSource source, AnswerHook hook, Habits habits) {
        this.habits = habits;
        this.holdsOld = habits.old() != null;
        this.source = source;
        this.hook = hook;
        IoHandlerFactory plain = Transport.ioHandlers(READS);
        IoHandlerFactory paced = executor -> {
            io = new PacedIoHandler(plain.newHandler(executor));
            return io;
        };
        group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("load-" + number, true), paced);
        loop = group.next();
        loop.scheduleAtFixedRate(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }

    /**
     * Begins to connect, unless it has a connection or no power; the link hears of the outcome.
     *
     * @param tls null: in the clear
     */
    void connect(Link link, InetSocketAddress target, LinkTls tls) {
        if (dark || !link.ended()) {
            return;
        }
        if (!link.enlisted) {
            link.enlisted = true;
            links.add(link);
        }
        int attempt = link.connecting(System.nanoTime());
        Bootstrap bootstrap = new Bootstrap()
                .group(group)
                .channel(Transport.socketChannel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                // What is decrypted later can't be in a buffer that all share.
                .option(ChannelOption.RECVBUF_ALLOCATOR, tls == null ? receive : encrypted)
                .handler(tls == null ? link : secured(link, target, tls));
        bootstrap.connect(target, SourceAddress.of(target, link.gate())).addListener(done -> {
            if (!done.isSuccess()) {
                link.unreachable(done.cause(), attempt);
            }
        });
    }

    private static ChannelHandler secured(Link link, InetSocketAddress target, LinkTls tls) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(tls.handler(channel, target, link.gate()), link);
            }
        };
    }

    /** Takes the power from all gates. */
    void darken(boolean silent, Consumer<Link> before) {
        dark = true;
        for (Link link : links) {
            if (link.isReady()) {
                before.accept(link);
            }
            link.cut(silent);
        }
    }

    /** Gives it back. They connect when they are told to. */
    void lighten() {
        dark = false;
    }

    /** A link that is not coming back. */
    void forget(Link link) {
        links.remove(link);
        link.enlisted = false;
    }

    /** A connection that nobody reads any more, to be closed in the end. */
    void abandon(Channel channel) {
        abandoned.add(channel);
    }

    /** From any thread. */
    void run(Runnable what) {
        loop.execute(what);
    }

    /** From any thread: runs something on the loop and waits for its result. */
    <T> T call(Callable<T> what) throws InterruptedException {
        try {
            return loop.submit(what).get();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** From any thread: at a given {@link System#nanoTime}. */
    void at(long nanos, Runnable what) {
        loop.schedule(what, nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    void pace(Pacer pacer, boolean spin) {
        io.pace(pacer, spin);
    }

    void updateMeters() {
        tally.busyNanos = io.busyNanos();
        tally.allocatedBytes = THREADS.getCurrentThreadAllocatedBytes();
    }

    /** From any thread: closes everything and waits for it, a few seconds at most. */
    void close() {
        loop.execute(() -> {
            io.pace(Pacer.NONE, false);
            List.copyOf(links).forEach(Link::close);
            abandoned.forEach(Channel::close);
        });
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
        receive.release();
        writes.release();
    }

    /** Some of the links in each turn: a walk through thousands at once would make the scans behind it late. */
    private void tick() {
        long now = System.nanoTime();
        int some = (links.size() + TICKS - 1) / TICKS;
        for (int i = 0; i < some; i++) {
            if (nextTick >= links.size()) {
                nextTick = 0;
                return;
            }
            links.get(nextTick++).tick(now);
        }
    }
}
