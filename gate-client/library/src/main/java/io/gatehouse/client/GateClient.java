package io.gatehouse.client;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.Medium;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A gate: takes scans, says for each what to do, keeps every event until the server's disk has it, and connects again
 * whenever it has to. All methods may be called by any thread. Futures complete and listeners are called on the gate's
 * event loop: what they do must be short.
 */
public final class GateClient implements AutoCloseable {
    private static final long CLOSE_SECONDS = 5;

    private final EventLoop loop;
    private final EventLoopGroup ownGroup;
    private final NettyLink link;
    private final GateSession session;

    /** @param ownGroup what to shut down with this client; null where the event loops are shared */
    GateClient(EventLoop loop, EventLoopGroup ownGroup, NettyLink link, GateSession session) {
        this.loop = loop;
        this.ownGroup = ownGroup;
        this.link = link;
        this.session = session;
    }

    public static GateClientBuilder builder() {
        return new GateClientBuilder();
    }

    /** Makes event loops that many gates can share: epoll, or NIO where there is no epoll. Daemon threads. */
    public static EventLoopGroup eventLoops(int threads) {
        return new MultiThreadIoEventLoopGroup(
                threads,
                new DefaultThreadFactory("gate-io", true),
                Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    /** Begins to connect and returns at once. Scans are welcome before, and without, a connection. */
    public void start() {
        run(session::start);
    }

    /**
     * Takes a scan.
     *
     * @param passId 16 bytes, a UUID in network byte order
     * @param temperatureDecicelsius 366 = 36.6 °C; empty = not measured
     * @return what the gate is to do, at the latest when the decision deadline has passed (300 ms unless the server says
     *     otherwise); exceptionally only where the spool fails or the client's event loop has ended
     */
    public CompletableFuture<ScanResult> scan(
            byte[] passId, Direction direction, OptionalInt temperatureDecicelsius, Medium medium) {
        ByteString pass = ByteString.copyFrom(passId);
        CompletableFuture<ScanResult> result = new CompletableFuture<>();
        try {
            run(() -> session.scan(pass, direction, temperatureDecicelsius, medium)
                    .whenComplete((done, failed) -> {
                        if (failed == null) {
                            result.complete(done);
                        } else {
                            result.completeExceptionally(failed);
                        }
                    }));
        } catch (RejectedExecutionException ended) {
            result.completeExceptionally(ended);
        }
        return result;
    }

    /**
     * Takes a scan and waits for what to do.
     *
     * @throws TimeoutException if nothing came within the timeout; give it more than the decision deadline
     * @throws ExecutionException if the spool failed
     * @throws IllegalStateException on the event loop itself, which would wait for ever
     */
    public ScanResult scanAndWait(
            byte[] passId, Direction direction, OptionalInt temperatureDecicelsius, Medium medium, Duration timeout)
            throws InterruptedException, TimeoutException, ExecutionException {
        if (loop.inEventLoop()) {
            throw new IllegalStateException("waiting on the event loop");
        }
        return scan(passId, direction, temperatureDecicelsius, medium).get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Spools what the device noticed; see {@link GateSession#deviceEvent}. */
    public void deviceEvent(DeviceEvent.Kind kind, String detail) {
        run(() -> session.deviceEvent(kind, detail));
    }

    /** States that the gate did otherwise than the result said; see {@link GateSession#report}. */
    public void report(ScanResult result, boolean opened, String operator) {
        run(() -> session.report(result, opened, operator));
    }

    /** Decides what waits, closes the connection, and the event loops where they are the client's own. */
    @Override
    public void close() {
        if (!loop.isShuttingDown()) {
            Runnable closing = () -> link.input(session::close);
            if (loop.inEventLoop()) {
                closing.run();
            } else {
                loop.submit(closing).awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
            }
        }
        if (ownGroup != null) {
            ownGroup.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void run(Runnable input) {
        loop.execute(() -> link.input(input));
    }
}
