package io.gatehouse.loadtest.link;

import io.gatehouse.loadtest.measure.Failures;
import io.gatehouse.loadtest.measure.Latency;
import io.gatehouse.loadtest.measure.Tally;
import io.gatehouse.loadtest.wire.ScanFrame;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * One connection that sends scans and takes their answers, all on the event loop of its lane. What comes by the scan
 * makes no object.
 */
public abstract class Link extends ChannelInboundHandlerAdapter {
    /** Scans in one write at most. */
    static final int CHUNK = 256;

    final Lane lane;
    final int gate;
    final String name;
    final Tally tally;
    final Flight flight;

    /** Highest sequences sent, decided and acknowledged. */
    long sent;

    long answered;
    long acked;
    /** Most that may be sent and not acknowledged. */
    int window;

    ChannelHandlerContext ctx;
    boolean flushDue;
    long heardNanos;

    private final LinkEvents events;
    private final Backlog backlog = new Backlog();
    private int inFlight;
    private boolean resting;
    private boolean ready;
    private boolean ended;
    private long connectNanos;
    private long readyNanos;

    Link(Lane lane, int gate, String name, LinkEvents events, boolean wide) {
        this.lane = lane;
        this.gate = gate;
        this.name = name;
        this.events = events;
        this.tally = lane.tally;
        this.flight = new Flight(wide);
    }

    /** The gate's index in the fleet. */
    public final int gate() {
        return gate;
    }

    /** Whether it may send. */
    public final boolean isReady() {
        return ready;
    }

    /** Whether it ever could. */
    public final boolean wasReady() {
        return readyNanos != 0;
    }

    /** From the first attempt to connect until it could send. */
    public final long connectedInNanos() {
        return readyNanos - connectNanos;
    }

    /** Sent without a decision yet. */
    public final long undecided() {
        return sent - answered;
    }

    /** Sent without an acknowledgement yet. */
    public final long unacknowledged() {
        return sent - acked;
    }

    /** Due and not sent yet. */
    public final int waiting() {
        return backlog.size();
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
        return ready && backlog.add(plannedNanos, ticket);
    }

    /** Sends as much as is due and allowed, in one write and flush. */
    public final void pump() {
        if (!ready) {
            return;
        }
        long room = window - (sent - acked);
        long want = inFlight > 0 ? closedLoopWants() : backlog.size();
        long left = Math.min(room, want);
        while (left > 0 && ctx.channel().isWritable()) {
            int scans = (int) Math.min(left, chunk());
            write(scans);
            left -= scans;
        }
        if (flushDue) {
            flushDue = false;
            ctx.flush();
        }
    }

    private long closedLoopWants() {
        return resting ? 0 : inFlight - (sent - answered);
    }

    private void write(int scans) {
        long now = System.nanoTime();
        ScanFrame frame = lane.frame;
        frame.scannedAtUs = lane.clock.us(now);
        flight.reserve(acked + 1, sent + scans);
        boolean open = inFlight == 0;
        int end = 0;
        for (int i = 0; i < scans; i++) {
            long sequence = ++sent;
            long ticket = open ? backlog.firstTicket() : 0;
            long planned = open ? backlog.firstPlanned() : now;
            if (open) {
                backlog.removeFirst();
                lateness(now - planned, planned);
            }
            frame.sequence = sequence;
            lane.source.fill(frame, gate, sequence, ticket);
            end = encode(frame, lane.out, end);
            flight.put(sequence, planned, now, ticket);
        }
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

    private void lateness(long by, long planned) {
        if (tally.measures(planned)) {
            tally.lateness.record(by, 1);
            if (by > Tally.LATE_NANOS) {
                tally.late++;
            }
        }
    }

    /** Writes bytes; they leave with the next flush. */
    final void send(byte[] bytes, int length) {
        ctx.write(lane.writes.of(bytes, length), ctx.voidPromise());
        flushDue = true;
    }

    /** The decisions of a read, up to {@link #answered}. */
    final void recordAnswers(long first, long now) {
        tally.answered += answered - first + 1;
        record(tally.decision, first, answered, now);
        if (inFlight == 0) {
            for (long s = first; s <= answered; s++) {
                if (tally.measures(flight.planned(s))) {
                    tally.decisionFromSend.record(now - flight.sent(s), 1);
                }
            }
        }
    }

    /** Everything up to {@code through} is acknowledged. */
    final void recordAck(long through, long now) {
        tally.acked += through - acked;
        record(tally.ack, acked + 1, through, now);
        acked = through;
    }

    /** Scans of one write have one plan in a closed loop: one entry for all of them. */
    private void record(Latency latency, long first, long last, long now) {
        long s = first;
        while (s <= last) {
            long planned = flight.planned(s);
            long next = s + 1;
            while (next <= last && flight.planned(next) == planned) {
                next++;
            }
            if (tally.measures(planned)) {
                latency.record(now - planned, next - s);
            }
            s = next;
        }
    }

    final void connecting(long now) {
        connectNanos = now;
        heardNanos = now;
    }

    final void becomeReady(long now) {
        readyNanos = now;
        ready = true;
        events.ready(this);
    }

    final void unreachable(Throwable cause) {
        fail(Failures.Kind.UNREACHABLE, "cannot connect: " + cause.getMessage(), 0);
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
        ended = true;
        ready = false;
        lane.links.remove(this);
        ending();
        if (ctx != null) {
            ctx.close();
        }
    }

    final boolean ended() {
        return ended;
    }

    /** Keeps what outlives the connection. */
    abstract void ending();

    /** Several times a second. */
    abstract void tick(long now);

    @Override
    public final void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
    }

    @Override
    public final void channelReadComplete(ChannelHandlerContext context) {
        pump();
        if (flushDue) {
            flushDue = false;
            ctx.flush();
        }
    }

    @Override
    public final void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            pump();
        }
    }

    @Override
    public final void channelInactive(ChannelHandlerContext context) {
        fail(
                Failures.Kind.CLOSED,
                "the other side closed the connection; %d sent, %d decided, %d acknowledged"
                        .formatted(sent, answered, acked),
                0);
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(Failures.Kind.CLOSED, "the connection broke: " + cause, 0);
    }
}
