package io.gatehouse.server.engine;

import static io.gatehouse.server.engine.PassBuilder.pass;
import static io.gatehouse.server.engine.TestSite.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.journal.v1.AlarmRecord;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.server.engine.Event.Kind;
import io.gatehouse.server.engine.Event.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions, streams, sequences, duplicates. */
class SequencesTest {
    private final TestSite site = new TestSite();

    @BeforeEach
    void aPass() {
        site.put(pass(1));
    }

    private static void refused(Event e, Refusal.Code code, long expected) {
        assertEquals(Result.REFUSED, e.result);
        assertEquals(code, Refusal.Code.forNumber(e.refusal));
        assertEquals(expected, e.expectedSequence);
    }

    private Event again(Event scan) {
        Event e = site.scan(scan.gate, scan.passLo, scan.direction);
        e.sequence = scan.sequence;
        e.gateTimeUs = scan.gateTimeUs;
        e.temperature = scan.temperature;
        return e;
    }

    @Test
    void sequencesAreSharedByAllKinds() {
        assertEquals(1, site.entry(0, 1).sequence);
        assertEquals(2, site.device(0, DeviceEvent.Kind.KIND_TAMPER).sequence);
        assertEquals(Result.RECORDED, site.takeIn(site.lost(0, 3, 5)).result);
        assertEquals(6, site.engine.expected(0));
        assertEquals(5, site.engine.heldSequence(0));
    }

    @Test
    void aGapIsRefusedAndEndsTheSession() {
        Event e = site.scan(0, 1, ENTRY);
        e.sequence = 3;
        refused(site.takeIn(e), Refusal.Code.CODE_SEQUENCE_GAP, 1);
        assertEquals(Result.DROPPED, site.entry(0, 1).result);
        Event back = site.hello(0, 100);
        assertEquals(Result.WELCOMED, back.result);
        assertEquals(0, back.replacedSession, "that session was over");
        assertEquals(Result.RECORDED, site.entry(0, 1).result);
    }

    @Test
    void aSequenceBeyondTheSignedRangeIsAGap() {
        Event e = site.scan(0, 1, ENTRY);
        e.sequence = -1;
        refused(site.takeIn(e), Refusal.Code.CODE_SEQUENCE_GAP, 1);
    }

    @Test
    void sequenceZeroIsMalformed() {
        site.entry(0, 1);
        Event e = site.scan(0, 1, ENTRY);
        e.sequence = 0;
        refused(site.takeIn(e), Refusal.Code.CODE_MALFORMED, 2);
    }

    @Test
    void aLostThatBeginsAtZeroOrBehindItsEndIsMalformed() {
        refused(site.takeIn(site.lost(0, 0, 5)), Refusal.Code.CODE_MALFORMED, 1);
        refused(site.takeIn(site.lost(1, 6, 5)), Refusal.Code.CODE_MALFORMED, 1);
        refused(site.takeIn(site.lost(2, 1, 0)), Refusal.Code.CODE_MALFORMED, 1);
    }

    @Test
    void ofALostCountsWhatIsNotHeld() {
        site.entry(0, 1);
        site.exit(0, 1);
        Event e = site.takeIn(site.lost(0, 1, 9));
        assertEquals(3, e.firstSequence);
        assertEquals(1, e.statedFirstSequence);
        assertEquals(10, site.engine.expected(0));
        assertEquals(Result.DUPLICATE, site.takeIn(site.lost(0, 1, 9)).result);
        refused(site.takeIn(site.lost(0, 11, 12)), Refusal.Code.CODE_SEQUENCE_GAP, 10);
    }

    @Test
    void anAcknowledgedLostIsAnAlarm() {
        Event e = site.lost(0, 1, 1);
        e.acknowledged = true;
        site.takeIn(e);
        assertEquals(Result.RECORDED, e.result);
        assertEquals(AlarmRecord.Kind.KIND_PROMISE_BROKEN_VALUE, e.alarm);
        assertEquals(1, site.engine.figures().alarm(AlarmRecord.Kind.KIND_PROMISE_BROKEN_VALUE));
    }

    @Test
    void aDuplicateScanGetsTheStoredDecisionAndChangesNothing() {
        Event first = site.measured(0, 1, ENTRY, 390);
        site.put(pass(1).quarantined());
        byte[] before = site.state();
        Event e = site.takeIn(again(first));
        assertEquals(Result.DUPLICATE, e.result);
        assertTrue(e.answered);
        assertEquals("RETEST TEMPERATURE_HIGH", said(e));
        assertArrayEquals(before, site.state());
    }

    @Test
    void aDuplicateWithActedIsNotAnswered() {
        Event e = again(site.entry(0, 1));
        act(e, true);
        site.takeIn(e);
        assertEquals(Result.DUPLICATE, e.result);
        assertFalse(e.answered);
    }

    @Test
    void aDuplicateOfAnActedScanIsAnsweredWithWhatWouldHaveBeenDecided() {
        Event first = site.acted(0, 1, ENTRY, false, NOON);
        Event e = site.takeIn(again(first));
        assertTrue(e.answered);
        assertEquals("ALLOW OK", said(e));
    }

    @Test
    void theLast1024ScansAreHeldActedOnesToo() {
        Event first = site.entry(0, 1);
        Event second = site.acted(0, 1, ENTRY, true, NOON);
        site.device(0, DeviceEvent.Kind.KIND_OFFLINE);
        for (int i = 0; i < 1022; i++) {
            site.entry(0, 1);
        }
        assertTrue(site.takeIn(again(first)).answered);
        site.entry(0, 1);
        assertFalse(site.takeIn(again(first)).answered);
        assertTrue(site.takeIn(again(second)).answered);
    }

    @Test
    void anotherScanUnderAHeldSequenceIsAnAlarmAndClosesTheStream() {
        Event first = site.entry(0, 1);
        Event e = again(first);
        e.temperature = Event.NOT_MEASURED;
        refused(site.takeIn(e), Refusal.Code.CODE_STREAM_CLOSED, 0);
        assertEquals(AlarmRecord.Kind.KIND_NUMBER_REUSED_VALUE, e.alarm);
        assertFalse(e.answered);
        assertEquals(Kind.ALARM, e.recordedAs());
        assertEquals(1, site.engine.figures().alarm(AlarmRecord.Kind.KIND_NUMBER_REUSED_VALUE));
        assertEquals(Result.DROPPED, site.takeIn(again(first)).result);
    }

    @Test
    void everyPartOfTheCheckCounts() {
        Event first = site.entry(0, 1);
        for (int part = 0; part < 4; part++) {
            Event e = again(first);
            e.passLo += part == 0 ? 1 : 0;
            e.direction = part == 1 ? EXIT : e.direction;
            e.gateTimeUs += part == 2 ? 1 : 0;
            e.temperature += part == 3 ? 1 : 0;
            refused(site.takeIn(e), Refusal.Code.CODE_STREAM_CLOSED, 0);
            site.hello(0, 100);
        }
    }

    @Test
    void theCheckIsAsTheProtocolHasIt() {
        Event e = site.entry(0, 1);
        java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate(27);
        bytes.putLong(HI).putLong(1).put((byte) 1).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(e.gateTimeUs).putShort((short) 366);
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        crc.update(bytes.array());
        site.device(0, DeviceEvent.Kind.KIND_ONLINE);
        Event hello = site.hello(0, 100);
        assertEquals((int) crc.getValue(), hello.heldCheck);
        assertEquals(2, hello.heldSequence);
    }

    @Test
    void theFirstHelloBeginsAStream() {
        Event e = site.hello(3, 103);
        assertFalse(e.streamBegan, "it began before");
        assertEquals(0, e.heldSequence);
        assertEquals(0, e.heldCheck);
    }

    @Test
    void aNewStreamLeavesTheOldOneBehindForGood() {
        site.entry(0, 1);
        site.exit(0, 1);
        Event e = site.hello(0, 555);
        assertTrue(e.streamBegan);
        assertEquals(100, e.previousStreamId);
        assertEquals(2, e.previousSequence);
        assertEquals(Kind.STREAM, e.recordedAs());
        assertEquals(1, site.engine.expected(0));
        Event back = site.hello(0, 100);
        refused(back, Refusal.Code.CODE_STREAM_CLOSED, 3);
        assertNotEquals(0, back.replacedSession, "it authenticated");
        assertEquals(Result.DROPPED, site.entry(0, 1).result);
        assertEquals(Result.WELCOMED, site.hello(0, 555).result);
    }

    @Test
    void aHelloTakesTheGateFromTheSessionBefore() {
        Event first = site.hello(0, 100);
        Event late = site.scan(0, 1, ENTRY);
        Event second = site.hello(0, 100);
        assertEquals(first.session, second.replacedSession);
        assertEquals(Result.DROPPED, site.takeIn(late).result);
        assertEquals(Result.RECORDED, site.entry(0, 1).result);
    }

    @Test
    void aClosedConnectionIsOver() {
        Event gone = site.from(0, Kind.GONE);
        Event late = site.scan(0, 1, ENTRY);
        site.takeIn(gone);
        assertEquals(Kind.NONE, gone.recordedAs());
        assertEquals(Result.DROPPED, site.takeIn(late).result);
        assertEquals(0, site.hello(0, 100).replacedSession);
        site.takeIn(gone);
        assertEquals(Result.RECORDED, site.entry(0, 1).result, "a late end of an older session ends nothing");
    }

    @Test
    void aSessionsOwnEndComesInItsOrder() {
        site.entry(0, 1);
        Event e = site.from(0, Kind.REFUSE);
        e.refusal = Refusal.Code.CODE_MALFORMED_VALUE;
        refused(site.takeIn(e), Refusal.Code.CODE_MALFORMED, 2);
        Event after = site.from(0, Kind.REFUSE);
        after.refusal = Refusal.Code.CODE_MALFORMED_VALUE;
        assertEquals(Result.DROPPED, site.takeIn(after).result);
        assertEquals(Result.DROPPED, site.entry(0, 1).result);
    }

    @Test
    void aGateThatWasRemovedIsUnknown() {
        site.change(new io.gatehouse.server.roster.Change.GateChange(gateRow("1-01"), null));
        refused(site.hello(0, 100), Refusal.Code.CODE_UNAUTHENTICATED, 0);
    }

    @Test
    void aFailureWhileDecidingIsRecordedWithoutEffect() {
        TestSite broken = new TestSite(new io.gatehouse.server.roster.HeapPassTable() {
            @Override
            public io.gatehouse.server.roster.Pass at(long handle) {
                throw new IllegalStateException("a bug");
            }
        });
        broken.table.put(pass(1).row());
        Event e = broken.entry(0, 1);
        assertEquals("REFER! INTERNAL_ERROR", said(e));
        assertEquals(Result.RECORDED, e.result);
        assertTrue(e.answered);
        assertFalse(e.passChanged || e.outingChanged);
        assertEquals("a bug", e.failure.getMessage());
        assertEquals(2, broken.engine.expected(0));
        assertEquals("DENY UNKNOWN_PASS", said(broken.entry(0, 2)));
    }

    @Test
    void decidingChangesNothing() {
        Event e = site.scan(0, 1, ENTRY);
        byte[] before = site.state();
        site.engine.locate(e);
        site.engine.decide(e);
        assertArrayEquals(before, site.state());
        site.engine.apply(e);
        assertEquals(2, site.engine.expected(0));
    }

    @Test
    void aHandleFromBeforeAChangeOfTheRosterIsNotUsed() {
        Event e = site.scan(0, 1, ENTRY);
        site.engine.locate(e);
        site.rows(
                io.gatehouse.server.roster.Change.IMPORT,
                1,
                java.util.List.of(new io.gatehouse.server.roster.RowChange(pass(1).row(), null)));
        site.engine.takeIn(e);
        assertEquals("DENY UNKNOWN_PASS", said(e));
    }
}
