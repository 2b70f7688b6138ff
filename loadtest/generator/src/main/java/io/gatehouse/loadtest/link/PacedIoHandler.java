package io.gatehouse.loadtest.link;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;

/**
 * Lets a {@link Pacer} share the turn of an event loop: the loop sleeps in the selector no longer than up to the next
 * send, or, where it spins, not at all. Timers of Netty would cost an object for each send and end too late.
 */
final class PacedIoHandler implements IoHandler {
    private final IoHandler io;
    private final Wait wait = new Wait();
    private Pacer pacer = Pacer.NONE;
    private boolean spin;
    private long busyNanos;

    PacedIoHandler(IoHandler io) {
        this.io = io;
    }

    /** On the loop. */
    void pace(Pacer next, boolean spinning) {
        pacer = next;
        spin = spinning;
    }

    /** Nanoseconds of turns in which something was read or sent, where it spins. */
    long busyNanos() {
        return busyNanos;
    }

    @Override
    public int run(IoHandlerContext context) {
        if (pacer == Pacer.NONE && !spin) {
            return io.run(context);
        }
        long begin = System.nanoTime();
        wait.context = context;
        wait.until = pacer.nextNanos();
        wait.mayBlock = !spin && wait.until - begin > 0;
        int handled = io.run(wait);
        long now = System.nanoTime();
        int sent = pacer.turn(now);
        if (spin && handled + sent > 0) {
            busyNanos += System.nanoTime() - begin;
        }
        return handled + sent;
    }

    @Override
    public void initialize() {
        io.initialize();
        TimerSlack.shorten();
    }

    @Override
    public void prepareToDestroy() {
        io.prepareToDestroy();
    }

    @Override
    public void destroy() {
        io.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return io.register(handle);
    }

    @Override
    public void wakeup() {
        io.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return io.isCompatible(handleType);
    }

    /** The loop's own context, with the pacer's time where that is nearer. */
    private static final class Wait implements IoHandlerContext {
        IoHandlerContext context;
        long until;
        boolean mayBlock;

        @Override
        public boolean canBlock() {
            return mayBlock && context.canBlock();
        }

        @Override
        public long delayNanos(long currentTimeNanos) {
            long delay = context.delayNanos(currentTimeNanos);
            return until == Long.MAX_VALUE ? delay : Math.min(delay, Math.max(0, until - currentTimeNanos));
        }

        /** Used by the selectors to tell whether their timer has to be set anew, so a time on another base serves. */
        @Override
        public long deadlineNanos() {
            return until == Long.MAX_VALUE ? context.deadlineNanos() : until;
        }
    }
}
