package io.gatehouse.server.faults;

import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.server.session.CloseReason;
import io.gatehouse.server.session.Link;
import io.gatehouse.server.session.Session;
import io.gatehouse.server.session.Visitor;
import io.gatehouse.server.transport.FrameFeed;
import io.gatehouse.server.transport.WireEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** One connection: the wire between a device and a session, with its bytes under way and its ends. */
final class SimConnection implements Link {
    private static final int HIGH_WATER = 4 << 10;
    private static final int LOW_WATER = 1 << 10;

    final SimDevice device;
    final Pipe toServer = new Pipe();
    final Pipe toGate = new Pipe();
    final WireCheck check;
    private final Saboteur saboteur;
    private final Pipe buffered = new Pipe();
    private final List<Runnable> late = new ArrayList<>();
    private Visitor visitor;
    private Session session;
    private FrameFeed feed;
    private boolean reading = true;
    private boolean blocked;
    private long acked;
    /** The gate's side is closed, and whether word of it reaches the server. */
    boolean gateClosed;

    boolean closeReachesServer = true;
    /** The server's side is closed, and whether word of it reaches the gate. */
    boolean serverClosed;

    boolean closeReachesGate = true;

    SimConnection(SimDevice device, WireCheck check, Saboteur saboteur) {
        this.device = device;
        this.check = check;
        this.saboteur = saboteur;
    }

    void accepted(Session by, FrameFeed.Loop feeds) {
        session = by;
        feed = feeds.feed(by);
    }

    void letIn(Visitor as) {
        visitor = as;
    }

    @Override
    public Visitor visitor() {
        return visitor;
    }

    boolean wasAccepted() {
        return feed != null;
    }

    boolean over() {
        return gateClosed && serverClosed;
    }

    // ---- the gate's side ----------------------------------------------------------------------------

    /** @param copy whether it is sent once more */
    void sent(GateMessage message, boolean copy) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        try {
            message.writeDelimitedTo(frame);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        check.onSent(message, copy);
        toServer.write(frame.toByteArray(), frame.size());
    }

    /** A read of the server; false where there is nothing for it to read. */
    boolean deliverToServer(int most) {
        if (serverClosed || feed == null || !reading) {
            return false;
        }
        if (toServer.size() > 0) {
            feed.read(toServer.take(most));
            return true;
        }
        if (gateClosed && closeReachesServer) {
            serverClosed = true;
            session.onGone(CloseReason.PEER_CLOSED);
            return true;
        }
        return false;
    }

    /** The gate has read: the server's socket may be writable again. */
    void taken() {
        if (blocked && !serverClosed && toGate.size() < LOW_WATER) {
            blocked = false;
            session.reading().onWritable(true);
        }
    }

    /** The power of the server is gone, and with it what it had not handed to the network. */
    void serverDied() {
        serverClosed = true;
        buffered.take(buffered.size());
        late.clear();
    }

    // ---- the server's side --------------------------------------------------------------------------

    @Override
    public void send(ServerMessage message) {
        byte[] bytes = new byte[WireEncoder.sizeOf(message)];
        if (message.hasWelcome()) {
            check.onWelcomeSaid(message.getWelcome());
        }
        buffered.write(bytes, WireEncoder.frame(bytes, 0, message));
    }

    @Override
    public void decision(long sequence, int verdict, int reasons, boolean attention) {
        check.onDecisionSaid();
        if (saboteur == Saboteur.DECISION_LATE) {
            late.add(() -> writeDecision(sequence, verdict, reasons, attention));
            return;
        }
        boolean lie = saboteur == Saboteur.VERDICT_CHANGED && sequence % 8 == 3;
        writeDecision(sequence, lie ? verdict % 4 + 1 : verdict, reasons, attention);
        if (saboteur == Saboteur.ACK_EARLY && sequence > acked) {
            writeAck(sequence);
        }
    }

    private void writeDecision(long sequence, int verdict, int reasons, boolean attention) {
        byte[] bytes = new byte[WireEncoder.MAX_DECISION];
        buffered.write(bytes, WireEncoder.decision(bytes, 0, sequence, verdict, reasons, attention));
    }

    @Override
    public void ack(long durableSequence) {
        if (saboteur != Saboteur.ACK_EARLY || durableSequence > acked) {
            writeAck(durableSequence);
        }
        late.forEach(Runnable::run);
        late.clear();
    }

    private void writeAck(long durableSequence) {
        acked = durableSequence;
        check.onAckSaid(durableSequence);
        byte[] bytes = new byte[WireEncoder.MAX_ACK];
        buffered.write(bytes, WireEncoder.ack(bytes, 0, durableSequence));
    }

    @Override
    public void heartbeat(long sentAtUs, long echoUs) {
        byte[] bytes = new byte[WireEncoder.MAX_HEARTBEAT];
        buffered.write(bytes, WireEncoder.heartbeat(bytes, 0, sentAtUs, echoUs));
    }

    @Override
    public void flush() {
        int size = buffered.size();
        toGate.write(buffered.take(size), size);
        if (!blocked && toGate.size() > HIGH_WATER && session != null) {
            blocked = true;
            session.reading().onWritable(false);
        }
    }

    @Override
    public void setReading(boolean on) {
        reading = on && (feed == null || feed.resume());
    }

    @Override
    public long takenBytes() {
        return toGate.taken();
    }

    @Override
    public void end(CloseReason reason, ServerMessage refusal) {
        if (refusal != null) {
            send(refusal);
            int size = buffered.size();
            toGate.write(buffered.take(size), size);
        }
        check.onEnd(reason);
        serverClosed = true;
    }
}
