package io.gatehouse.loadtest.link;

import io.gatehouse.loadtest.measure.Failures;
import io.gatehouse.loadtest.wire.ScanFrame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/** Drives something else than our server, in its own protocol. Each answer is checked, and is an ack as well. */
final class PeerLink extends Link implements Dialect.Heard {
    private static final byte[] NOTHING = {};

    private final Dialect dialect;
    private final AnswerBook answers;
    private byte[] carried = NOTHING;
    private int carriedBytes;

    PeerLink(Lane lane, int gate, String peer, Dialect dialect, AnswerBook answers, LinkEvents events, boolean wide) {
        super(lane, gate, peer + " connection " + gate, events, new Spool(lane.tally, 0, wide, null));
        this.dialect = dialect;
        this.answers = answers;
        window = EchoLink.WINDOW;
    }

    @Override
    int chunk() {
        return lane.out.length / dialect.maxScanBytes();
    }

    @Override
    int encode(ScanFrame scan, byte[] out, int at) {
        return dialect.encode(scan, out, at);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        byte[] greeting = dialect.greeting();
        send(greeting, greeting.length);
        flushDue = false;
        ctx.flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf buffer = (ByteBuf) message;
        int end = carriedBytes + buffer.readableBytes();
        System.arraycopy(carried, 0, lane.in, 0, carriedBytes);
        buffer.readBytes(lane.in, carriedBytes, buffer.readableBytes());
        buffer.release();
        if (ended()) {
            return;
        }
        long first = spool.answered + 1;
        carry(dialect.decode(lane.in, 0, end, this), end);
        if (spool.answered >= first) {
            recordAnswers(first, System.nanoTime());
            tally.acked += spool.answered - spool.acked;
            spool.acked = spool.answered;
        }
    }

    private void carry(int from, int to) {
        carriedBytes = to - from;
        if (carriedBytes > lane.in.length - ReusedReceiveBuffer.BYTES) {
            wrong("%,d bytes came that are no whole answer".formatted(carriedBytes));
            carriedBytes = 0;
        } else if (carriedBytes > carried.length) {
            carried = new byte[Math.max(256, carriedBytes * 2)];
        }
        System.arraycopy(lane.in, from, carried, 0, carriedBytes);
    }

    @Override
    public void open() {
        becomeReady(System.nanoTime());
    }

    @Override
    public void reply(byte[] bytes) {
        if (!ended()) {
            send(bytes, bytes.length);
        }
    }

    @Override
    public long due() {
        return spool.answered + 1;
    }

    @Override
    public void answer(int verdict) {
        if (spool.answered == spool.sent) {
            wrong("an answer came where none was due");
            return;
        }
        int right = answers.verdict(gate, spool.answered + 1);
        if (verdict != right) {
            wrong("scan %d was answered with verdict %d, right is %d".formatted(spool.answered + 1, verdict, right));
            return;
        }
        spool.answered++;
        tally.verdicts[verdict]++;
    }

    @Override
    public void arrived() {
        if (spool.answered == spool.sent) {
            wrong("an answer came where none was due");
        } else {
            spool.answered++;
        }
    }

    @Override
    public void wrong(String words) {
        fail(Failures.Kind.WRONG_ANSWER, words, 0);
    }

    @Override
    void begin() {
        carriedBytes = 0;
    }

    @Override
    void ending() {
        // A peer remembers nothing of a connection.
    }

    @Override
    void tick(long now) {
        // And has no heartbeat.
    }
}
