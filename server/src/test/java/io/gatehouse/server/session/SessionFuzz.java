package io.gatehouse.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.Acted;
import io.gatehouse.proto.v1.Applied;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Heartbeat;
import io.gatehouse.proto.v1.Hello;
import io.gatehouse.proto.v1.Lost;
import io.gatehouse.proto.v1.Outcome;
import io.gatehouse.proto.v1.Scan;
import io.gatehouse.server.fuzz.FuzzInput;
import io.gatehouse.server.transport.FrameFeed;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Gates that do anything, in any order, at any time, on one event loop with engine and journal behind it. An input is a
 * list of steps, each an octet and what {@link #step} reads behind it.
 */
public final class SessionFuzz {
    private static final SessionOptions OPTIONS = new SessionOptions(8, 10_000, 300, 5_000, 10_000, 10_000, 2);
    private static final String[] GATES = {"1-01", "1-02", "1-01", "9-99"};
    private static final int MOST_GATES = 12;
    private static final int MOST_STEPS = 400;

    static final int CONNECT = 0;
    static final int CHOOSE = 1;
    static final int HELLO = 2;
    static final int SCAN = 3;
    static final int HEARTBEAT = 4;
    static final int MESSAGE = 5;
    static final int RAW = 6;
    static final int OTHER = 7;
    static final int PIPELINE = 8;
    static final int TIME = 9;
    static final int WORLD = 10;
    static final int PIECES = 11;
    static final int STOP = 12;
    private static final int STEPS = 13;

    static {
        QuietNews.please();
    }

    private final FuzzInput input;
    private final SessionSite site = new SessionSite(16, OPTIONS);
    private final FrameFeed.Loop loop = new FrameFeed.Loop();
    private final List<FuzzedGate> gates = new ArrayList<>();
    private FuzzedGate gate;
    private int pieces;
    private boolean stopping;

    private SessionFuzz(FuzzInput input) {
        this.input = input;
    }

    /** Jazzer calls it first: the time that classes take to load is not that of an input. */
    public static void fuzzerInitialize() {
        seeds().values().forEach(SessionFuzz::fuzzerTestOneInput);
    }

    public static void fuzzerTestOneInput(byte[] bytes) {
        new SessionFuzz(new FuzzInput(bytes)).run();
    }

    private void run() {
        connect(0);
        for (int i = 0; i < MOST_STEPS && input.hasMore(); i++) {
            step(input.octet() % STEPS);
            settled();
        }
        end();
    }

    private void step(int what) {
        switch (what) {
            case CONNECT -> connect(input.octet() % GATES.length);
            case CHOOSE -> gate = gates.get(input.octet() % gates.size());
            case HELLO -> hello(input.octet(), input.octet());
            case SCAN -> scan(input.octet(), input.octet());
            case HEARTBEAT -> heartbeat(input.octet(), input.octet());
            case MESSAGE -> message(input.take(input.octet()));
            case RAW -> gate.send(input.take(input.octet()), pieces);
            case OTHER -> other(input.octet(), input.octet());
            case PIPELINE -> pipeline(input.octet());
            case TIME -> site.tick(input.octet() * 100L);
            case WORLD -> world(input.octet());
            case PIECES -> pieces = input.octet();
            default -> stop(input.octet());
        }
    }

    private void settled() {
        for (FuzzedGate one : gates) {
            one.pump();
            one.checkState();
        }
        if (!site.failures.isEmpty()) {
            throw new AssertionError("the pipeline failed", site.failures.get(0));
        }
    }

    /** Whatever happened: with the server well again and the gates silent, no connection outlives its deadlines. */
    private void end() {
        site.spaceLow = false;
        gates.forEach(one -> one.session.reading().onWritable(true));
        for (int second = 0; second < 60; second++) {
            site.tick(1_000);
            site.settle();
            settled();
        }
        if (gates.stream().anyMatch(one -> one.link.ended == null)) {
            // Deadlines stand still while a server that stops does not read; it ends all itself.
            assertTrue(stopping, "a connection outlives its deadlines");
            site.sessions.closeAll(CloseReason.SHUTTING_DOWN);
        }
        settled();
        assertEquals(0, site.sessions.sessions());
    }

    // ---- what gates do ------------------------------------------------------------------------------

    private void connect(int which) {
        if (gates.size() < MOST_GATES) {
            Visitor visitor = site.door.arrive(InetAddress.getLoopbackAddress());
            assertNull(visitor.refused());
            gate = new FuzzedGate(GATES[which], visitor, site, loop);
            gates.add(gate);
        }
    }

    private void hello(int flags, int first) {
        gate.nextSequence = Math.max(1, first);
        gate.send(
                GateMessage.newBuilder()
                        .setHello(Hello.newBuilder()
                                .setProtocolVersion((flags & 2) == 0 ? 1 : 2)
                                .setGateId(gate.id)
                                .setToken((flags & 1) == 0 ? gate.token() : ByteString.copyFromUtf8("another"))
                                .setStreamId(500 + (flags >> 4))
                                .setFirstSequence(first)
                                .setSentAtUs((flags & 4) == 0 ? site.clock.wallUs() : 0)
                                .setSoftware((flags & 8) == 0 ? "fuzz/1" : ""))
                        .build(),
                pieces);
    }

    private long sequence(int given) {
        return given == 0 ? gate.nextSequence++ : given;
    }

    private void scan(int sequence, int pass) {
        byte[] id = ByteBuffer.allocate(16)
                .putLong(SessionSite.HI)
                .putLong(pass & 15)
                .array();
        Scan.Builder scan = Scan.newBuilder()
                .setSequence(sequence(sequence))
                .setPassId(ByteString.copyFrom(id, 0, (pass & 16) == 0 ? 16 : 7))
                .setScannedAtUs(site.clock.wallUs())
                .setDirection(Direction.forNumber(pass >> 5 & 1))
                .setTemperatureDecicelsius(366);
        if ((pass & 64) != 0) {
            scan.setActed(Acted.newBuilder().setOpened((pass & 128) != 0).setReasonValue(1));
        }
        gate.send(GateMessage.newBuilder().setScan(scan).build(), pieces);
    }

    private void heartbeat(int sent, int echo) {
        gate.send(
                GateMessage.newBuilder()
                        .setHeartbeat(Heartbeat.newBuilder()
                                .setSentAtUs(sent == 0 ? 0 : site.clock.wallUs() + sent)
                                .setEchoUs(echo == 0 ? 0 : site.clock.wallUs() - echo))
                        .build(),
                pieces);
    }

    private void message(byte[] message) {
        byte[] length = message.length < 128
                ? new byte[] {(byte) message.length}
                : new byte[] {(byte) message.length, (byte) (message.length >> 7)};
        gate.send(length, pieces);
        gate.send(message, pieces);
    }

    private void other(int kind, int given) {
        GateMessage.Builder message = GateMessage.newBuilder();
        switch (kind & 3) {
            case 0 ->
                message.setLost(Lost.newBuilder()
                        .setSequence(sequence(given))
                        .setFirstSequence(kind >> 2 & 7)
                        .setAcknowledged((kind & 32) != 0)
                        .setDetail("worn out"));
            case 1 ->
                message.setDeviceEvent(
                        DeviceEvent.newBuilder().setSequence(sequence(given)).setKindValue(kind >> 2 & 15));
            case 2 ->
                message.setOutcome(Outcome.newBuilder()
                        .setSequence(sequence(given))
                        .setScanSequence(kind >> 2 & 15)
                        .setActed(Acted.newBuilder().setOpened(true).setReasonValue(kind >> 6)));
            default -> message.setApplied(Applied.newBuilder());
        }
        gate.send(message.build(), pieces);
    }

    // ---- what the server and the world do -------------------------------------------------------------

    private void pipeline(int what) {
        switch (what % 5) {
            case 0 -> site.settle();
            case 1 -> site.decide();
            case 2 -> site.reply();
            case 3 -> site.commit();
            default -> site.quiet();
        }
    }

    private void world(int what) {
        switch (what % 6) {
            case 0 -> gate.session.reading().onWritable(false);
            case 1 -> gate.session.reading().onWritable(true);
            case 2 -> site.spaceLow = !site.spaceLow;
            case 3 -> gate.session.onGone(CloseReason.PEER_CLOSED);
            case 4 -> gate.link.taken += 100;
            default -> site.clock.stepUs += ((what >> 4) - 8) * 1_000_000L;
        }
    }

    private void stop(int what) {
        switch (what % 4) {
            case 0 -> {
                stopping = true;
                site.sessions.stopReading();
            }
            case 1 -> site.sessions.closeAll(CloseReason.SHUTTING_DOWN);
            default -> site.sessions.onTick();
        }
    }

    // ---- seeds ----------------------------------------------------------------------------------------

    public static Map<String, byte[]> seeds() {
        return SessionSeeds.all();
    }
}
