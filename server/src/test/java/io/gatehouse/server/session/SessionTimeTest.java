package io.gatehouse.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.server.pipeline.Slot;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Heartbeats, the gate's clock, deadlines and when they stand still. */
final class SessionTimeTest {
    private final SessionSite site = new SessionSite();

    @Test
    void aHeartbeatIsAnsweredWithItsTimeAndAnAnswerIsNot() {
        SessionSite.Gate gate = site.open();
        gate.session.onRead();
        gate.session.onHeartbeat(4711, 0);
        site.replies.drain();
        assertEquals(List.of("echo 4711"), gate.frames());
        assertEquals(site.clock.wallUs(), gate.link.lastHeartbeatUs);
        gate.session.onHeartbeat(4712, site.clock.wallUs());
        site.replies.drain();
        assertEquals(List.of(), gate.frames());
    }

    @Test
    void aHeartbeatWithoutATimeIsASignOfLifeThatCantBeAnswered() {
        SessionSite.Gate gate = site.open();
        gate.session.onRead();
        gate.session.onHeartbeat(0, 0);
        site.replies.drain();
        assertEquals(List.of(), gate.frames());
        assertNull(gate.link.ended);
    }

    @Test
    void oneHeartbeatEachTenSecondsBusyOrNot() {
        SessionSite.Gate gate = site.open();
        int heartbeats = 0;
        for (int i = 0; i < 600; i++) {
            site.tick(100);
            gate.session.onRead();
            heartbeats +=
                    (int) gate.frames().stream().filter("heartbeat"::equals).count();
        }
        assertEquals(6, heartbeats, 1);
    }

    @Test
    void theOffsetIsThatOfTheShortestRoundTrip() {
        SessionSite.Gate gate = site.gate("1-01").connect();
        gate.say(gate.hello().setSentAtUs(site.clock.wallUs() + 9_000_000));
        site.settle();
        assertEquals(9_000_000, offset(gate));
        answer(gate, 400, 5_000_000);
        assertEquals(5_000_000, offset(gate));
        answer(gate, 600, 7_000_000);
        assertEquals(5_000_000, offset(gate));
        answer(gate, 100, -3_000_000);
        assertEquals(-3_000_000, offset(gate));
        // An echo from the future is none of ours.
        gate.session.onRead();
        gate.session.onHeartbeat(1, site.clock.wallUs() + 1_000);
        assertEquals(-3_000_000, offset(gate));
    }

    /** The gate answers in the middle of the round trip, with a clock that is so far ahead. */
    private void answer(SessionSite.Gate gate, long roundTripMillis, long aheadUs) {
        long sent = site.clock.wallUs();
        site.pass(roundTripMillis / 2);
        long gateUs = site.clock.wallUs() + aheadUs;
        site.pass(roundTripMillis / 2);
        gate.session.onRead();
        gate.session.onHeartbeat(gateUs, sent);
    }

    private long offset(SessionSite.Gate gate) {
        gate.scan();
        Slot probe = gate.session.claim();
        gate.session.onScan(probe);
        long offset = probe.offsetUs;
        probe.kind = io.gatehouse.server.engine.Event.Kind.NONE;
        return offset;
    }

    // ---- deadlines ----------------------------------------------------------------------------------

    @Test
    void aHelloIsDueAfterFiveSeconds() {
        SessionSite.Gate gate = site.gate("1-01").connect();
        gate.session.onRead();
        site.tick(4_900);
        assertNull(gate.link.ended);
        site.tick(100);
        assertEquals(CloseReason.HELLO_LATE, gate.link.ended);
        assertEquals("IDLE 0", gate.link.refused());
    }

    @Test
    void silenceEndsASessionAndEveryByteIsASignOfLife() {
        SessionSite.Gate gate = site.open();
        gate.session.onRead();
        site.tick(24_900);
        gate.session.onRead();
        site.tick(24_900);
        assertNull(gate.link.ended);
        site.tick(100);
        assertEquals(CloseReason.SILENT, gate.link.ended);
        assertEquals("IDLE 0", gate.link.refused());
    }

    @Test
    void aFrameIsDueTenSecondsAfterItsFirstByteDripOrNot() {
        SessionSite.Gate gate = site.open();
        gate.session.onRead();
        gate.session.onReadEnd(true, false);
        for (int i = 0; i < 99; i++) {
            site.tick(100);
            gate.session.onRead();
            gate.session.onReadEnd(true, true);
        }
        assertNull(gate.link.ended);
        site.tick(100);
        assertEquals(CloseReason.FRAME_LATE, gate.link.ended);
    }

    @Test
    void eachFrameHasItsOwnDeadline() {
        SessionSite.Gate gate = site.open();
        for (int i = 0; i < 300; i++) {
            gate.session.onRead();
            // The one before is whole, the next has begun.
            gate.session.onReadEnd(true, i % 50 != 0);
            site.tick(100);
        }
        assertNull(gate.link.ended);
        gate.session.onRead();
        gate.session.onReadEnd(false, false);
        site.tick(20_000);
        assertNull(gate.link.ended);
    }

    @Test
    void clocksStandStillWhileTheServerDoesNotRead() {
        SessionSite.Gate gate = site.open();
        gate.session.onRead();
        gate.session.onReadEnd(true, false);
        site.tick(5_000);
        SessionSite.Gate fresh = site.gate("1-02").connect();
        gate.session.reading().onRingFull();
        fresh.session.reading().onRingFull();
        site.clock.nanos += 60_000_000_000L;
        site.sessions.onTick();
        assertNull(gate.link.ended);
        assertNull(fresh.link.ended);
        assertTrue(gate.link.reading);
        site.tick(4_900);
        assertNull(gate.link.ended, "5 s of the frame's 10 were left");
        assertNull(fresh.link.ended);
        site.tick(200);
        assertEquals(CloseReason.FRAME_LATE, gate.link.ended);
        assertEquals(CloseReason.HELLO_LATE, fresh.link.ended);
    }

    @Test
    void clocksStandStillWhileTheProcessItselfDoes() {
        SessionSite.Gate gate = site.open();
        gate.session.onRead();
        gate.session.onReadEnd(true, false);
        site.tick(4_000);
        SessionSite.Gate fresh = site.gate("1-02").connect();
        SessionSite.Gate slow = site.gate("1-02").open();
        slow.session.reading().onWritable(false);
        for (int i = 0; i < 3; i++) {
            site.pass(60_000);
            site.sessions.onTick();
        }
        site.tick(4_900);
        for (SessionSite.Gate one : List.of(gate, fresh, slow)) {
            assertNull(one.link.ended);
        }
        site.tick(200);
        assertEquals(CloseReason.HELLO_LATE, fresh.link.ended);
        site.tick(1_000);
        assertEquals(CloseReason.FRAME_LATE, gate.link.ended);
        site.tick(4_000);
        assertEquals(CloseReason.SLOW_READER, slow.link.ended);
    }

    @Test
    void aFrameThatBeganBehindAPauseHasItsWholeTime() {
        SessionSite.Gate gate = site.open();
        gate.session.onRead();
        gate.session.reading().onRingFull();
        site.pass(20_000);
        site.replies.drain();
        site.tick(100);
        // What had waited is taken now, and the beginning of one more frame is left.
        gate.session.onReadEnd(true, false);
        site.tick(9_900);
        assertNull(gate.link.ended);
        site.tick(100);
        assertEquals(CloseReason.FRAME_LATE, gate.link.ended);
    }

    @Test
    void aReaderThatTakesNothingForTenSecondsIsClosed() {
        SessionSite.Gate gate = site.open();
        gate.session.reading().onWritable(false);
        assertFalse(gate.link.reading);
        for (int i = 0; i < 30; i++) {
            site.tick(5_000);
            gate.link.taken++;
        }
        assertNull(gate.link.ended, "it takes a byte now and then");
        site.tick(100);
        site.tick(9_900);
        assertNull(gate.link.ended);
        site.tick(100);
        assertEquals(CloseReason.SLOW_READER, gate.link.ended);
        assertEquals("IDLE 0", gate.link.refused());
    }

    @Test
    void twoPausesEndWithTheLastOfThem() {
        SessionSite.Gate gate = site.open();
        gate.session.reading().onWritable(false);
        gate.session.reading().onRingFull();
        gate.session.reading().onWritable(true);
        assertFalse(gate.link.reading);
        site.replies.drain();
        assertTrue(gate.link.reading);
    }

    @Test
    void aConnectionThatIsGoneIsForgotten() {
        SessionSite.Gate gate = site.open();
        gate.scan();
        gate.session.onGone(CloseReason.PEER_CLOSED);
        assertEquals(CloseReason.PEER_CLOSED, gate.link.ended);
        assertNull(gate.link.refusal);
        assertEquals(0, site.sessions.sessions());
        site.settle();
        assertEquals(1, site.engine.heldSequence(0), "what was accepted counts");
        gate.session.onGone(CloseReason.PEER_CLOSED);
        gate.open();
        assertEquals(1, gate.link.welcome.getDurableSequence());
    }
}
