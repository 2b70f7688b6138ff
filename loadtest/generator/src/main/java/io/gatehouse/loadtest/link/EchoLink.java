package io.gatehouse.loadtest.link;

import io.gatehouse.loadtest.measure.Failures;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/** Drives an echo: what comes back are the scans themselves, in order. No Hello, and an answer is an ack as well. */
final class EchoLink extends Link {
    /** The window that a server gives. */
    static final int WINDOW = 1024;

    /** Bytes of the frame under way that are still to come. */
    private int missing;

    EchoLink(Lane lane, int gate, LinkEvents events, boolean wide) {
        super(lane, gate, "echo connection " + gate, events, new Spool(lane.tally, 0, wide, null));
        window = lane.habits.window(WINDOW);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        becomeReady(System.nanoTime());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        int frames = 0;
        try {
            int at = in.readerIndex();
            int end = in.writerIndex();
            while (at < end) {
                if (missing == 0) {
                    missing = in.getByte(at++);
                }
                int step = Math.min(missing, end - at);
                at += step;
                missing -= step;
                frames += missing == 0 ? 1 : 0;
            }
        } finally {
            in.release();
        }
        if (frames > 0) {
            returned(frames);
        }
    }

    private void returned(int frames) {
        if (spool.answered + frames > spool.sent) {
            fail(Failures.Kind.WRONG_ANSWER, "more came back than was sent", 0);
            return;
        }
        long now = System.nanoTime();
        long first = spool.answered + 1;
        spool.answered += frames;
        recordAnswers(first, now);
        tally.acked += frames;
        spool.acked = spool.answered;
    }

    @Override
    void begin() {
        missing = 0;
    }

    @Override
    void ending() {
        // An echo remembers nothing.
    }

    @Override
    void tick(long now) {
        // And has no heartbeat.
    }
}
