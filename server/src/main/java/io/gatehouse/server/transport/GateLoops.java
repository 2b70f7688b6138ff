package io.gatehouse.server.transport;

import io.gatehouse.server.metrics.MetricsPage;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** The event loops, {@code gh-io-0} and on. */
public final class GateLoops extends MultiThreadIoEventLoopGroup {
    private final GateLoop[] loops;

    public GateLoops(int count) {
        super(count, threads(), Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        loops = new GateLoop[count];
        int i = 0;
        for (EventExecutor loop : this) {
            loops[i++] = (GateLoop) loop;
        }
    }

    private static Executor threads() {
        AtomicInteger next = new AtomicInteger();
        // Netty pools buffers and their objects for threads of its own kind only.
        return task -> new FastThreadLocalThread(task, "gh-io-" + next.getAndIncrement()).start();
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory io, Object... args) {
        return new GateLoop(this, executor, io);
    }

    public int count() {
        return loops.length;
    }

    /** Wakes one loop for its replies: any thread. */
    public Runnable waker(int index) {
        return loops[index]::wake;
    }

    /** What metrics look at. */
    public MetricsPage.Machine machine(Path dataDir) {
        return new MetricsPage.Machine(PooledByteBufAllocator.DEFAULT, this, dataDir);
    }

    GateLoop at(int index) {
        return loops[index];
    }

    int indexOf(GateLoop loop) {
        for (int i = 0; i < loops.length; i++) {
            if (loops[i] == loop) {
                return i;
            }
        }
        throw new IllegalArgumentException("not a loop of this group");
    }
}
