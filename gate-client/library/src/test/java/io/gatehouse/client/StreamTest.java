package io.gatehouse.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Lost;
import io.gatehouse.proto.v1.Refusal.Code;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StreamTest {
    private static List<Long> range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private static Harness with(int scans, int capacity) {
        Harness gate = new Harness(new MemorySpool(5, capacity));
        for (int i = 0; i < scans; i++) {
            gate.wallMicros++;
            gate.scan();
        }
        return gate;
    }

    private static int check(Harness gate, long sequence) {
        return Messages.durableCheck(gate.spool.read(sequence).getScan());
    }

    @Test
    void atMostTheWindowIsUnacknowledgedAndALostCountsOnce() {
        Harness gate = with(3_000, 2_500).online();
        assertEquals(1_024, gate.sent.size());
        assertTrue(gate.sent.get(0).hasLost());
        assertEquals(500, Messages.sequence(gate.sent.get(0)));
        gate.ack(499);
        assertEquals(1_024, gate.sent.size(), "half a Lost is not acknowledged");
        gate.ack(500);
        assertEquals(1_025, gate.sent.size());
        gate.ack(1_523);
        assertEquals(2_048, gate.sent.size());
        gate.drop();
        gate.greet(Harness.welcome(1_523).setWindow(7).setDurableCheck(check(gate, 1_524)));
        // A check that does not fit would have begun a new stream; the scan itself is gone, so nothing was compared.
        assertEquals(range(1_524, 1_530), gate.sequences());
    }

    @Test
    void aWindowOfZeroMeansTheDefault() {
        Harness gate = with(1_100, 2_000);
        gate.session.start();
        gate.greet(Harness.welcome(0).setWindow(0).setHeartbeatMs(0).setDecisionDeadlineMs(0));
        assertEquals(1_024, gate.sent.size());
    }

    @Test
    void welcomeSaysWhatIsDroppedAndWhereToGoOn() {
        Harness gate = with(10, 100);
        gate.online(4, check(gate, 4));
        assertEquals(5, gate.spool.first());
        assertEquals(range(5, 10), gate.sequences());
        assertEquals(List.of(4L), gate.acknowledged);
    }

    @Test
    void resendsOnlyAfterAReconnect() {
        Harness gate = with(3, 100).online();
        for (int i = 0; i < 30; i++) {
            gate.session.onBytes();
            gate.advanceMs(10_000);
        }
        assertEquals(range(1, 3), gate.sequences());
        gate.drop();
        gate.online();
        assertEquals(range(1, 3), gate.sequences());
    }

    @Test
    void anAckMayCoverWhatAnEarlierConnectionSent() {
        Harness gate = with(5, 100);
        gate.online();
        gate.drop();
        gate.writable = false;
        gate.online();
        gate.ack(3);
        gate.writable = true;
        gate.session.onWritable();
        assertEquals(range(4, 5), gate.sequences());
    }

    @Test
    void anAckOfWhatWasNeverSentEndsTheConnectionAndDropsNothing() {
        Harness gate = new Harness().online();
        gate.writable = false;
        gate.scan();
        gate.ack(1);
        assertFalse(gate.open);
        assertEquals(1, gate.spool.first());
    }

    @Test
    void whatTheSpoolNoLongerHasIsStatedAsLost() {
        Harness gate = with(10, 4);
        assertEquals(7, gate.spool.first());
        gate.online();
        Lost lost = gate.sent.get(0).getLost();
        assertEquals(1, lost.getFirstSequence());
        assertEquals(6, lost.getSequence());
        assertFalse(lost.getAcknowledged());
        assertEquals(List.of(6L, 7L, 8L, 9L, 10L), gate.sequences());
    }

    @Test
    void whatTheServerPromisedAndNoLongerHasIsSaidSo() {
        Harness gate = with(10, 100).online();
        gate.ack(6);
        gate.drop();
        gate.online(2, 0);
        Lost lost = gate.sent.get(0).getLost();
        assertEquals(3, lost.getFirstSequence());
        assertEquals(6, lost.getSequence());
        assertTrue(lost.getAcknowledged());
        assertEquals(List.of(6L, 7L, 8L, 9L, 10L), gate.sequences());
    }

    @Test
    void promisedAndOverwrittenAreTwoStatements() {
        Harness device = new Harness(new MemorySpool(5, 3)).online();
        for (int i = 0; i < 2; i++) {
            device.session.deviceEvent(DeviceEvent.Kind.KIND_TAMPER, "");
        }
        device.ack(2);
        device.drop();
        for (int i = 0; i < 6; i++) {
            device.session.deviceEvent(DeviceEvent.Kind.KIND_TAMPER, "");
        }
        device.online(0, 0);
        Lost promised = device.sent.get(0).getLost();
        Lost overwritten = device.sent.get(1).getLost();
        assertEquals(List.of(1L, 2L), List.of(promised.getFirstSequence(), promised.getSequence()));
        assertTrue(promised.getAcknowledged());
        assertEquals(List.of(3L, 5L), List.of(overwritten.getFirstSequence(), overwritten.getSequence()));
        assertFalse(overwritten.getAcknowledged());
    }

    @Test
    void aGapIsAnsweredByGoingOnFromWhatWelcomeSays() {
        Harness gate = with(5, 100).online();
        gate.refuse(Code.CODE_SEQUENCE_GAP, 3, 0);
        gate.online(2, check(gate, 2));
        assertEquals(range(3, 5), gate.sequences());
        assertEquals(5, gate.spool.streamId());
    }

    @Test
    void malformedTwiceAtTheSameSequenceGivesThatOneUp() {
        Harness gate = with(3, 100).online();
        gate.refuse(Code.CODE_MALFORMED, 2, 0);
        gate.online(1, check(gate, 1));
        assertTrue(gate.sent.get(0).hasScan());
        gate.refuse(Code.CODE_MALFORMED, 2, 0);
        gate.online(1, 0);
        Lost lost = gate.sent.get(0).getLost();
        assertEquals(List.of(2L, 2L), List.of(lost.getFirstSequence(), lost.getSequence()));
        assertTrue(gate.sent.get(1).hasScan());
        assertEquals(List.of(2L, 3L), gate.sequences());
    }

    @Test
    void malformedAtTwoSequencesGivesNothingUp() {
        Harness gate = with(3, 100).online();
        gate.refuse(Code.CODE_MALFORMED, 2, 0);
        gate.online();
        gate.ack(2);
        gate.refuse(Code.CODE_MALFORMED, 3, 0);
        gate.online(2, 0);
        assertTrue(gate.last().hasScan());
        gate.ack(3);
        gate.refuse(Code.CODE_MALFORMED, 4, 0);
        gate.online(3, 0);
        gate.refuse(Code.CODE_MALFORMED, 4, 0);
        gate.online(3, 0);
        assertEquals(3, gate.spool.highest(), "nothing stands at 4");
    }

    @Test
    void aClosedStreamIsLeftWithWhatLiesAboveTheExpectedSequence() {
        Harness gate = with(10, 100).online();
        long old = gate.spool.streamId();
        List<GateMessage> before = List.copyOf(gate.sent);
        gate.refuse(Code.CODE_STREAM_CLOSED, 4, 0);
        assertNotEquals(old, gate.spool.streamId());
        gate.toConnecting();
        gate.session.onConnected();
        assertEquals(gate.spool.streamId(), gate.last().getHello().getStreamId());
        assertEquals(1, gate.last().getHello().getFirstSequence());
        gate.drop();
        gate.online();
        assertEquals(range(1, 7), gate.sequences());
        for (int i = 0; i < 7; i++) {
            assertEquals(
                    before.get(i + 3).getScan().getScannedAtUs(),
                    gate.sent.get(i).getScan().getScannedAtUs());
        }
    }

    @Test
    void aClosedStreamWithoutAnExpectedSequenceDropsNothing() {
        Harness gate = with(10, 100).online();
        gate.ack(2);
        gate.refuse(Code.CODE_STREAM_CLOSED, 0, 0);
        gate.online();
        assertEquals(range(1, 8), gate.sequences());
    }

    @Test
    void aLossIsStatedInTheNewStreamToo() {
        Harness gate = with(10, 4).online();
        gate.refuse(Code.CODE_STREAM_CLOSED, 3, 0);
        gate.online();
        Lost lost = gate.sent.get(0).getLost();
        assertEquals(List.of(1L, 4L), List.of(lost.getFirstSequence(), lost.getSequence()));
        assertEquals(List.of(4L, 5L, 6L, 7L, 8L), gate.sequences());
    }

    @Test
    void anotherJournalIsAnotherServerAndGetsWhatIsNotAcknowledged() {
        Harness gate = with(10, 100).online();
        gate.ack(6);
        gate.drop();
        gate.greet(Harness.welcome(0).setJournalId(99));
        assertFalse(gate.open, "a stream is named by Hello only");
        assertEquals(List.of("stream from 7"), gate.log);
        assertEquals(99, gate.spool.journalId());
        gate.greet(Harness.welcome(0).setJournalId(99));
        assertEquals(range(1, 4), gate.sequences());
    }

    @Test
    void anOutcomeFollowsItsScanIntoTheNewStreamOrNamesNone() {
        Harness gate = new Harness().online();
        gate.scan();
        gate.scan();
        gate.advanceMs(300);
        assertEquals(range(1, 4), gate.sequences());
        gate.refuse(Code.CODE_STREAM_CLOSED, 2, 0);
        gate.online();
        assertEquals(0, gate.sent.get(1).getOutcome().getScanSequence());
        assertEquals(1, gate.sent.get(2).getOutcome().getScanSequence());
    }

    @Test
    void aWaitingScanIsDecidedUnderItsNewNumber() throws Exception {
        Harness gate = new Harness().online();
        gate.session.deviceEvent(DeviceEvent.Kind.KIND_TAMPER, "");
        var asked = gate.scan();
        gate.refuse(Code.CODE_STREAM_CLOSED, 2, 1);
        gate.online();
        gate.allow(1);
        assertEquals(ScanResult.Source.SERVER, asked.get().source());
        assertTrue(gate.spool.read(1).getScan().getActed().getOpened());
        gate.session.report(asked.get(), false, "");
        assertEquals(1, gate.last().getOutcome().getScanSequence());
    }

    @Test
    void aWaitingScanThatAnEarlierStreamKeptGetsAnOutcomeThatNamesNone() {
        Harness gate = new Harness().online();
        gate.scan();
        gate.refuse(Code.CODE_STREAM_CLOSED, 2, 0);
        gate.advanceMs(300);
        assertEquals(0, gate.spool.read(1).getOutcome().getScanSequence());
        assertEquals(Harness.PASS, gate.spool.read(1).getOutcome().getPassId());
    }

    @Test
    void aSpoolBelowWhatTheServerHoldsWentBackInTime() {
        MemorySpool restored = spoolWith(3);
        Harness gate = new Harness(restored);
        gate.scan();
        gate.scan();
        gate.session.start();
        gate.greet(Harness.welcome(9));
        assertEquals(List.of("stream from 4"), gate.log);
        gate.online();
        assertEquals(range(1, 2), gate.sequences());
        assertTrue(gate.last().hasScan());
    }

    @Test
    void aScanThatIsNotTheServersLastShowsThatTheSpoolWentBackInTime() {
        MemorySpool restored = spoolWith(3);
        Harness gate = new Harness(restored);
        for (int i = 0; i < 4; i++) {
            gate.scan();
        }
        gate.session.deviceEvent(DeviceEvent.Kind.KIND_TAMPER, "");
        gate.session.start();
        gate.greet(Harness.welcome(8).setDurableCheck(check(gate, 7) + 1));
        assertEquals(List.of("stream from 4"), gate.log);
        gate.online();
        assertEquals(range(1, 5), gate.sequences());
    }

    @Test
    void aMatchingScanOrNoneToCompareIsNoAlarm() {
        Harness gate = new Harness(spoolWith(3));
        gate.scan();
        gate.session.deviceEvent(DeviceEvent.Kind.KIND_TAMPER, "");
        gate.online(5, check(gate, 4));
        assertEquals(5, gate.spool.streamId());
        gate.drop();
        gate.online(5, 12_345);
        assertEquals(5, gate.spool.streamId(), "the scan is dropped: nothing to compare");
    }

    private static MemorySpool spoolWith(int events) {
        MemorySpool spool = new MemorySpool(5, 100);
        Harness earlier = new Harness(spool);
        for (int i = 0; i < events; i++) {
            earlier.session.deviceEvent(DeviceEvent.Kind.KIND_TAMPER, "");
        }
        return spool;
    }

    @Test
    void theGateThatStandsOpenSaysSoAgainInANewStreamAndAfterALoss() {
        Harness gate = new Harness().online();
        gate.session.deviceEvent(DeviceEvent.Kind.KIND_EMERGENCY_OPEN, "");
        gate.ack(1);
        gate.refuse(Code.CODE_STREAM_CLOSED, 2, 0);
        gate.online();
        assertEquals(
                DeviceEvent.Kind.KIND_EMERGENCY_OPEN,
                gate.sent.get(0).getDeviceEvent().getKind());
        gate.ack(1);
        gate.drop();
        gate.online(0, 0);
        gate.advanceMs(1);
        gate.session.onTimer();
        assertTrue(gate.sent.get(0).hasLost());
        assertEquals(
                DeviceEvent.Kind.KIND_EMERGENCY_OPEN,
                gate.last().getDeviceEvent().getKind());
    }
}
