package io.gatehouse.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.Ack;
import io.gatehouse.proto.v1.Decision;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Heartbeat;
import io.gatehouse.proto.v1.Medium;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.proto.v1.Verdict;
import io.gatehouse.proto.v1.Welcome;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A session with virtual time and a link that records. */
final class Harness implements GateLink, GateClock, GateListener {
    static final long JOURNAL = 77;
    static final ByteString PASS =
            ByteString.copyFrom(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});

    final List<GateMessage> sent = new ArrayList<>();
    final List<Integer> connects = new ArrayList<>();
    final List<String> log = new ArrayList<>();
    final List<GateState> states = new ArrayList<>();
    final List<Long> acknowledged = new ArrayList<>();
    final Spool spool;
    final MemoryGrantStore grants = new MemoryGrantStore();
    final GateSession session;
    boolean open;
    boolean writable = true;
    long nanos = 1_000_000;
    long wallMicros = 1_580_000_000_000_000L;

    Harness() {
        this(new MemorySpool(5, 100_000));
    }

    Harness(Spool spool) {
        this(spool, 1, false, OfflinePolicy.SEE_THE_GUARD);
    }

    Harness(Spool spool, int servers, boolean ownEvents, OfflinePolicy policy) {
        this.spool = spool;
        SessionSettings settings =
                new SessionSettings("0171-02", ByteString.copyFromUtf8("secret"), "test/1", servers, ownEvents);
        session = new GateSession(
                settings, spool, grants, policy, this, new Surroundings(this, this, new SplittableRandom(1)));
    }

    // ---- outputs

    @Override
    public void connect(int server) {
        assertFalse(open, "two connections");
        open = true;
        connects.add(server);
    }

    @Override
    public void send(GateMessage message) {
        assertTrue(open, "sends without a connection");
        sent.add(message);
    }

    @Override
    public boolean writable() {
        return writable;
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public long wallMicros() {
        return wallMicros;
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public void onState(GateState state) {
        states.add(state);
    }

    @Override
    public void onDecision(long streamId, Decision decision, boolean obeyed) {
        log.add("decision " + decision.getSequence() + (obeyed ? " obeyed" : " ignored"));
    }

    @Override
    public void onAcknowledged(long streamId, long durableSequence) {
        acknowledged.add(durableSequence);
    }

    @Override
    public void onStream(long streamId, long keepFrom) {
        log.add("stream from " + keepFrom);
    }

    @Override
    public void onViolation(String what) {
        log.add("violation " + what);
    }

    @Override
    public void onText(String text) {
        log.add("text " + text);
    }

    // ---- time

    /** Moves both clocks, stopping at each timer on the way. */
    void advanceMs(long millis) {
        long target = nanos + TimeUnit.MILLISECONDS.toNanos(millis);
        while (session.nextTimer() <= target) {
            move(Math.max(nanos, session.nextTimer()));
            session.onTimer();
        }
        move(target);
    }

    private void move(long to) {
        wallMicros += TimeUnit.NANOSECONDS.toMicros(to) - TimeUnit.NANOSECONDS.toMicros(nanos);
        nanos = to;
    }

    /** Waits for the next attempt; returns how long that took, in ms. */
    long toConnecting() {
        long from = nanos;
        for (int i = 0; !open; i++) {
            assertTrue(i < 1_000, "no attempt");
            move(Math.max(nanos, session.nextTimer()));
            session.onTimer();
        }
        return TimeUnit.NANOSECONDS.toMillis(nanos - from);
    }

    // ---- the server's side

    Harness online(long durable, int check) {
        if (session.state() == GateState.OFFLINE && session.nextTimer() == Long.MAX_VALUE) {
            session.start();
        }
        greet(welcome(durable).setDurableCheck(check));
        assertEquals(GateState.ONLINE, session.state(), log.toString());
        return this;
    }

    Harness online() {
        return online(0, 0);
    }

    void greet(Welcome.Builder welcome) {
        toConnecting();
        session.onConnected();
        sent.clear();
        deliver(ServerMessage.newBuilder().setWelcome(welcome));
    }

    static Welcome.Builder welcome(long durable) {
        return Welcome.newBuilder()
                .setDurableSequence(durable)
                .setJournalId(JOURNAL)
                .setWindow(1_024)
                .setHeartbeatMs(10_000)
                .setDecisionDeadlineMs(300);
    }

    void deliver(ServerMessage.Builder message) {
        session.onMessage(message.build());
    }

    void ack(long durable) {
        deliver(ServerMessage.newBuilder().setAck(Ack.newBuilder().setDurableSequence(durable)));
    }

    void decide(long sequence, Verdict verdict, Reason... reasons) {
        deliver(ServerMessage.newBuilder()
                .setDecision(Decision.newBuilder()
                        .setSequence(sequence)
                        .setVerdict(verdict)
                        .addAllReasons(List.of(reasons))));
    }

    void allow(long sequence) {
        decide(sequence, Verdict.VERDICT_ALLOW, Reason.REASON_OK);
    }

    void refuse(Refusal.Code code, long expected, int retryAfterMs) {
        deliver(ServerMessage.newBuilder()
                .setRefusal(Refusal.newBuilder()
                        .setCode(code)
                        .setExpectedSequence(expected)
                        .setRetryAfterMs(retryAfterMs)));
    }

    void heartbeat(long sentAt, long echo) {
        deliver(ServerMessage.newBuilder()
                .setHeartbeat(Heartbeat.newBuilder().setSentAtUs(sentAt).setEchoUs(echo)));
    }

    void drop() {
        open = false;
        session.onDisconnected();
    }

    // ---- people

    CompletableFuture<ScanResult> scan() {
        return session.scan(PASS, Direction.DIRECTION_ENTRY, OptionalInt.of(366), Medium.MEDIUM_QR);
    }

    GateMessage last() {
        return sent.get(sent.size() - 1);
    }

    List<Long> sequences() {
        return sent.stream().map(Messages::sequence).filter(s -> s != 0).toList();
    }
}
