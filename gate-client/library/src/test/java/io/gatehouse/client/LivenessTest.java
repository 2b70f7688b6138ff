package io.gatehouse.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Heartbeat;
import org.junit.jupiter.api.Test;

class LivenessTest {
    private static long heartbeats(Harness gate) {
        return gate.sent.stream().filter(GateMessage::hasHeartbeat).count();
    }

    @Test
    void aHeartbeatIsAnsweredAtOnceWithItsClockInEcho() {
        Harness gate = new Harness().online();
        gate.heartbeat(42, 0);
        Heartbeat answer = gate.last().getHeartbeat();
        assertEquals(42, answer.getEchoUs());
        assertEquals(gate.wallMicros, answer.getSentAtUs());
    }

    @Test
    void anAnswerIsNeverAnswered() {
        Harness gate = new Harness().online();
        gate.heartbeat(42, 7);
        // Echoing a clock of 0 would look like a heartbeat of our own and start a game of ping-pong.
        gate.heartbeat(0, 0);
        assertEquals(0, heartbeats(gate));
    }

    @Test
    void anAnswerGoesAheadOfTheBacklog() {
        Harness gate = new Harness();
        for (int i = 0; i < 10; i++) {
            gate.scan();
        }
        gate.writable = false;
        gate.online();
        assertTrue(gate.sent.isEmpty());
        gate.heartbeat(42, 0);
        assertEquals(42, gate.last().getHeartbeat().getEchoUs());
        gate.writable = true;
        gate.session.onWritable();
        assertEquals(10, gate.sequences().size());
    }

    @Test
    void ownHeartbeatsComeByTheIntervalBusyOrNot() {
        Harness gate = new Harness();
        gate.session.start();
        gate.greet(Harness.welcome(0).setHeartbeatMs(2_000));
        for (int i = 1; i <= 5; i++) {
            gate.scan();
            gate.advanceMs(1_999);
            assertEquals(i - 1, heartbeats(gate));
            gate.session.onBytes();
            gate.advanceMs(1);
            assertEquals(i, heartbeats(gate));
            assertEquals(
                    0,
                    gate.sent.stream()
                            .filter(GateMessage::hasHeartbeat)
                            .reduce((a, b) -> b)
                            .orElseThrow()
                            .getHeartbeat()
                            .getEchoUs());
        }
    }

    @Test
    void silenceOfTwoAndAHalfIntervalsClosesAndAnyByteIsASignOfLife() {
        Harness gate = new Harness().online();
        gate.advanceMs(24_999);
        assertTrue(gate.open);
        gate.session.onBytes();
        gate.advanceMs(24_999);
        assertTrue(gate.open);
        gate.advanceMs(1);
        assertFalse(gate.open);
    }

    @Test
    void anAttemptThatNeverEndsIsGivenUp() {
        Harness gate = new Harness();
        gate.session.start();
        gate.toConnecting();
        gate.advanceMs(24_999);
        assertTrue(gate.open);
        gate.advanceMs(1);
        assertFalse(gate.open);
    }

    @Test
    void aDripOfBytesThatNeverMakesAFrameClosesAfterTenSeconds() {
        Harness gate = new Harness().online();
        for (int i = 0; i < 9; i++) {
            gate.session.onBytes();
            gate.session.onReadEnd(false, true);
            gate.advanceMs(1_000);
        }
        assertTrue(gate.open);
        gate.session.onBytes();
        gate.session.onReadEnd(true, true);
        gate.advanceMs(9_999);
        assertTrue(gate.open, "that was another frame");
        gate.advanceMs(1);
        assertFalse(gate.open);
    }
}
