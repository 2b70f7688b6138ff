package io.gatehouse.server.faults;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import io.gatehouse.client.GateClock;
import io.gatehouse.client.GateLink;
import io.gatehouse.client.GateListener;
import io.gatehouse.client.GateSession;
import io.gatehouse.client.GateState;
import io.gatehouse.client.MemoryGrantStore;
import io.gatehouse.client.MemorySpool;
import io.gatehouse.client.OfflinePolicy;
import io.gatehouse.client.ScanResult;
import io.gatehouse.client.SessionSettings;
import io.gatehouse.client.Surroundings;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Medium;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.proto.v1.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/** A device at a gate: the client library's own state machine over a spool that outlives it, on a wire of the simulator. */
final class SimDevice implements GateLink, GateClock, GateListener {
    private static final int SENT_KEPT = 20;

    private final String gate;
    private final SimClock clock;
    private final SimOptions options;
    private final SplittableRandom random;
    private final SimNet net;
    private final MemorySpool spool;
    private final List<GateMessage> sentHere = new ArrayList<>();
    private GateSession session;
    private SimConnection connection;
    private byte[] rest = {};
    private ScanResult lastResult;
    private long offsetUs;
    private boolean powered;

    SimDevice(String gate, SimClock clock, SimOptions options, SplittableRandom random, SimNet net) {
        this.gate = gate;
        this.clock = clock;
        this.options = options;
        this.random = random;
        this.net = net;
        this.spool = MemorySpool.create(random);
        this.offsetUs = random.nextInt(3) == 0 ? random.nextLong(-400_000_000L, 400_000_000L) : 0;
    }

    // ---- what happens to it -------------------------------------------------------------------------

    boolean powered() {
        return powered;
    }

    boolean drained() {
        return spool.first() > spool.highest() && session.state() == GateState.ONLINE;
    }

    String at() {
        return gate + " " + session.state() + " spool " + spool.first() + ".." + spool.highest();
    }

    /** Starts, or starts again, over what the spool holds. */
    void powerOn() {
        powerOff();
        OfflinePolicy coin = (input, grants) -> new OfflinePolicy.OwnDecision(
                random.nextBoolean() ? Verdict.VERDICT_ALLOW : Verdict.VERDICT_DENY, Reason.REASON_OK, false);
        session = new GateSession(
                new SessionSettings(
                        gate, SimSite.token(gate), "sim/1", 1, options.traffic().ownEvents()),
                spool,
                new MemoryGrantStore(),
                coin,
                this,
                new Surroundings(this, this, random.split()));
        powered = true;
        lastResult = null;
        session.start();
    }

    void powerOff() {
        close();
        powered = false;
    }

    void stepClock(long byUs) {
        offsetUs += byUs;
    }

    void scan(ByteString pass) {
        OptionalInt temperature =
                random.nextInt(4) == 0 ? OptionalInt.empty() : OptionalInt.of(355 + random.nextInt(30));
        Direction direction = random.nextBoolean() ? Direction.DIRECTION_ENTRY : Direction.DIRECTION_EXIT;
        session.scan(pass, direction, temperature, Medium.forNumber(random.nextInt(5)));
    }

    void notice() {
        session.deviceEvent(DeviceEvent.Kind.forNumber(1 + random.nextInt(11)), "\u95e8" + random.nextInt());
    }

    /** The guard does otherwise than the last result said. */
    void override() {
        if (lastResult != null) {
            session.report(lastResult, !lastResult.allowed(), random.nextBoolean() ? "g7" : "");
            lastResult = null;
        }
    }

    void timers() {
        if (powered && session.nextTimer() <= clock.nanos()) {
            session.onTimer();
        }
    }

    long nextTimer() {
        return powered ? session.nextTimer() : Long.MAX_VALUE;
    }

    // ---- the network tells --------------------------------------------------------------------------

    void onConnected(SimConnection over) {
        if (over == connection) {
            session.onConnected();
        }
    }

    void onDisconnected(SimConnection over) {
        over.gateClosed = true;
        if (over == connection) {
            connection = null;
            session.onDisconnected();
        }
    }

    /** A read of the gate; false where there is nothing to read. */
    boolean deliver(SimConnection over, int most) {
        if (over.gateClosed) {
            return false;
        }
        byte[] read = over.toGate.take(most);
        if (read.length == 0) {
            if (over.serverClosed && over.closeReachesGate) {
                onDisconnected(over);
                return true;
            }
            return false;
        }
        session.onBytes();
        byte[] all = java.util.Arrays.copyOf(rest, rest.length + read.length);
        System.arraycopy(read, 0, all, rest.length, read.length);
        int at = frames(over, all);
        if (over == connection) {
            rest = java.util.Arrays.copyOfRange(all, at, all.length);
            session.onReadEnd(at > 0, rest.length > 0);
        }
        over.taken();
        return true;
    }

    private int frames(SimConnection over, byte[] all) {
        int at = 0;
        try {
            while (over == connection) {
                CodedInputStream in = CodedInputStream.newInstance(all, at, all.length - at);
                int head = headBytes(all, at);
                if (head == 0) {
                    break;
                }
                int length = in.readRawVarint32();
                if (at + head + length > all.length) {
                    break;
                }
                ServerMessage message = ServerMessage.parseFrom(CodedInputStream.newInstance(all, at + head, length));
                at += head + length;
                over.check.onHeard(message);
                session.onMessage(message);
            }
        } catch (IOException e) {
            throw new Violation("bytes of the server that are no frame", e);
        }
        return at;
    }

    /** Bytes of the length that begins there; 0 where it is not whole. */
    private static int headBytes(byte[] all, int from) {
        for (int at = from; at < all.length; at++) {
            if (all[at] >= 0) {
                return at - from + 1;
            }
        }
        return 0;
    }

    // ---- the session asks ---------------------------------------------------------------------------

    @Override
    public void connect(int server) {
        rest = new byte[0];
        sentHere.clear();
        connection = net.connect(this);
    }

    @Override
    public void send(GateMessage message) {
        connection.sent(message, false);
        if (Ledger.sequence(message) != 0) {
            sentHere.add(message);
            if (sentHere.size() > SENT_KEPT) {
                sentHere.remove(0);
            }
            if (random.nextInt(100) < options.traffic().duplicates()) {
                connection.sent(sentHere.get(random.nextInt(sentHere.size())), true);
            }
        }
    }

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.gateClosed = true;
            connection.closeReachesServer = net.tellsServer();
            connection = null;
        }
    }

    @Override
    public long wallMicros() {
        return clock.wallUs() + offsetUs;
    }

    @Override
    public long nanoTime() {
        return clock.nanos();
    }

    @Override
    public void onResult(ScanResult result) {
        lastResult = result;
    }

    @Override
    public void onViolation(String what) {
        if (!what.startsWith("silent")) {
            throw new Violation(gate + ": " + what);
        }
    }
}
