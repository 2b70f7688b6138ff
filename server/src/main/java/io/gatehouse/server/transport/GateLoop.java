package io.gatehouse.server.transport;

import io.gatehouse.server.pipeline.Intake;
import io.gatehouse.server.pipeline.LoopReplies;
import io.gatehouse.server.session.LoopSessions;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * An event loop that also consumes the ring. Each pass: read what sockets have, wake the engine once, then write the
 * replies that are ready. The engine and the journal wake it by {@link #wake}, without a task or any other object.
 */
final class GateLoop extends SingleThreadIoEventLoop {
    private static final long TICK_MILLIS = 100;
    private static final long MILLI = 1_000_000;

    private LoopReplies replies;
    private Intake intake;
    private LoopSessions sessions;

    /** For bytes on their way between sockets and frames; shared by all channels of this loop. */
    private final Scratch scratch = new Scratch();

    GateLoop(IoEventLoopGroup parent, Executor executor, IoHandlerFactory io) {
        super(parent, executor, io);
    }

    /** Before the first channel. */
    void attach(Intake to, LoopReplies from, LoopSessions of) {
        execute(() -> {
            intake = to;
            replies = from;
            sessions = of;
            scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        });
    }

    private void tick() {
        replies.tick();
        intake.endOfPass();
    }

    /** Says what is ready now. On this loop. */
    void drain() {
        replies.drain();
        intake.endOfPass();
    }

    LoopSessions sessions() {
        return sessions;
    }

    Scratch scratch() {
        return scratch;
    }

    /** Any thread: there are replies. */
    void wake() {
        wakeup(false);
    }

    @Override
    protected int runIo() {
        int handled = super.runIo();
        if (replies == null) {
            return handled;
        }
        intake.endOfPass();
        int told = replies.drain();
        // Frames that had waited for room went into the ring just now.
        intake.endOfPass();
        return handled + told;
    }

    /** A sleep is no longer than an ack may be held. A task for each such ack would do too, but is garbage. */
    @Override
    protected long delayNanos(long currentTimeNanos) {
        return Math.min(super.delayNanos(currentTimeNanos), ackDueInNanos());
    }

    /** The same as a point in time, in the loop's own count. */
    @Override
    protected long deadlineNanos() {
        long due = ackDueInNanos();
        long tasks = super.deadlineNanos();
        return due == Long.MAX_VALUE ? tasks : Math.min(tasks, ticker().nanoTime() + due);
    }

    /** In whole milliseconds, rounded up: what is shorter the system's wait may take for no wait at all. */
    private long ackDueInNanos() {
        long due = sessions == null ? Long.MAX_VALUE : sessions.ackDueInNanos();
        return due == Long.MAX_VALUE ? due : (due + MILLI - 1) / MILLI * MILLI;
    }

    /** Keeps the loop from sleeping: the I/O handler asks after it has said that it will. */
    @Override
    protected boolean hasTasks() {
        return super.hasTasks() || (replies != null && replies.pending());
    }
}
