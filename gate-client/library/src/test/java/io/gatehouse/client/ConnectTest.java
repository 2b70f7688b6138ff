package io.gatehouse.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.Hello;
import io.gatehouse.proto.v1.Refusal.Code;
import io.gatehouse.proto.v1.ServerMessage;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectTest {
    @Test
    void theFirstFrameIsHelloAndNothingElseBeforeWelcome() {
        Harness gate = new Harness();
        gate.scan();
        gate.session.start();
        gate.toConnecting();
        assertEquals(GateState.CONNECTING, gate.session.state());
        gate.session.onConnected();
        gate.scan();
        gate.session.deviceEvent(DeviceEvent.Kind.KIND_TAMPER, "");
        gate.session.onWritable();
        gate.advanceMs(11_000);
        assertEquals(1, gate.sent.size());
        Hello hello = gate.last().getHello();
        assertEquals(1, hello.getProtocolVersion());
        assertEquals("0171-02", hello.getGateId());
        assertEquals(ByteString.copyFromUtf8("secret"), hello.getToken());
        assertEquals(5, hello.getStreamId());
        assertEquals(1, hello.getFirstSequence());
        assertEquals(0, hello.getJournalId());
        assertEquals("test/1", hello.getSoftware());
        assertNotEquals(0, hello.getSentAtUs());
    }

    @Test
    void helloNamesWhatTheGateHolds() {
        Harness gate = new Harness().online();
        gate.scan();
        gate.allow(1);
        gate.scan();
        gate.allow(2);
        gate.ack(1);
        gate.drop();
        gate.toConnecting();
        gate.session.onConnected();
        assertEquals(2, gate.last().getHello().getFirstSequence());
        assertEquals(Harness.JOURNAL, gate.last().getHello().getJournalId());
    }

    @Test
    void anythingButWelcomeOrRefusalBeforeWelcomeEndsTheConnection() {
        Harness gate = new Harness();
        gate.session.start();
        gate.toConnecting();
        gate.session.onConnected();
        gate.deliver(ServerMessage.newBuilder());
        assertTrue(gate.open, "a message without a known body is ignored");
        gate.ack(0);
        assertFalse(gate.open);
        assertEquals(List.of("violation ACK before Welcome"), gate.log);
    }

    @Test
    void aSecondWelcomeAndABadFrameEndTheConnection() {
        Harness gate = new Harness().online();
        gate.deliver(ServerMessage.newBuilder().setWelcome(Harness.welcome(0)));
        assertFalse(gate.open);
        gate.online();
        gate.session.onBadFrame("padded");
        assertFalse(gate.open);
        assertEquals(GateState.OFFLINE, gate.session.state());
    }

    @Test
    void backOffDoublesToThirtySecondsWithFullJitterTheFirstAttemptIncluded() {
        long[] most = new long[12];
        long[] least = new long[12];
        java.util.Arrays.fill(least, Long.MAX_VALUE);
        for (int seed = 0; seed < 2_000; seed++) {
            Backoff backoff = new Backoff(new SplittableRandom(seed));
            for (int i = 0; i < most.length; i++) {
                long millis = TimeUnit.NANOSECONDS.toMillis(backoff.nextDelayNs(0));
                most[i] = Math.max(most[i], millis);
                least[i] = Math.min(least[i], millis);
            }
        }
        for (int i = 0; i < most.length; i++) {
            long ceiling = Math.min(30_000, 250L << i);
            assertTrue(most[i] <= ceiling && most[i] > ceiling * 9 / 10, i + ": " + most[i]);
            assertTrue(least[i] < ceiling / 10, i + ": " + least[i]);
        }
    }

    @Test
    void theServersDelayIsKeptToTheMillisecondWithoutJitter() {
        Harness gate = new Harness().online();
        gate.refuse(Code.CODE_SHUTTING_DOWN, 0, 17_123);
        assertEquals(GateState.DRAINING, gate.session.state());
        assertEquals(17_123, gate.toConnecting());
        assertEquals(
                List.of(GateState.CONNECTING, GateState.ONLINE, GateState.DRAINING, GateState.CONNECTING), gate.states);
    }

    @Test
    void backOffStartsAfreshOnlyAfterTenSeconds() {
        assertEquals(250, ceilingAfter(10_000), 1);
        assertEquals(30_000, ceilingAfter(9_999), 1);
    }

    /** Highest delay over many seeds after 20 failures and a connection that stood so long. */
    private static long ceilingAfter(long stoodMs) {
        long most = 0;
        for (int seed = 0; seed < 3_000; seed++) {
            Backoff backoff = new Backoff(new SplittableRandom(seed));
            for (int i = 0; i < 20; i++) {
                backoff.nextDelayNs(0);
            }
            backoff.onStood(TimeUnit.MILLISECONDS.toNanos(stoodMs));
            most = Math.max(most, TimeUnit.NANOSECONDS.toMillis(backoff.nextDelayNs(0)));
        }
        return most > 29_000 ? 30_000 : most > 245 && most <= 250 ? 250 : most;
    }

    @Test
    void aConnectionThatStoodIsToldToTheBackOff() {
        Harness gate = new Harness();
        gate.session.start();
        for (int i = 0; i < 12; i++) {
            gate.toConnecting();
            gate.drop();
        }
        gate.online();
        gate.heartbeat(1, 0);
        gate.advanceMs(10_000);
        gate.drop();
        assertTrue(gate.toConnecting() <= 250);
    }

    @Test
    void theNextServerIsTriedWhereOneDoesNotWelcome() {
        Harness gate = new Harness(new MemorySpool(5, 10), 3, false, OfflinePolicy.SEE_THE_GUARD);
        gate.session.start();
        for (int i = 0; i < 4; i++) {
            gate.toConnecting();
            gate.drop();
        }
        assertEquals(List.of(0, 1, 2, 0), gate.connects);
        gate.online();
        gate.drop();
        gate.toConnecting();
        assertEquals(List.of(0, 1, 2, 0, 1, 1), gate.connects, "a server that had welcomed the gate is tried again");
    }

    @ParameterizedTest
    @EnumSource(
            value = Code.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"UNRECOGNIZED"})
    void afterAnyRefusalNothingCountsAndTheGateComesBack(Code code) {
        Harness gate = new Harness().online();
        gate.refuse(code, 1, 0);
        assertFalse(gate.open);
        gate.ack(5);
        assertEquals(List.of(0L), gate.acknowledged);
        gate.online();
        assertEquals(2, gate.connects.size());
    }

    @Test
    void aClosedSessionStaysAwayAndStillDecides() throws Exception {
        Harness gate = new Harness(new MemorySpool(5, 10), 1, true, OfflinePolicy.SEE_THE_GUARD).online();
        var waits = gate.scan();
        gate.session.close();
        assertEquals(ScanResult.Source.GATE, waits.get().source());
        assertEquals(
                DeviceEvent.Kind.KIND_STOPPING, gate.last().getDeviceEvent().getKind());
        assertFalse(gate.open);
        assertEquals(Long.MAX_VALUE, gate.session.nextTimer());
        assertEquals(ScanResult.Source.GATE, gate.scan().get().source());
    }

    @Test
    void aHelloFitsInto512Bytes() {
        String id = "x".repeat(64);
        Hello largest = Hello.newBuilder()
                .setProtocolVersion(1)
                .setGateId(id)
                .setToken(ByteString.copyFrom(new byte[256]))
                .setStreamId(-1)
                .setFirstSequence(-1)
                .setRosterVersion(-1)
                .setSoftware(new SessionSettings(id, ByteString.EMPTY, "é".repeat(200), 1, true).software())
                .setSentAtUs(-1)
                .setJournalId(-1)
                .build();
        assertTrue(largest.getSerializedSize() + 4 <= 512, "" + largest.getSerializedSize());
        assertThrows(
                IllegalArgumentException.class, () -> new SessionSettings(id + "x", ByteString.EMPTY, "", 1, true));
        assertThrows(
                IllegalArgumentException.class,
                () -> new SessionSettings(id, ByteString.copyFrom(new byte[257]), "", 1, true));
    }
}
