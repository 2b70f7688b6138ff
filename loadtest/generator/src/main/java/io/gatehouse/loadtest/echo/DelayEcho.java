package io.gatehouse.loadtest.echo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * An echo that holds every frame back for a while and says when it really let it go: what a generator reports can be
 * held against that. One thread.
 */
public final class DelayEcho implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;

    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);
    private final List<Connection> connections = new ArrayList<>();
    private final List<byte[]> leaving = new ArrayList<>();
    private final LongSupplier delayNanos;
    private final Departures departures;
    private final Thread thread = new Thread(this::run, "delay-echo");
    private volatile long stallAt = Long.MAX_VALUE;
    private volatile long stallNanos;
    private volatile long stalledNanos;
    private volatile boolean closed;

    /** Told of each frame on the echo's thread. */
    @FunctionalInterface
    public interface Departures {
        /**
         * A frame goes.
         *
         * @param nanos {@link System#nanoTime} just before the write that hands it to the kernel: whatever delayed the
         *     echo lies before it
         */
        void leaves(byte[] frame, long nanos);
    }

    /** A frame that waits. */
    private record Held(byte[] frame, long release) {}

    private static final class Connection {
        final SocketChannel channel;
        final Deque<Held> waiting = new ArrayDeque<>();
        final ByteBuffer begun = ByteBuffer.allocate(256);
        long lastRelease;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }
    }

    /**
     * Listens on a free port of the loopback address.
     *
     * @param delayNanos asked for each frame, on the echo's thread; frames of a connection stay in order
     */
    public DelayEcho(LongSupplier delayNanos, Departures departures) throws IOException {
        this.delayNanos = delayNanos;
        this.departures = departures;
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        thread.setDaemon(true);
        thread.start();
    }

    public InetSocketAddress address() throws IOException {
        return (InetSocketAddress) listener.getLocalAddress();
    }

    /** Does nothing at all for a while, once, as in a long pause of a collector. */
    public void stall(long at, long nanos) {
        stallNanos = nanos;
        stallAt = at;
    }

    /** How long it did nothing, nanoseconds. */
    public long stalledNanos() {
        return stalledNanos;
    }

    private void run() {
        try {
            while (!closed) {
                turn();
            }
        } catch (IOException e) {
            if (!closed) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void turn() throws IOException {
        stallIfDue();
        long next = release();
        long wait = next - System.nanoTime();
        if (wait > 0) {
            // To the millisecond: what leaves late is on record as late.
            selector.select(1 + wait / 1_000_000);
        } else {
            selector.selectNow();
        }
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isAcceptable()) {
                accept();
            } else if (key.isReadable()) {
                read((Connection) key.attachment());
            }
        }
        selector.selectedKeys().clear();
    }

    private void stallIfDue() {
        long begin = System.nanoTime();
        if (begin - stallAt < 0 || stallNanos == 0) {
            return;
        }
        long left = stallNanos;
        while (left > 0) {
            java.util.concurrent.locks.LockSupport.parkNanos(left);
            left = begin + stallNanos - System.nanoTime();
        }
        stallNanos = 0;
        stalledNanos = System.nanoTime() - begin;
    }

    private void accept() throws IOException {
        for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            Connection connection = new Connection(channel);
            channel.register(selector, SelectionKey.OP_READ, connection);
            connections.add(connection);
        }
    }

    private void read(Connection connection) throws IOException {
        in.clear();
        int read;
        try {
            read = connection.channel.read(in);
        } catch (IOException e) {
            // Reset by the other side.
            read = -1;
        }
        if (read < 0) {
            connection.channel.close();
            connections.remove(connection);
            return;
        }
        long now = System.nanoTime();
        in.flip();
        while (in.hasRemaining()) {
            ByteBuffer begun = connection.begun.put(in.get());
            if (begun.position() == begun.get(0) + 1) {
                hold(connection, now);
            }
        }
    }

    private void hold(Connection connection, long now) {
        byte[] frame = new byte[connection.begun.flip().remaining()];
        connection.begun.get(frame).clear();
        long due = now + delayNanos.getAsLong();
        long release = connection.waiting.isEmpty() ? due : Math.max(due, connection.lastRelease);
        connection.lastRelease = release;
        connection.waiting.add(new Held(frame, release));
    }

    /** Lets go what is due and says when something will be. */
    private long release() throws IOException {
        long next = System.nanoTime() + 1_000_000_000L;
        for (int i = 0; i < connections.size(); i++) {
            Connection connection = connections.get(i);
            release(connection);
            if (!connection.waiting.isEmpty()) {
                next = Math.min(next, connection.waiting.peek().release());
            }
        }
        return next;
    }

    private void release(Connection connection) throws IOException {
        long now = System.nanoTime();
        out.clear();
        leaving.clear();
        while (!connection.waiting.isEmpty()
                && connection.waiting.peek().release() - now <= 0
                && out.remaining() > connection.waiting.peek().frame().length) {
            byte[] frame = connection.waiting.remove().frame();
            out.put(frame);
            leaving.add(frame);
        }
        out.flip();
        long left = System.nanoTime();
        while (out.hasRemaining()) {
            connection.channel.write(out);
        }
        for (byte[] frame : leaving) {
            departures.leaves(frame, left);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        listener.close();
        for (Connection connection : connections) {
            connection.channel.close();
        }
        selector.close();
    }
}
