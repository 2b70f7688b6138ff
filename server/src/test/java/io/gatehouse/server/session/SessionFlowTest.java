package io.gatehouse.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.journal.v1.AlarmRecord;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.Verdict;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.pipeline.Slot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Decisions, acks, the window, refusals in their order, back-pressure. */
final class SessionFlowTest {
    private static final SessionOptions SMALL_WINDOW = new SessionOptions(8, 10_000, 300, 5_000, 10_000, 10_000, 2);

    private final SessionSite site = new SessionSite();

    // ---- decisions and acks -------------------------------------------------------------------------

    @Test
    void theDecisionLeavesBeforeTheDiskAndTheAckAfterIt() {
        SessionSite.Gate gate = site.open();
        gate.scan();
        site.reply();
        assertEquals(List.of("decision 1 ALLOW OK"), gate.frames());
        site.replies.drain();
        site.quiet();
        assertEquals(List.of(), gate.frames());
        site.commit();
        site.quiet();
        assertEquals(List.of("ack 1"), gate.frames());
    }

    @Test
    void anAckTravelsWithTheNextDecision() {
        SessionSite.Gate gate = site.open();
        gate.scan();
        site.reply();
        site.commit();
        site.replies.drain();
        assertEquals(List.of("decision 1 ALLOW OK"), gate.frames());
        int flushes = gate.link.flushes;
        gate.scan();
        site.reply();
        assertEquals(List.of("decision 2 ALLOW OK", "ack 1"), gate.frames());
        assertEquals(flushes + 1, gate.link.flushes);
    }

    @Test
    void aHeldAckIsLetGoAfterItsTime() {
        SessionSite.Gate gate = site.open();
        gate.scan();
        site.reply();
        site.commit();
        site.replies.drain();
        gate.frames();
        assertEquals(2_000_000, site.sessions.ackDueInNanos(), "the loop sleeps no longer, whatever the journal does");
        site.clock.nanos += 1_999_999;
        site.replies.drain();
        assertEquals(List.of(), gate.frames());
        assertEquals(1, site.sessions.ackDueInNanos());
        site.clock.nanos += 1;
        assertEquals(0, site.sessions.ackDueInNanos());
        site.replies.drain();
        assertEquals(List.of("ack 1"), gate.frames());
        assertEquals(Long.MAX_VALUE, site.sessions.ackDueInNanos());
    }

    @Test
    void oneAckForMany() {
        SessionSite.Gate gate = site.open();
        for (int i = 0; i < 40; i++) {
            gate.scan();
        }
        int flushes = gate.link.flushes;
        site.reply();
        assertEquals(flushes + 1, gate.link.flushes);
        site.settle();
        List<String> frames = gate.frames();
        assertEquals("ack 40", frames.get(40));
        assertEquals(41, frames.size());
    }

    @Test
    void aDuplicateGetsTheStoredDecisionAndAnAckThatDoesNotGoBack() {
        SessionSite.Gate gate = site.open();
        gate.scan().scan().scan();
        site.settle();
        gate.open();
        gate.scan(2, 1);
        site.settle();
        assertEquals(List.of("decision 2 ALLOW OK", "ack 3"), gate.frames());
    }

    // ---- the window ---------------------------------------------------------------------------------

    @Test
    void aFullWindowIsFineOneMoreIsNot() {
        SessionSite small = new SessionSite(64, SMALL_WINDOW);
        SessionSite.Gate gate = small.open();
        for (int i = 0; i < 8; i++) {
            gate.scan();
        }
        small.settle();
        assertNull(gate.link.ended);
        assertEquals("ack 8", gate.frames().get(8));
        for (int i = 0; i < 9; i++) {
            gate.scan();
        }
        small.settle();
        assertEquals("WINDOW_EXCEEDED 17", gate.link.refused());
        assertEquals(16, small.engine.heldSequence(0));
    }

    @Test
    void duplicatesCountInTheWindow() {
        SessionSite small = new SessionSite(64, SMALL_WINDOW);
        SessionSite.Gate gate = small.open();
        gate.scan().scan();
        small.settle();
        for (int i = 0; i < 9; i++) {
            gate.scan(1, 1);
        }
        small.settle();
        assertEquals("WINDOW_EXCEEDED 3", gate.link.refused());
    }

    // ---- refusals -----------------------------------------------------------------------------------

    @Test
    void aGapIsRefusedBehindTheDecisionsBeforeIt() {
        SessionSite.Gate gate = site.open();
        gate.scan().scan();
        gate.scan(4, 1);
        gate.scan(5, 1);
        site.settle();
        assertEquals("SEQUENCE_GAP 3", gate.link.refused());
        assertEquals(List.of("decision 1 ALLOW OK", "decision 2 ALLOW OK"), gate.frames());
        assertEquals(2, site.engine.heldSequence(0));
    }

    @Test
    void whatDoesNotParseIsRefusedBehindTheDecisionsBeforeIt() {
        SessionSite.Gate gate = site.open();
        gate.scan();
        gate.malformed();
        assertTrue(gate.session.deaf());
        assertNull(gate.link.ended);
        site.settle();
        assertEquals("MALFORMED 2", gate.link.refused());
        assertEquals(List.of("decision 1 ALLOW OK"), gate.frames());
    }

    @Test
    void aSequenceOfZeroIsMalformed() {
        SessionSite.Gate gate = site.open();
        gate.scan(0, 1);
        site.settle();
        assertEquals("MALFORMED 1", gate.link.refused());
    }

    @Test
    void aFrameTooLargeIsRefusedInItsOrder() {
        SessionSite.Gate gate = site.open();
        gate.scan();
        assertTrue(gate.session.refuse(CloseReason.FRAME_TOO_LARGE));
        site.settle();
        assertEquals("FRAME_TOO_LARGE 2", gate.link.refused());
        assertEquals(List.of("decision 1 ALLOW OK"), gate.frames());
    }

    @Test
    void aNumberUsedTwiceIsNeitherAnsweredNorAcknowledged() {
        SessionSite.Gate gate = site.open();
        gate.scan();
        site.settle();
        gate.open();
        gate.scan(1, 2);
        site.settle();
        assertEquals("STREAM_CLOSED 0", gate.link.refused());
        assertEquals(List.of(), gate.frames());
        assertEquals(1, site.engine.figures().alarm(1));
    }

    @Test
    void aStreamLeftBehindIsClosedOnlyOnceThatIsDurable() {
        SessionSite.Gate gate = site.open();
        gate.scan().scan();
        site.settle();
        gate.stream = 501;
        gate.open();
        gate.stream = 500;
        gate.connect().say(gate.hello());
        site.reply();
        assertNull(gate.link.ended);
        site.commit();
        site.replies.drain();
        assertEquals("STREAM_CLOSED 3", gate.link.refused());
    }

    // ---- what is counted ----------------------------------------------------------------------------

    @Test
    void anAlarmCountsOnce() {
        SessionSite.Gate gate = site.open();
        gate.session.onRead();
        Slot lost = gate.session.claim();
        lost.kind = Event.Kind.LOST;
        lost.firstSequence = 1;
        lost.sequence = 3;
        lost.acknowledged = true;
        gate.session.onScan(lost);
        site.settle();
        assertEquals(1, site.meters.alarms(AlarmRecord.Kind.KIND_PROMISE_BROKEN_VALUE));
        assertEquals(List.of("ack 3"), gate.frames());
    }

    @Test
    void whatIsRecordedCountsThoughTheSessionIsOver() {
        SessionSite.Gate gate = site.open();
        gate.scan();
        gate.session.onGone(CloseReason.PEER_CLOSED);
        site.settle();
        assertEquals(1, site.meters.scans(Verdict.VERDICT_ALLOW_VALUE, Reason.REASON_OK_VALUE));
    }

    // ---- the ring is full ---------------------------------------------------------------------------

    @Test
    void aFullRingStopsReadingAndNothingIsLost() {
        for (int size : new int[] {16, 32}) {
            SessionSite small = new SessionSite(size, SessionOptions.DEFAULT);
            SessionSite.Gate gate = small.open();
            SessionSite.Gate other = small.gate("1-02").open();
            List<String> frames = new ArrayList<>();
            int sent = 0;
            int stops = 0;
            while (sent < 1_000) {
                if (gate.scan(sent + 1, 1)) {
                    sent++;
                    continue;
                }
                stops++;
                gate.session.reading().onRingFull();
                assertFalse(gate.link.reading);
                assertFalse(other.scan(1, 1), "the ring is full for all");
                other.session.reading().onRingFull();
                small.settle();
                assertTrue(gate.link.reading && other.link.reading, "reads on in a ring of " + size);
                frames.addAll(gate.frames());
            }
            small.settle();
            frames.addAll(gate.frames());
            assertEquals(
                    1_000, frames.stream().filter(f -> f.startsWith("decision")).count());
            assertEquals("ack 1000", frames.get(frames.size() - 1));
            assertTrue(stops > 1_000 / size, "stopped " + stops + " times");
        }
    }

    @Test
    void aHelloAndARefusalWaitForRoomToo() {
        SessionSite small = new SessionSite(16, SessionOptions.DEFAULT);
        SessionSite.Gate gate = small.open();
        SessionSite.Gate newcomer = small.gate("1-02").connect();
        while (gate.scan(gate.sequence + 1, 1)) {
            gate.sequence++;
        }
        assertFalse(newcomer.say(newcomer.hello()));
        assertFalse(gate.session.refuse(CloseReason.MALFORMED));
        assertFalse(gate.session.deaf());
        small.settle();
        assertTrue(newcomer.say(newcomer.hello()));
        assertTrue(gate.session.refuse(CloseReason.MALFORMED));
        small.settle();
        assertEquals("welcome 0", newcomer.frames().get(0));
        assertEquals("MALFORMED " + (gate.sequence + 1), gate.link.refused());
    }

    // ---- the disk, the end --------------------------------------------------------------------------

    @Test
    void aFailedDiskIsToldToAllAndToThoseThatCome() {
        SessionSite.Gate gate = site.open();
        gate.scan();
        site.reply();
        site.sessions.onStorageFailed();
        SessionSite.Gate late = site.gate("1-02").connect();
        for (SessionSite.Gate one : List.of(gate, late)) {
            assertEquals("STORAGE_FAILED 0", one.link.refused());
            long retry = one.link.refusal.getRetryAfterMs();
            assertTrue(retry >= 10_000 && retry <= 40_000, "retry after " + retry);
        }
        assertEquals(List.of("decision 1 ALLOW OK"), gate.frames());
        site.commit();
        site.quiet();
        assertEquals(List.of(), gate.frames());
    }

    @Test
    void aStopIsToldWithATimeDrawnForEachGate() {
        SessionSite.Gate gate = site.open();
        SessionSite.Gate other = site.gate("1-02").open();
        gate.scan();
        site.sessions.stopReading();
        assertFalse(gate.link.reading);
        site.settle();
        assertEquals(List.of("decision 1 ALLOW OK", "ack 1"), gate.frames());
        site.sessions.closeAll(CloseReason.SHUTTING_DOWN);
        assertEquals("SHUTTING_DOWN 0", gate.link.refused());
        assertTrue(gate.link.refusal.getRetryAfterMs() >= 1_000);
        assertTrue(gate.link.refusal.getRetryAfterMs() != other.link.refusal.getRetryAfterMs());
        assertEquals("SHUTTING_DOWN 0", site.gate("1-01").connect().link.refused());
    }

    @Test
    void withoutRoomOnTheDiskNothingIsReadAndNobodyLetIn() {
        SessionSite.Gate gate = site.open();
        site.spaceLow = true;
        site.tick(100);
        assertFalse(gate.link.reading);
        SessionSite.Gate late = site.gate("1-02").connect();
        assertTrue(late.link.reading, "it is to hear why");
        late.say(late.hello());
        assertEquals("OVERLOADED 0", late.link.refused());
        assertTrue(late.link.refusal.getRetryAfterMs() > 0);
        site.tick(120_000);
        assertNull(gate.link.ended, "its clocks stand still");
        site.spaceLow = false;
        site.tick(100);
        assertTrue(gate.link.reading);
        assertNull(site.gate("1-02").open().link.ended);
    }
}
