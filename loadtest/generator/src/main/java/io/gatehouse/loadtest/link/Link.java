package io.gatehouse.loadtest.link;

import io.gatehouse.loadtest.measure.Failures;
import io.gatehouse.loadtest.measure.Tally;
import io.gatehouse.loadtest.wire.ScanFrame;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/**
 * A gate and its connection, all on the event loop of its lane. Where gates come back it has one connection after the
 * other; events of an earlier one are told apart by their context. What comes by the scan makes no object.
 */
@ChannelHandler.Sharable
public abstract class Link extends ChannelInboundHandlerAdapter {
    /** Scans in one write at most. */
    static final int CHUNK = 256;

    final Lane lane;
    final int gate;
    final String name;
    final Tally tally;
    final Spool spool;

    /** Most that may be sent and not acknowledged. */
    int window;

    ChannelHandlerContext ctx;
    boolean flushDue;
    long heardNanos;
    boolean enlisted;

    private final LinkEvents events;
    private final boolean comesBack;
    private int inFlight;
    private boolean resting;
    private boolean ready;
    /** Whether it has no connection and begins none. */
    private boolean ended = true;

    private int attempt;
    private long connectNanos;
    private long readyNanos;

    Link(Lane lane, int gate, String name, LinkEvents events, Spool spool) {
        this.lane = lane;
        this.gate = gate;
        this.name = name;
        this.events = events;
        this.comesBack = lane.habits.comeBack();
        this.tally = lane.tally;
        this.spool = spool;
    }

    /** The gate's index in the fleet. */
    public final int gate() {
        return gate;
    }

    /** Whether it may send. */
    public final boolean isReady() {
        return ready;
    }

    /** Whether this connection ever could. */
    public final boolean wasReady() {
        return readyNanos != 0;
    }

    /** From the attempt to connect until it could send. */
    public final long connectedInNanos() {
        return readyNanos - connectNanos;
    }

    /** For how long the connection has been able to send. */
    public final long stoodNanos(long now) {
        return wasReady() ? now - readyNanos : 0;
    }

    /** Sent without a decision yet. */
    public final long undecided() {
        return spool.sent - spool.answered;
    }

    /** Sent without an acknowledgement yet, or from before the run. */
    public final long unacknowledged() {
        return spool.sent + spool.oldLeft() - spool.acked;
    }

    /** Due and not sent yet. */
    public final int waiting() {
        return spool.waiting.size();
    }

    /** Closed loop: keeps this many under way from now on. */
    public final void keepInFlight(int scans) {
        inFlight = scans;
        pump();
    }

    /** Closed loop: sends nothing more. Of an open loop the plan says when it ends. */
    public final void rest() {
        resting = true;
    }

    /** Open loop: something is due; {@link #pump} sends it. False where the gate cannot take it. */
    public final boolean due(long plannedNanos, long ticket) {
        return (ready || comesBack) && spool.waiting.add(plannedNanos, ticket);
    }

    /** Sends as much as is due and allowed, in one write and flush. */
    public final void pump() {
        if (!ready) {
            return;
        }
        if ((spool.onWire < spool.sent || spool.sent < spool.oldLast) && !lane.holdsOld) {
            pumpOlder();
        }
        if (spool.sent >= spool.oldLast && spool.onWire == spool.sent) {
            pumpDue();
        } else {
            spool.keep();
        }
        if (flushDue) {
            flushDue = false;
            ctx.flush();
        }
    }

    private void pumpDue() {
        long want = inFlight > 0 ? closedLoopWants() : spool.waiting.size();
        long left = Math.min(room(), want);
        if (left > 0) {
            spool.free();
        }
        while (left > 0 && ctx.channel().isWritable()) {
            int scans = (int) Math.min(left, CHUNK);
            write(scans);
            left -= scans;
        }
        if (spool.waiting.size() > 0) {
            spool.keep();
        }
    }

    private long room() {
        return window - (spool.onWire - spool.acked);
    }

    private long closedLoopWants() {
        return resting ? 0 : inFlight - (spool.sent - spool.answered);
    }

    /** What an earlier connection took with it, then what is from before the run: a stream has one order. */
    private void pumpOlder() {
        long last = Math.max(spool.sent, spool.oldLast);
        long left = Math.min(room(), last - spool.onWire);
        while (left > 0 && ctx.channel().isWritable()) {
            int scans = (int) Math.min(left, CHUNK);
            writeOlder(scans);
            left -= scans;
        }
    }

    private void writeOlder(int scans) {
        ScanFrame frame = lane.frame;
        spool.flight.reserve(spool.acked + 1, spool.onWire + scans);
        int end = 0;
        for (int i = 0; i < scans; i++) {
            long sequence = ++spool.onWire;
            frame.sequence = sequence;
            if (sequence <= spool.oldLast) {
                frame.scannedAtUs = spool.oldTimeUs(sequence);
                frame.acted = ScanFrame.acted(false, ScanFrame.UNKNOWN_PASS, ScanFrame.BY_GATE);
                lane.source.fillOld(frame, gate, sequence);
            } else {
                frame.scannedAtUs = lane.clock.us(spool.flight.sent(sequence));
                frame.acted = spool.flight.acted(sequence);
                lane.source.fill(frame, gate, sequence, spool.flight.ticket(sequence));
            }
            if (sequence > spool.sent) {
                spool.sent = spool.answered = sequence;
                tally.oldSent++;
            } else {
                tally.resent++;
            }
            end = frame.encode(lane.out, end);
        }
        frame.acted = 0;
        send(lane.out, end);
    }

    private void write(int scans) {
        long now = System.nanoTime();
        ScanFrame frame = lane.frame;
        Spool spooled = spool;
        frame.scannedAtUs = lane.clock.us(now);
        spooled.flight.reserve(spooled.acked + 1, spooled.sent + scans);
        boolean open = inFlight == 0;
        int end = 0;
        for (int i = 0; i < scans; i++) {
            long sequence = ++spooled.sent;
            long ticket = open ? spooled.waiting.firstTicket() : 0;
            long planned = open ? spooled.waiting.firstPlanned() : now;
            if (open) {
                spooled.waiting.removeFirst();
                spooled.recordLateness(planned, now);
            }
            frame.sequence = sequence;
            lane.source.fill(frame, gate, sequence, ticket);
            end = encode(frame, lane.out, end);
            spooled.flight.put(sequence, planned, now, ticket);
        }
        spooled.onWire = spooled.sent;
        tally.sent += scans;
        send(lane.out, end);
    }

    /** Scans in one write at most, as many as the lane's buffer takes. */
    int chunk() {
        return CHUNK;
    }

    /** Writes one scan as the other side understands it, and says where it ends. */
    int encode(ScanFrame scan, byte[] out, int at) {
        return scan.encode(out, at);
    }

    /** Writes bytes; they leave with the next flush. */
    final void send(byte[] bytes, int length) {
        ctx.write(lane.writes.of(bytes, length), ctx.voidPromise());
        flushDue = true;
    }

    /** The decisions of a read. */
    final void recordAnswers(long first, long now) {
        spool.recordAnswers(first, now, inFlight == 0);
    }

    /** A connection is begun; says which one it is. */
    final int connecting(long now) {
        connectNanos = now;
        heardNanos = now;
        readyNanos = 0;
        ended = false;
        ready = false;
        ctx = null;
        flushDue = false;
        begin();
        return ++attempt;
    }

    final void becomeReady(long now) {
        readyNanos = now;
        ready = true;
        events.ready(this);
    }

    final void unreachable(Throwable cause, int which) {
        if (which == attempt) {
            fail(Failures.Kind.UNREACHABLE, "cannot connect: " + cause.getMessage(), 0);
        }
    }

    /** Ends the connection and says why, once. */
    final void fail(Failures.Kind kind, String words, long retryAfterMs) {
        if (!ended) {
            close();
            events.down(this, kind, name + ": " + words, retryAfterMs);
        }
    }

    /** Ends the connection without a word. */
    final void close() {
        end();
        if (ctx != null) {
            ctx.close();
        }
    }

    /**
     * The gate has no power any more: nobody hears of it but the server.
     *
     * @param silent the server hears nothing either; else its packets are answered with a reset
     */
    final void cut(boolean silent) {
        if (ended) {
            return;
        }
        end();
        if (ctx != null && silent) {
            ctx.channel().config().setAutoRead(false);
            lane.abandon(ctx.channel());
        } else if (ctx != null) {
            ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            // Past a TLS handler, which would say goodbye.
            ctx.pipeline().firstContext().close();
        }
    }

    private void end() {
        if (!ended && !comesBack) {
            // What it had goes with it; the sums of a run still have to add up.
            tally.abandoned += waiting();
            tally.undecidedAtEnd += undecided();
            tally.unacknowledgedAtEnd += unacknowledged();
        }
        ended = true;
        ready = false;
        spool.keep();
        if (!comesBack) {
            lane.forget(this);
        }
        ending();
    }

    final boolean ended() {
        return ended;
    }

    /** Whether what happens there is no longer of interest. */
    final boolean isPast(ChannelHandlerContext context) {
        return ended || context != ctx;
    }

    /** A new connection knows nothing of the one before it. */
    abstract void begin();

    /** Keeps what outlives the gate. */
    abstract void ending();

    /** Several times a second. */
    abstract void tick(long now);

    @Override
    public final void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
    }

    @Override
    public final void channelReadComplete(ChannelHandlerContext context) {
        if (isPast(context)) {
            return;
        }
        pump();
        if (flushDue) {
            flushDue = false;
            ctx.flush();
        }
    }

    @Override
    public final void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable() && !isPast(context)) {
            pump();
        }
    }

    @Override
    public final void channelInactive(ChannelHandlerContext context) {
        if (!isPast(context)) {
            fail(Failures.Kind.CLOSED, closedWords(), 0);
        }
    }

    private String closedWords() {
        return wasReady()
                ? "the other side closed the connection; %d sent, %d decided, %d acknowledged"
                        .formatted(spool.sent, spool.answered, spool.acked)
                : "the other side closed the connection before it said anything: " + LinkTls.guess(ctx.pipeline());
    }

    @Override
    public final void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done && !done.isSuccess() && !isPast(context)) {
            Failures.Kind kind = LinkTls.isForGood(done.cause()) ? Failures.Kind.MALFORMED : Failures.Kind.CLOSED;
            fail(kind, LinkTls.describe(done.cause()), 0);
        }
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!isPast(context)) {
            String refused = LinkTls.refused(cause);
            Failures.Kind kind = refused == null ? Failures.Kind.CLOSED : Failures.Kind.MALFORMED;
            fail(kind, refused == null ? "the connection broke: " + cause : refused, 0);
        }
    }
}
