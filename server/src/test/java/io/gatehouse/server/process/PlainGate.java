package io.gatehouse.server.process;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.Acted;
import io.gatehouse.proto.v1.Authority;
import io.gatehouse.proto.v1.Decision;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Heartbeat;
import io.gatehouse.proto.v1.Hello;
import io.gatehouse.proto.v1.Outcome;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.proto.v1.Scan;
import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.proto.v1.Verdict;
import io.gatehouse.proto.v1.Welcome;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import javax.net.SocketFactory;

/**
 * A gate that blocks, with the generated classes alone: it keeps each scan until it is acknowledged, resends after a
 * reconnect with what it did, and remembers all that it was told.
 */
final class PlainGate implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 30_000;

    final String gateId;
    final long streamId;
    private final ByteString token;
    private final byte[][] passes;
    private final SplittableRandom random;
    private final TreeMap<Long, GateMessage> spool = new TreeMap<>();
    /** Everything that was numbered, as it was first sent. */
    final TreeMap<Long, GateMessage> sent = new TreeMap<>();
    /** What it did with a scan, where it said so when it sent it again. */
    final TreeMap<Long, Acted> acted = new TreeMap<>();
    /** Every decision that came, by sequence: the first one; a second one has to be the same. */
    final TreeMap<Long, Decision> decisions = new TreeMap<>();

    long highest;
    long acknowledged;
    Welcome welcome;
    Refusal refusal;
    SocketFactory sockets = SocketFactory.getDefault();
    private Socket socket;
    private BufferedInputStream in;

    PlainGate(String gateId, String token, byte[][] passes, long seed) {
        this.gateId = gateId;
        this.token = ByteString.copyFromUtf8(token);
        this.passes = passes;
        this.random = new SplittableRandom(seed);
        this.streamId = random.nextLong() | 1;
    }

    /** Connects, says Hello, and drops what is durable. */
    Welcome connect(InetSocketAddress address) throws IOException {
        open(address);
        send(GateMessage.newBuilder().setHello(hello()).build());
        ServerMessage first = read();
        if (first.hasRefusal()) {
            refusal = first.getRefusal();
            throw new IOException("refused: " + refusal.getCode());
        }
        welcome = first.getWelcome();
        acknowledge(welcome.getDurableSequence());
        return welcome;
    }

    void open(InetSocketAddress address) throws IOException {
        socket = sockets.createSocket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(address, TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    }

    Hello.Builder hello() {
        return Hello.newBuilder()
                .setProtocolVersion(1)
                .setGateId(gateId)
                .setToken(token)
                .setStreamId(streamId)
                .setFirstSequence(spool.isEmpty() ? highest + 1 : spool.firstKey())
                .setSentAtUs(nowUs());
    }

    static long nowUs() {
        return System.currentTimeMillis() * 1_000;
    }

    /**
     * Everything that is not acknowledged again, in one write. What it acted on says so: what was decided, and some of
     * what was not, where it decided by itself.
     */
    void resend() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (var entry : spool.entrySet()) {
            if (entry.getValue().hasScan() && !entry.getValue().getScan().hasActed()) {
                act(entry);
            }
            entry.getValue().writeDelimitedTo(bytes);
        }
        write(bytes.toByteArray());
    }

    private void act(Map.Entry<Long, GateMessage> entry) {
        Decision decision = decisions.get(entry.getKey());
        Acted.Builder did = Acted.newBuilder();
        if (decision != null) {
            did.setAuthority(Authority.AUTHORITY_SERVER)
                    .setOpened(decision.getVerdict() == Verdict.VERDICT_ALLOW)
                    .setReason(decision.getReasons(0));
        } else if (random.nextBoolean()) {
            did.setAuthority(Authority.AUTHORITY_GATE)
                    .setOpened(random.nextBoolean())
                    .setReason(Reason.REASON_OK);
        } else {
            return;
        }
        GateMessage.Builder message = entry.getValue().toBuilder();
        message.getScanBuilder().setActed(did);
        entry.setValue(message.build());
        acted.put(entry.getKey(), did.build());
    }

    /** New scans, in one write, as soon as the window has room for them. */
    void scan(int count) throws IOException {
        send(count, false);
    }

    /** New messages, mostly scans, some of them events of the device and outcomes. */
    void mixed(int count) throws IOException {
        send(count, true);
    }

    private void send(int count, boolean mixed) throws IOException {
        while (highest + count - acknowledged > welcome.getWindow()) {
            readOne();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            GateMessage.Builder message = GateMessage.newBuilder();
            highest++;
            int kind = mixed ? random.nextInt(20) : 0;
            if (kind == 19) {
                drawDeviceEvent(message.getDeviceEventBuilder());
            } else if (kind == 18 && !decisions.isEmpty()) {
                drawOutcome(message.getOutcomeBuilder());
            } else {
                drawScan(message.getScanBuilder());
            }
            spool.put(highest, message.build());
            sent.put(highest, message.build());
            message.build().writeDelimitedTo(bytes);
        }
        write(bytes.toByteArray());
    }

    private void drawScan(Scan.Builder scan) {
        scan.setSequence(highest)
                .setPassId(ByteString.copyFrom(passes[random.nextInt(passes.length)]))
                .setScannedAtUs(nowUs())
                .setDirection(random.nextBoolean() ? Direction.DIRECTION_ENTRY : Direction.DIRECTION_EXIT)
                .setTemperatureDecicelsius(random.nextInt(50) == 0 ? 375 : 366);
    }

    private void drawDeviceEvent(DeviceEvent.Builder event) {
        DeviceEvent.Kind[] kinds = {
            DeviceEvent.Kind.KIND_DOOR_HELD, DeviceEvent.Kind.KIND_EMERGENCY_OPEN, DeviceEvent.Kind.KIND_EMERGENCY_END
        };
        event.setSequence(highest).setOccurredAtUs(nowUs()).setKind(kinds[random.nextInt(kinds.length)]);
    }

    /** A guard did otherwise than the last decision said. */
    private void drawOutcome(Outcome.Builder outcome) {
        Decision last = decisions.lastEntry().getValue();
        Scan scan = sent.get(last.getSequence()).getScan();
        outcome.setSequence(highest)
                .setScanSequence(scan.getSequence())
                .setPassId(scan.getPassId())
                .setDirection(scan.getDirection())
                .setActedAtUs(nowUs());
        outcome.getActedBuilder()
                .setOpened(last.getVerdict() != Verdict.VERDICT_ALLOW)
                .setAuthority(Authority.AUTHORITY_GUARD)
                .setOperator("g7");
    }

    /** Reads until nothing is unanswered. */
    void awaitDecisions() throws IOException {
        while (spool.values().stream().anyMatch(this::undecided)) {
            readOne();
        }
    }

    private boolean undecided(GateMessage message) {
        return message.hasScan()
                && !message.getScan().hasActed()
                && !decisions.containsKey(message.getScan().getSequence());
    }

    /** Reads until all is acknowledged. */
    void awaitAcks() throws IOException {
        while (!spool.isEmpty()) {
            readOne();
        }
    }

    /** Takes one message of the server. */
    ServerMessage readOne() throws IOException {
        ServerMessage message = read();
        switch (message.getBodyCase()) {
            case DECISION -> decided(message.getDecision());
            case ACK -> {
                long upTo = message.getAck().getDurableSequence();
                if (spool.headMap(upTo, true).values().stream().anyMatch(this::undecided)) {
                    throw new AssertionError("an ack of " + upTo + " before its decision");
                }
                acknowledge(upTo);
            }
            case HEARTBEAT -> answer(message.getHeartbeat());
            case REFUSAL -> {
                refusal = message.getRefusal();
                throw new IOException("refused: " + refusal.getCode());
            }
            default -> {
                // Welcome, modes and grants: nothing to do here.
            }
        }
        return message;
    }

    private void decided(Decision decision) {
        if (acted.containsKey(decision.getSequence())) {
            throw new AssertionError("a decision for what the gate acted on: " + decision);
        }
        Decision before = decisions.putIfAbsent(decision.getSequence(), decision);
        if (before != null && !before.equals(decision)) {
            throw new AssertionError("two decisions for one scan: " + before + decision);
        }
    }

    private void acknowledge(long sequence) {
        if (sequence < acknowledged || sequence > highest) {
            throw new AssertionError("an ack of " + sequence + " after " + acknowledged + ", sent " + highest);
        }
        acknowledged = sequence;
        spool.headMap(sequence, true).clear();
    }

    private void answer(Heartbeat heartbeat) throws IOException {
        if (heartbeat.getEchoUs() == 0) {
            send(GateMessage.newBuilder()
                    .setHeartbeat(Heartbeat.newBuilder().setSentAtUs(nowUs()).setEchoUs(heartbeat.getSentAtUs()))
                    .build());
        }
    }

    /** Whether the server has ended its output; waits for the next byte or that. */
    boolean ended() throws IOException {
        return in.read() < 0;
    }

    private ServerMessage read() throws IOException {
        ServerMessage message = ServerMessage.parseDelimitedFrom(in);
        if (message == null) {
            throw new EOFException("the server closed");
        }
        return message;
    }

    void send(GateMessage message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        message.writeDelimitedTo(bytes);
        write(bytes.toByteArray());
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
        }
    }
}
