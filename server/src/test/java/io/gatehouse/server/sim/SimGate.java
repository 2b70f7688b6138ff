package io.gatehouse.server.sim;

import com.google.protobuf.ByteString;
import io.gatehouse.client.GateClock;
import io.gatehouse.client.GateLink;
import io.gatehouse.client.GateListener;
import io.gatehouse.client.GateSession;
import io.gatehouse.client.MemoryGrantStore;
import io.gatehouse.client.MemorySpool;
import io.gatehouse.client.OfflinePolicy;
import io.gatehouse.client.SessionSettings;
import io.gatehouse.client.Surroundings;
import io.gatehouse.proto.v1.Decision;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Medium;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.proto.v1.Verdict;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** One gate: the client library's state machine on a virtual wire, with people before it. */
final class SimGate implements GateLink, GateClock, GateListener {
    private final int number;
    private final SimClock clock;
    private final SplittableRandom random;
    private final SimCheck check;
    private final Consumer<SimWire> connector;
    private final SimNetwork network;
    private final SimOptions options;
    private MemorySpool spool;
    private MemorySpool other;
    private final long offsetUs;
    private GateSession session;
    private SimWire wire;
    private long armedAt = Long.MAX_VALUE;
    private long lastScanUs;

    /**
     * @param connector tries to reach the server with a wire, and says {@link #onConnected} or {@link #onDisconnected}
     */
    SimGate(
            int number,
            SimClock clock,
            SplittableRandom random,
            SimCheck check,
            SimNetwork network,
            SimOptions options,
            Consumer<SimWire> connector) {
        this.number = number;
        this.clock = clock;
        this.random = random;
        this.check = check;
        this.network = network;
        this.connector = connector;
        this.options = options;
        this.spool = new MemorySpool(random.nextLong() | 1, options.spool());
        this.offsetUs =
                random.nextInt(4) == 0 ? random.nextLong(-400_000_000, 400_000_000) : random.nextLong(-50_000, 50_000);
        boot();
    }

    /** The device starts, again too: its spool is still there. */
    void boot() {
        if (wire != null) {
            wire.closeByGate();
            wire = null;
        }
        OfflinePolicy coin = (input, grants) -> new OfflinePolicy.OwnDecision(
                random.nextBoolean() ? Verdict.VERDICT_ALLOW : Verdict.VERDICT_DENY, Reason.REASON_OK, false);
        session = new GateSession(
                new SessionSettings(
                        SimSite.gateId(number),
                        ByteString.copyFromUtf8(SimSite.token(number)),
                        "sim",
                        1,
                        random.nextBoolean()),
                spool,
                new MemoryGrantStore(),
                coin,
                this,
                new Surroundings(this, this, random.split()));
        session.start();
        arm();
    }

    /** The device is replaced by one with an empty spool, or by the one that stood there before. */
    void changeSpool() {
        check.mayLose(number);
        MemorySpool before = spool;
        spool = other != null && random.nextBoolean() ? other : new MemorySpool(random.nextLong() | 1, options.spool());
        other = before;
        boot();
    }

    void scan() {
        if (wallMicros() == lastScanUs) {
            return; // A scan is known by gate and time.
        }
        lastScanUs = wallMicros();
        long scannedAtUs = lastScanUs;
        long pass = 1 + random.nextInt(SimSite.PASSES + 4);
        ByteString id = ByteString.copyFrom(
                ByteBuffer.allocate(16).putLong(SimSite.HI).putLong(pass).array());
        OptionalInt temperature = switch (random.nextInt(8)) {
            case 0 -> OptionalInt.empty();
            case 1 -> OptionalInt.of(370 + random.nextInt(10));
            default -> OptionalInt.of(362 + random.nextInt(8));
        };
        Direction direction = random.nextBoolean() ? Direction.DIRECTION_ENTRY : Direction.DIRECTION_EXIT;
        check.onScan(number, scannedAtUs);
        GateSession asked = session;
        session.scan(id, direction, temperature, Medium.MEDIUM_QR).thenAccept(result -> {
            check.onResult(number, scannedAtUs, result.allowed());
            if (random.nextInt(40) == 0) {
                clock.after(random.nextLong(500 * SimClock.MILLI), () -> {
                    if (asked == session) {
                        check.onResult(number, scannedAtUs, !result.allowed());
                        session.report(result, !result.allowed(), "guard");
                        arm();
                    }
                });
            }
        });
        arm();
    }

    void deviceEvent() {
        session.deviceEvent(
                DeviceEvent.Kind.forNumber(3 + random.nextInt(9)), random.nextBoolean() ? "" : "seen at the door");
        arm();
    }

    /** The network between this gate and the server breaks. */
    void breakWire(long serverSeesAfterNanos) {
        if (wire != null) {
            wire.cut(serverSeesAfterNanos);
        }
    }

    boolean drained() {
        return spool.first() > spool.highest();
    }

    @Override
    public String toString() {
        return SimSite.gateId(number) + " " + session.state() + " spool " + spool.first() + ".." + spool.highest();
    }

    // ---- timers -------------------------------------------------------------------------------------

    private void arm() {
        long due = Math.max(session.nextTimer(), clock.nanos());
        if (due < armedAt) {
            armedAt = due;
            clock.at(due, () -> onTimer(due));
        }
    }

    private void onTimer(long due) {
        if (due == armedAt) {
            armedAt = Long.MAX_VALUE;
            if (session.nextTimer() <= clock.nanos()) {
                session.onTimer();
            }
            arm();
        }
    }

    // ---- the wire -----------------------------------------------------------------------------------

    void onConnected(SimWire over) {
        if (over == wire) {
            session.onConnected();
            arm();
        }
    }

    void onDisconnected(SimWire over) {
        if (over == wire) {
            wire = null;
            session.onDisconnected();
            arm();
        }
    }

    void onMessage(ServerMessage message) {
        session.onMessage(message);
        arm();
    }

    @Override
    public void connect(int server) {
        wire = new SimWire(clock, network, this, check.connection(number));
        SimWire over = wire;
        clock.after(network.delayNanos(), () -> {
            if (over == wire) {
                connector.accept(over);
            }
        });
    }

    @Override
    public void send(GateMessage message) {
        if (wire != null) {
            wire.send(message);
            if (!network.isCalm() && sequenced(message) && random.nextInt(options.doubledOneIn()) == 0) {
                check.count("sent twice");
                wire.send(message);
            }
        }
    }

    private static boolean sequenced(GateMessage message) {
        return message.hasScan() || message.hasDeviceEvent() || message.hasOutcome() || message.hasLost();
    }

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public void close() {
        if (wire != null) {
            wire.closeByGate();
            wire = null;
        }
    }

    // ---- clocks and news ----------------------------------------------------------------------------

    @Override
    public long wallMicros() {
        return clock.wallUs() + offsetUs;
    }

    @Override
    public long nanoTime() {
        return clock.nanos();
    }

    @Override
    public void onSent(long streamId, GateMessage message) {
        if (message.hasLost()) {
            check.mayLose(number);
            check.count("Lost");
        }
        check.onSent(number, streamId, message);
    }

    @Override
    public void onDecision(long streamId, Decision decision, boolean obeyed) {
        check.count(obeyed ? "obeyed" : "ignored");
    }

    @Override
    public void onViolation(String what) {
        check.violation("gate " + number + " says that the server broke the protocol: " + what);
    }

    @Override
    public void onStream(long streamId, long keepFrom) {
        check.count("new stream");
    }

    @Override
    public void onRefused(io.gatehouse.proto.v1.Refusal refusal) {
        check.count(refusal.getCode().name());
    }
}
