package io.gatehouse.server.process;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.Acted;
import io.gatehouse.proto.v1.Authority;
import io.gatehouse.proto.v1.Decision;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Heartbeat;
import io.gatehouse.proto.v1.Hello;
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
import java.util.SplittableRandom;
import java.util.TreeMap;

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
    private final TreeMap<Long, Scan> spool = new TreeMap<>();
    /** Every decision that came, by sequence: the first one; a second one has to be the same. */
    final TreeMap<Long, Decision> decisions = new TreeMap<>();

    long highest;
    long acknowledged;
    Welcome welcome;
    Refusal refusal;
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
        socket = new Socket();
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

    /** Everything that is not acknowledged again, in one write; what it acted on says so. */
    void resend() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (var entry : spool.entrySet()) {
            Decision decision = decisions.get(entry.getKey());
            if (decision != null && !entry.getValue().hasActed()) {
                entry.setValue(entry.getValue().toBuilder()
                        .setActed(Acted.newBuilder()
                                .setOpened(decision.getVerdict() == Verdict.VERDICT_ALLOW)
                                .setReason(decision.getReasons(0))
                                .setAuthority(Authority.AUTHORITY_SERVER))
                        .build());
            }
            GateMessage.newBuilder().setScan(entry.getValue()).build().writeDelimitedTo(bytes);
        }
        write(bytes.toByteArray());
    }

    /** New scans, in one write, as soon as the window has room for them. */
    void scan(int count) throws IOException {
        while (highest + count - acknowledged > welcome.getWindow()) {
            readOne();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            Scan scan = Scan.newBuilder()
                    .setSequence(++highest)
                    .setPassId(ByteString.copyFrom(passes[random.nextInt(passes.length)]))
                    .setScannedAtUs(nowUs())
                    .setDirection(random.nextBoolean() ? Direction.DIRECTION_ENTRY : Direction.DIRECTION_EXIT)
                    .setTemperatureDecicelsius(random.nextInt(50) == 0 ? 375 : 366)
                    .build();
            spool.put(highest, scan);
            GateMessage.newBuilder().setScan(scan).build().writeDelimitedTo(bytes);
        }
        write(bytes.toByteArray());
    }

    /** Reads until nothing is unanswered. */
    void awaitDecisions() throws IOException {
        while (!spool.isEmpty() && undecided(spool.lastEntry().getValue())) {
            readOne();
        }
    }

    private boolean undecided(Scan scan) {
        return !scan.hasActed() && !decisions.containsKey(scan.getSequence());
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
            case ACK -> acknowledge(message.getAck().getDurableSequence());
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
