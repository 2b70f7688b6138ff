package io.gatehouse.client;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Medium;
import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.proto.v1.Welcome;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * The gate's side of the protocol as a plain state machine: no socket, no thread, no clock of its own. Whoever drives it
 * calls the inputs on one thread, and {@link #onTimer} at or after {@link #nextTimer}, which may have moved after any
 * input. Outputs go to the {@link GateLink} and the {@link GateListener}.
 */
public final class GateSession {
    private final SessionSettings settings;
    private final Spool spool;
    private final GrantStore grants;
    private final GateListener listener;
    private final Surroundings around;
    private final Outbox outbox;
    private final SelfDecider self;
    private final ScanDesk desk;
    private final Orders orders;
    private final Liveness liveness;
    private final Backoff backoff;
    private final ClockWatch clockWatch;
    private final MalformedTwice malformed;

    private GateState state = GateState.OFFLINE;
    private boolean running;
    private int server;
    private long connectAt;
    private long welcomedAt;
    private long startOfRun;

    /** Creates a session that does nothing before {@link #start}, except that scans are decided by the gate itself. */
    public GateSession(
            SessionSettings settings,
            Spool spool,
            GrantStore grants,
            OfflinePolicy policy,
            GateListener listener,
            Surroundings around) {
        this.settings = settings;
        this.spool = spool;
        this.grants = grants;
        this.listener = listener;
        this.around = around;
        this.outbox = new Outbox(spool, around.link(), listener);
        this.self = new SelfDecider(grants, policy);
        this.desk = new ScanDesk(spool, outbox, self, around.clock(), listener, settings.ownEvents());
        this.orders = new Orders(grants, listener);
        this.liveness = new Liveness(around.clock());
        this.backoff = new Backoff(around.random());
        this.malformed = new MalformedTwice(spool);
        this.clockWatch = new ClockWatch(around.clock());
        this.startOfRun = spool.highest() + 1;
        desk.settleLeftovers();
    }

    /** Begins to connect, after a first back-off. */
    public void start() {
        if (running) {
            throw new IllegalStateException("started already");
        }
        running = true;
        ownEvent(DeviceEvent.Kind.KIND_STARTED);
        connectAt = around.clock().nanoTime() + backoff.nextDelayNs(0);
    }

    /** Decides what waits, closes the connection and stays away. What is not acknowledged stays in the spool. */
    public void close() {
        if (!running) {
            return;
        }
        running = false;
        desk.decideAll();
        ownEvent(DeviceEvent.Kind.KIND_STOPPING);
        outbox.pump();
        if (state == GateState.ONLINE || state == GateState.CONNECTING) {
            around.link().close();
        }
        outbox.onDisconnected();
        orders.onDisconnected();
        enter(GateState.OFFLINE);
    }

    public GateState state() {
        return state;
    }

    /** Returns the reading of {@link GateClock#nanoTime} at which {@link #onTimer} is due; {@code Long.MAX_VALUE}: never. */
    public long nextTimer() {
        long due = desk.nextTimer();
        if (!running) {
            return due;
        }
        return switch (state) {
            case OFFLINE, DRAINING -> Math.min(due, connectAt);
            case CONNECTING, ONLINE -> Math.min(due, liveness.nextTimer());
        };
    }

    /** Does what is due. Called early it does nothing. */
    public void onTimer() {
        before();
        if (running) {
            switch (state) {
                case OFFLINE, DRAINING -> connectIfDue();
                case CONNECTING, ONLINE -> keepAlive();
            }
        }
        outbox.pump();
    }

    private void connectIfDue() {
        if (around.clock().nanoTime() >= connectAt) {
            liveness.onConnecting();
            welcomedAt = 0;
            enter(GateState.CONNECTING);
            around.link().connect(server);
        }
    }

    private void keepAlive() {
        if (liveness.silent()) {
            violation("silent for too long, or a frame that does not end");
            return;
        }
        GateMessage heartbeat = liveness.dueHeartbeat();
        if (heartbeat != null) {
            around.link().send(heartbeat);
        }
    }

    // ---- what people and sensors do -----------------------------------------------------------

    /**
     * Takes a scan. It is in the spool when this returns.
     *
     * @param passId 16 bytes; others are recorded too, cut at 64
     * @param temperatureDecicelsius 366 = 36.6 °C, 0 to 65,534 (others are brought into that range); empty = not measured
     * @return completes on this thread, at once where the gate decides by itself; exceptionally only where the spool fails
     */
    public CompletableFuture<ScanResult> scan(
            ByteString passId, Direction direction, OptionalInt temperatureDecicelsius, Medium medium) {
        before();
        CompletableFuture<ScanResult> result = new CompletableFuture<>();
        try {
            desk.scan(desk.input(passId, direction, temperatureDecicelsius), medium, result);
        } catch (RuntimeException failed) {
            result.completeExceptionally(failed);
        }
        outbox.pump();
        return result;
    }

    /**
     * Spools what the device noticed. KIND_EMERGENCY_OPEN makes the gate open for all when it decides by itself, until
     * KIND_EMERGENCY_END.
     *
     * @param detail cut at 200 bytes
     */
    public void deviceEvent(DeviceEvent.Kind kind, String detail) {
        before();
        append(kind, detail);
        outbox.pump();
    }

    /**
     * States that the gate did otherwise than the result said: the guard overrode it, or the door did.
     *
     * @param operator the guard's short staff id, never a name; empty where the gate itself did it
     */
    public void report(ScanResult result, boolean opened, String operator) {
        before();
        desk.report(result, opened, operator);
        outbox.pump();
    }

    private void ownEvent(DeviceEvent.Kind kind) {
        if (settings.ownEvents()) {
            append(kind, "");
        }
    }

    private void append(DeviceEvent.Kind kind, String detail) {
        self.onDeviceEvent(kind);
        outbox.append(DeviceEvent.newBuilder()
                .setOccurredAtUs(around.clock().wallMicros())
                .setKind(kind)
                .setDetail(Messages.cut(detail, Messages.MAX_DETAIL)));
    }

    // ---- what the network does ----------------------------------------------------------------

    /** The connection that was asked for stands. */
    public void onConnected() {
        liveness.onBytes();
        around.link().send(Greeting.hello(settings, spool, grants, around.clock()));
    }

    /** The connection ended, or the attempt failed. */
    public void onDisconnected() {
        if (state == GateState.CONNECTING || state == GateState.ONLINE) {
            before();
            ended(0, GateState.OFFLINE, state == GateState.ONLINE);
        }
    }

    /** Bytes came, of whatever kind: a sign of life. */
    public void onBytes() {
        liveness.onBytes();
    }

    /**
     * A read ended.
     *
     * @param completedAny whether it completed a frame
     * @param withinFrame whether the first bytes of a further frame are there: it has to be whole within 10 s
     */
    public void onReadEnd(boolean completedAny, boolean withinFrame) {
        liveness.onReadEnd(completedAny, withinFrame);
    }

    /** {@link GateLink#writable} has become true. */
    public void onWritable() {
        outbox.pump();
    }

    /** The server sent bytes that are no frame. One line for a person. */
    public void onBadFrame(String what) {
        before();
        if (state == GateState.CONNECTING || state == GateState.ONLINE) {
            violation(what);
        }
    }

    /** A message of the server came. */
    public void onMessage(ServerMessage message) {
        before();
        liveness.onBytes();
        switch (state) {
            case ONLINE -> onServing(message);
            case CONNECTING -> onGreeting(message);
            default -> {
                // Behind a Refusal nothing counts.
            }
        }
        outbox.pump();
    }

    private void onGreeting(ServerMessage message) {
        switch (message.getBodyCase()) {
            case WELCOME -> onWelcome(message.getWelcome());
            case REFUSAL -> onRefusal(message.getRefusal());
            case BODY_NOT_SET -> {}
            default -> violation(message.getBodyCase() + " before Welcome");
        }
    }

    private void onServing(ServerMessage message) {
        switch (message.getBodyCase()) {
            case DECISION -> desk.onDecision(message.getDecision());
            case ACK -> onAck(message.getAck().getDurableSequence());
            case HEARTBEAT -> confirm(liveness.answer(message.getHeartbeat()));
            case COMMAND -> confirm(orders.onCommand(message.getCommand()));
            case GRANTS -> confirm(orders.onGrants(message.getGrants()));
            case REFUSAL -> onRefusal(message.getRefusal());
            case WELCOME -> violation("a second Welcome");
            case BODY_NOT_SET -> {}
        }
    }

    private void onWelcome(Welcome welcome) {
        liveness.onWelcome(welcome.getHeartbeatMs());
        desk.deadline(welcome.getDecisionDeadlineMs());
        if (spool.journalId() != 0 && spool.journalId() != welcome.getJournalId()) {
            beginAnew(welcome.getJournalId(), outbox.acknowledged() + 1);
            return;
        }
        long keepFrom = StreamCheck.keepFrom(spool, welcome, startOfRun);
        if (keepFrom != 0) {
            beginAnew(welcome.getJournalId(), keepFrom);
            return;
        }
        if (spool.journalId() == 0) {
            spool.journalId(welcome.getJournalId());
        }
        welcomedAt = around.clock().nanoTime();
        outbox.onWelcome(welcome);
        enter(GateState.ONLINE);
    }

    /** A stream is named by Hello only, so a new one takes a new connection. */
    private void beginAnew(long journalId, long keepFrom) {
        beginStream(journalId, keepFrom);
        around.link().close();
        ended(0, GateState.OFFLINE, true);
    }

    private void onAck(long durableSequence) {
        if (!outbox.onAck(durableSequence)) {
            violation("Ack of " + durableSequence + ", sent through " + outbox.sentThrough());
        }
    }

    /** Goes out ahead of every sequenced message that still waits. */
    private void confirm(GateMessage answer) {
        if (answer != null) {
            around.link().send(answer);
        }
    }

    private void onRefusal(Refusal refusal) {
        listener.onRefused(refusal);
        around.link().close();
        boolean stay = state == GateState.ONLINE;
        switch (refusal.getCode()) {
            case CODE_STREAM_CLOSED -> {
                beginStream(
                        spool.journalId(),
                        StreamCheck.closedKeepFrom(
                                spool, refusal.getExpectedSequence(), outbox.acknowledged(), startOfRun));
                stay = true;
            }
            case CODE_MALFORMED -> malformed.onRefused(refusal.getExpectedSequence(), outbox.sentThrough());
            default -> {
                // A gap needs no more than the next Welcome, which says where to go on.
            }
        }
        boolean planned = refusal.getCode() == Refusal.Code.CODE_SHUTTING_DOWN;
        ended(refusal.getRetryAfterMs(), planned ? GateState.DRAINING : GateState.OFFLINE, stay);
    }

    private void beginStream(long journalId, long keepFrom) {
        long from = outbox.beginStream(Messages.drawStreamId(around.random()), journalId, keepFrom);
        desk.onNewStream(new Renumbering(from));
        startOfRun = 1;
        malformed.clear();
        restateEmergency();
    }

    /** The server forgets a gate's own emergency opening with a new stream or a Lost; the gate still stands open. */
    private void restateEmergency() {
        if (self.emergencyHere()) {
            append(DeviceEvent.Kind.KIND_EMERGENCY_OPEN, "still open");
        }
    }

    private void violation(String what) {
        listener.onViolation(what);
        around.link().close();
        ended(0, GateState.OFFLINE, state == GateState.ONLINE);
    }

    /** @param stay whether the next attempt goes to the same server of the list */
    private void ended(int retryAfterMs, GateState next, boolean stay) {
        long now = around.clock().nanoTime();
        if (state == GateState.ONLINE) {
            backoff.onStood(now - welcomedAt);
        }
        if (!stay) {
            server = (server + 1) % settings.servers();
        }
        outbox.onDisconnected();
        orders.onDisconnected();
        connectAt = now + backoff.nextDelayNs(retryAfterMs);
        enter(next);
    }

    private void enter(GateState next) {
        if (state != next) {
            state = next;
            listener.onState(next);
        }
    }

    /** Before anything else: a stepped clock, then the deadlines that passed, so that a late decision is late. */
    private void before() {
        long step = clockWatch.step();
        if (step != 0) {
            spool.shiftTimes(outbox.sentThrough() + 1, step);
        }
        if (outbox.takeStatedLoss()) {
            restateEmergency();
        }
        desk.expire();
    }
}
