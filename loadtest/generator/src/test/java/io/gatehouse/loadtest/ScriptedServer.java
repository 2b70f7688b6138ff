package io.gatehouse.loadtest;

import io.gatehouse.loadtest.site.Site;
import io.gatehouse.proto.v1.Ack;
import io.gatehouse.proto.v1.Command;
import io.gatehouse.proto.v1.Decision;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Heartbeat;
import io.gatehouse.proto.v1.Hello;
import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.proto.v1.Scan;
import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.proto.v1.Verdict;
import io.gatehouse.proto.v1.Welcome;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** A server by the generated classes and blocking sockets, that keeps to the protocol or breaks it where told. */
public final class ScriptedServer implements AutoCloseable {
    /** What it does wrong. */
    public enum Mischief {
        NONE,
        REFUSES,
        CLOSES_AFTER_100,
        SKIPS_A_DECISION,
        ACKS_UNDECIDED,
        SENDS_GARBAGE,
        NEVER_WELCOMES,
        /** Every hundredth decision of a gate is another than the right one. */
        LIES,
        /** Every hundredth decision of a gate comes twice. */
        ANSWERS_TWICE,
        /** Like CLOSES_AFTER_100, but one gate alone. */
        CLOSES_ONE_GATE,
        /** One gate's hundredth decision comes behind the next. */
        SWAPS_TWO
    }

    private static final int WINDOW = 64;

    private final ServerSocket listener;
    private final Mischief mischief;
    private final ScriptedJudge judge;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final Map<Long, AtomicLong> durable = new ConcurrentHashMap<>();
    /** Of the gate whose decisions are swapped: what is still to be decided. */
    private final AtomicReference<Scan> late = new AtomicReference<>();

    public final AtomicLong scans = new AtomicLong();
    public final AtomicLong heartbeatAnswers = new AtomicLong();
    public final AtomicLong ownHeartbeats = new AtomicLong();
    public final AtomicLong applied = new AtomicLong();
    public final List<String> complaints = new CopyOnWriteArrayList<>();
    public final List<Scan> seen = new CopyOnWriteArrayList<>();
    public volatile int heartbeatMs = 10_000;
    public volatile boolean remember;
    /** So many Hellos are told to come back. */
    public volatile int turnsAway;
    /** Connections are closed as they come. */
    public volatile boolean slamsTheDoor;

    /** One that knows the passes of the small site of seed 1. */
    public ScriptedServer(Mischief mischief) throws IOException {
        this(mischief, Sites.of(6, 1));
    }

    public ScriptedServer(Mischief mischief, Site site) throws IOException {
        this.mischief = mischief;
        this.judge = new ScriptedJudge(site);
        listener = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort());
    }

    private static void thread(Runnable what) {
        Thread thread = new Thread(what, "scripted");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                thread(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed by the test.
        }
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream());
                OutputStream out = new BufferedOutputStream(socket.getOutputStream())) {
            GateMessage first = GateMessage.parseDelimitedFrom(in);
            if (slamsTheDoor) {
                return;
            }
            if (first == null || mischief == Mischief.NEVER_WELCOMES) {
                in.read();
                return;
            }
            Hello hello = first.getHello();
            if (mischief == Mischief.REFUSES || hello.getToken().isEmpty()) {
                send(
                        out,
                        ServerMessage.newBuilder()
                                .setRefusal(Refusal.newBuilder()
                                        .setCode(Refusal.Code.CODE_UNAUTHENTICATED)
                                        .setMessage("who are you?")));
                out.flush();
                return;
            }
            if (turnsAway()) {
                Refusal.Builder later = Refusal.newBuilder()
                        .setCode(Refusal.Code.CODE_OVERLOADED)
                        .setRetryAfterMs(20);
                send(out, ServerMessage.newBuilder().setRefusal(later));
                out.flush();
                return;
            }
            AtomicLong held = durable.computeIfAbsent(hello.getStreamId(), id -> new AtomicLong());
            welcome(out, held.get());
            while (one(hello.getGateId(), in, out, held)) {
                if (in.available() == 0) {
                    boolean missing = mischief == Mischief.SKIPS_A_DECISION || swaps(hello.getGateId());
                    long upTo = missing ? Math.min(99, held.get()) : held.get();
                    send(out, ServerMessage.newBuilder().setAck(Ack.newBuilder().setDurableSequence(upTo)));
                    out.flush();
                }
            }
        } catch (IOException e) {
            // The gate went.
        }
    }

    private synchronized boolean turnsAway() {
        return turnsAway > 0 && turnsAway-- > 0;
    }

    private void welcome(OutputStream out, long held) throws IOException {
        send(
                out,
                ServerMessage.newBuilder()
                        .setWelcome(Welcome.newBuilder()
                                .setDurableSequence(held)
                                .setWindow(WINDOW)
                                .setHeartbeatMs(heartbeatMs)
                                .setJournalId(7)));
        send(out, ServerMessage.newBuilder().setHeartbeat(Heartbeat.newBuilder().setSentAtUs(77)));
        send(
                out,
                ServerMessage.newBuilder()
                        .setCommand(Command.newBuilder().setCommandId(5).setKind(Command.Kind.KIND_NORMAL)));
        out.flush();
    }

    private boolean one(String gate, InputStream in, OutputStream out, AtomicLong held) throws IOException {
        GateMessage message = GateMessage.parseDelimitedFrom(in);
        if (message == null) {
            return false;
        }
        switch (message.getBodyCase()) {
            case SCAN -> {
                return scan(gate, message.getScan(), out, held);
            }
            case HEARTBEAT -> {
                boolean answer = message.getHeartbeat().getEchoUs() == 77;
                (answer ? heartbeatAnswers : ownHeartbeats).incrementAndGet();
                if (!answer) {
                    Heartbeat.Builder echo = Heartbeat.newBuilder().setSentAtUs(78);
                    send(
                            out,
                            ServerMessage.newBuilder()
                                    .setHeartbeat(echo.setEchoUs(
                                            message.getHeartbeat().getSentAtUs())));
                }
            }
            case APPLIED -> applied.addAndGet(message.getApplied().getCommandId() == 5 ? 1 : 1000);
            default -> complaints.add("unexpected " + message.getBodyCase());
        }
        return true;
    }

    private boolean scan(String gate, Scan scan, OutputStream out, AtomicLong held) throws IOException {
        if (scan.getSequence() != held.get() + 1 || scan.getPassId().size() != 16) {
            complaints.add("scan " + scan.getSequence() + " after " + held.get());
        }
        held.set(scan.getSequence());
        scans.incrementAndGet();
        if (remember) {
            seen.add(scan);
        }
        boolean hundredth = scan.getSequence() == 100;
        boolean closes =
                mischief == Mischief.CLOSES_AFTER_100 || mischief == Mischief.CLOSES_ONE_GATE && gate.equals("g-1");
        if (hundredth && closes) {
            out.flush();
            return false;
        }
        if (hundredth && mischief == Mischief.SENDS_GARBAGE) {
            out.write(new byte[] {3, 0x12, 0x50, 0x01});
        }
        if (hundredth && mischief == Mischief.ACKS_UNDECIDED) {
            send(out, ServerMessage.newBuilder().setAck(Ack.newBuilder().setDurableSequence(100)));
        }
        if (hundredth && swaps(gate)) {
            late.set(scan);
        } else if (!hundredth || mischief != Mischief.SKIPS_A_DECISION) {
            decide(gate, scan, out);
        }
        if (!hundredth && late.get() != null && swaps(gate)) {
            decide(gate, late.getAndSet(null), out);
        }
        return true;
    }

    private boolean swaps(String gate) {
        return mischief == Mischief.SWAPS_TWO && gate.equals("g-1");
    }

    private void decide(String gate, Scan scan, OutputStream out) throws IOException {
        Decision.Builder decision = judge.decide(gate, scan);
        if (mischief == Mischief.LIES && scan.getSequence() % 100 == 0) {
            boolean allowed = decision.getVerdict() == Verdict.VERDICT_ALLOW;
            decision.setVerdict(allowed ? Verdict.VERDICT_DENY : Verdict.VERDICT_ALLOW);
        }
        send(out, ServerMessage.newBuilder().setDecision(decision));
        if (mischief == Mischief.ANSWERS_TWICE && scan.getSequence() % 100 == 0) {
            send(out, ServerMessage.newBuilder().setDecision(decision));
        }
    }

    private static void send(OutputStream out, ServerMessage.Builder message) throws IOException {
        message.build().writeDelimitedTo(out);
    }

    /** Breaks all connections; it goes on to listen. */
    public void breakAll() throws IOException {
        for (Socket socket : open) {
            open.remove(socket);
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        breakAll();
    }
}
