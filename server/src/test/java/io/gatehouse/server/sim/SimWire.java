package io.gatehouse.server.sim;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gatehouse.proto.v1.Ack;
import io.gatehouse.proto.v1.Decision;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Heartbeat;
import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.server.pipeline.Slot;
import io.gatehouse.server.session.CloseReason;
import io.gatehouse.server.session.Link;
import io.gatehouse.server.session.Session;
import io.gatehouse.server.transport.WireDecoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** One connection: the server's end is a {@link Link}, the gate's end a {@link SimGate}; between them frames take time. */
final class SimWire implements Link {
    private final SimClock clock;
    private final SimNetwork network;
    private final SimGate gate;
    private final SimCheck.Connection check;
    private final WireDecoder decoder = new WireDecoder();
    private final ArrayDeque<byte[]> inbox = new ArrayDeque<>();
    private List<ServerMessage> out = new ArrayList<>();
    private SimServer server;
    private Session session;
    private boolean reading = true;
    private boolean serverEnd = true;
    private boolean gateEnd = true;
    private long toServerAt;
    private long toGateAt;
    private long taken;

    SimWire(SimClock clock, SimNetwork network, SimGate gate, SimCheck.Connection check) {
        this.clock = clock;
        this.network = network;
        this.gate = gate;
        this.check = check;
    }

    SimGate gate() {
        return gate;
    }

    // ---- gate's end ---------------------------------------------------------------------------------

    void accepted(SimServer by) {
        server = by;
        session = by.connect(this);
    }

    void send(GateMessage message) {
        byte[] bytes = message.toByteArray();
        toServerAt = Math.max(toServerAt, clock.nanos() + network.delayNanos());
        clock.at(toServerAt, () -> arrive(bytes));
    }

    /** The gate closes: what it sent before still arrives. */
    void closeByGate() {
        gateEnd = false;
        toServerAt = Math.max(toServerAt, clock.nanos() + network.delayNanos());
        clock.at(toServerAt, () -> goneAtServer(CloseReason.PEER_CLOSED));
    }

    /** The network breaks: the gate sees it at once, the server later, and some of what is under way may arrive. */
    void cut(long serverSeesAfterNanos) {
        cutGate();
        clock.after(serverSeesAfterNanos, () -> goneAtServer(CloseReason.IO_ERROR));
    }

    /** The server's machine or process is gone. */
    void serverGone() {
        serverEnd = false;
        clock.after(network.delayNanos(), this::cutGate);
    }

    private void cutGate() {
        if (gateEnd) {
            gateEnd = false;
            gate.onDisconnected(this);
        }
    }

    private void goneAtServer(CloseReason reason) {
        if (serverEnd && session != null) {
            serverEnd = false;
            session.onGone(reason);
        }
    }

    // ---- server's end, in ---------------------------------------------------------------------------

    private void arrive(byte[] bytes) {
        if (serverEnd && session != null) {
            inbox.add(bytes);
            read();
        }
    }

    private void read() {
        if (!serverEnd || !reading || inbox.isEmpty()) {
            return;
        }
        session.onRead();
        while (!inbox.isEmpty() && reading && !session.deaf()) {
            if (!take(inbox.peek())) {
                session.onRingFull();
                server.endOfPass();
                return;
            }
            inbox.poll();
        }
        session.onReadEnd(false, false);
        server.endOfPass();
    }

    /** False while the ring is full. */
    private boolean take(byte[] bytes) {
        int body = decoder.body(bytes, 0, bytes.length);
        switch (body) {
            case WireDecoder.HELLO -> {
                check.onHello(parse(bytes).getHello().getStreamId());
                return session.onHello(decoder.hello(bytes, 0, bytes.length));
            }
            case WireDecoder.HEARTBEAT -> {
                decoder.heartbeat(bytes, 0, bytes.length);
                session.onHeartbeat(decoder.sentAtUs(), decoder.echoUs());
                return true;
            }
            case WireDecoder.SCAN, WireDecoder.DEVICE_EVENT, WireDecoder.OUTCOME, WireDecoder.LOST -> {
                Slot slot = session.claim();
                if (slot == null) {
                    return false;
                }
                if (!decoder.decodeInto(body, bytes, 0, bytes.length, slot)) {
                    throw new AssertionError("a gate sent what does not parse");
                }
                check.onReceived(parse(bytes));
                session.onScan(slot);
                return true;
            }
            default -> {
                return true;
            }
        }
    }

    private static GateMessage parse(byte[] bytes) {
        try {
            return GateMessage.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    // ---- server's end, out --------------------------------------------------------------------------

    @Override
    public void send(ServerMessage message) {
        if (message.hasWelcome()) {
            check.onWelcome(message.getWelcome().getDurableSequence());
        }
        out.add(message);
    }

    @Override
    public void decision(long sequence, int verdict, int reasons, boolean attention) {
        Decision.Builder decision = Decision.newBuilder()
                .setSequence(sequence)
                .setVerdictValue(verdict)
                .setAttention(attention);
        for (int left = reasons; left != 0; left &= left - 1) {
            decision.addReasonsValue(Integer.numberOfTrailingZeros(left));
        }
        check.onDecision(decision.build());
        out.add(ServerMessage.newBuilder().setDecision(decision).build());
    }

    @Override
    public void ack(long durableSequence) {
        check.onAck(durableSequence);
        out.add(ServerMessage.newBuilder()
                .setAck(Ack.newBuilder().setDurableSequence(durableSequence))
                .build());
    }

    @Override
    public void heartbeat(long sentAtUs, long echoUs) {
        out.add(ServerMessage.newBuilder()
                .setHeartbeat(Heartbeat.newBuilder().setSentAtUs(sentAtUs).setEchoUs(echoUs))
                .build());
    }

    @Override
    public void flush() {
        if (!out.isEmpty()) {
            List<ServerMessage> frames = out;
            out = new ArrayList<>();
            toGateAt = Math.max(toGateAt, clock.nanos() + network.delayNanos());
            clock.at(toGateAt, () -> {
                taken += frames.size();
                frames.forEach(this::toGate);
            });
        }
    }

    private void toGate(ServerMessage message) {
        if (gateEnd) {
            gate.onMessage(message);
        }
    }

    @Override
    public void setReading(boolean on) {
        reading = on;
        if (on) {
            clock.after(0, this::read);
        }
    }

    @Override
    public long takenBytes() {
        return taken;
    }

    @Override
    public void end(CloseReason reason, ServerMessage refusal) {
        if (refusal != null) {
            if (refusal.getRefusal().getCode() == Refusal.Code.CODE_STREAM_CLOSED) {
                check.onStreamClosed(refusal.getRefusal().getExpectedSequence());
            }
            check.onEnd(reason);
            out.add(refusal);
            flush();
        }
        serverEnd = false;
        inbox.clear();
        toGateAt = Math.max(toGateAt, clock.nanos() + network.delayNanos());
        clock.at(toGateAt, this::cutGate);
    }
}
