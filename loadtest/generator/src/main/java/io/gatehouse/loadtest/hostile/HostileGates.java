package io.gatehouse.loadtest.hostile;

import io.gatehouse.loadtest.hostile.HostileFigures.End;
import io.gatehouse.loadtest.link.Transport;
import io.gatehouse.loadtest.site.Gate;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Gates that misbehave, each in its own way, again and again, on an event loop of their own. What they scan is in no
 * roster: the others are to feel nothing of it.
 */
public final class HostileGates implements AutoCloseable {
    private static final long AGAIN_MS = 1_000;
    private static final int CONNECT_TIMEOUT_MS = 10_000;

    private final InetSocketAddress target;
    private final List<Gate> gates;
    private final SplittableRandom random;
    private final HostileFigures figures;
    private final List<Attempt> open = new ArrayList<>();
    private final MultiThreadIoEventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("hostile", true), Transport.ioHandlers());
    private final EventLoop loop = group.next();
    private final List<Trick> tricks = new ArrayList<>(List.of(Trick.values()));
    private boolean over;

    /** Nothing connects yet. */
    public HostileGates(InetSocketAddress target, List<Gate> gates, long seed) {
        this.target = target;
        this.gates = List.copyOf(gates);
        this.random = new SplittableRandom(seed);
        this.figures = new HostileFigures(gates.size());
        Collections.shuffle(tricks, new Random(seed));
    }

    /** Lets them misbehave until it is closed: each in one way after the other, no two of them in step. */
    public void begin() {
        loop.execute(() -> {
            for (int i = 0; i < gates.size(); i++) {
                attempt(gates.get(i), i);
            }
        });
    }

    private void attempt(Gate gate, int turn) {
        if (over) {
            return;
        }
        Trick trick = tricks.get(turn % tricks.size());
        Attempt attempt =
                new Attempt(gate, trick, random.split(), (of, end, words, wait) -> ended(of, turn, end, words, wait));
        open.add(attempt);
        new Bootstrap()
                .group(group)
                .channel(Transport.socketChannel())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                .option(ChannelOption.SO_RCVBUF, trick.isDeaf() ? 2048 : 64 * 1024)
                .handler(attempt)
                .connect(target)
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        attempt.end(End.OTHERWISE, "no connection", 0);
                    }
                });
    }

    private void ended(Attempt attempt, int turn, End end, String words, long retryAfterMs) {
        open.remove(attempt);
        figures.add(attempt.trick(), end, words);
        if (over) {
            return;
        }
        long wait = Math.max(retryAfterMs, AGAIN_MS + random.nextLong(AGAIN_MS));
        loop.schedule(() -> attempt(attempt.gate(), turn + 1), wait, TimeUnit.MILLISECONDS);
    }

    /** What came of them; complete after {@link #close}. */
    public HostileFigures figures() {
        return figures;
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        if (group.isShuttingDown()) {
            return;
        }
        loop.submit(() -> {
                    over = true;
                    List.copyOf(open).forEach(attempt -> attempt.end(End.CUT_SHORT, "", 0));
                })
                .syncUninterruptibly();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
