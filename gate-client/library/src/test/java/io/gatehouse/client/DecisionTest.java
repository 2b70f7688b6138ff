package io.gatehouse.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.Acted;
import io.gatehouse.proto.v1.Authority;
import io.gatehouse.proto.v1.Decision;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Medium;
import io.gatehouse.proto.v1.Outcome;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.Scan;
import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.proto.v1.Verdict;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class DecisionTest {
    private static final OfflinePolicy OPENS =
            (input, grants) -> new OfflinePolicy.OwnDecision(Verdict.VERDICT_ALLOW, Reason.REASON_OK, true);

    private static Harness opening() {
        return new Harness(new MemorySpool(5, 1_000), 1, false, OPENS);
    }

    @Test
    void aLiveScanGoesOutWithoutActedAndTheDecisionComesThroughBitForBit() throws Exception {
        Harness gate = new Harness().online();
        CompletableFuture<ScanResult> asked = gate.scan();
        Scan scan = gate.last().getScan();
        assertEquals(1, scan.getSequence());
        assertEquals(Harness.PASS, scan.getPassId());
        assertEquals(366, scan.getTemperatureDecicelsius());
        assertEquals(Medium.MEDIUM_QR, scan.getMedium());
        assertEquals(gate.wallMicros, scan.getScannedAtUs());
        assertFalse(scan.hasActed());
        assertFalse(asked.isDone());
        gate.deliver(ServerMessage.newBuilder()
                .setDecision(Decision.newBuilder()
                        .setSequence(1)
                        .setVerdict(Verdict.VERDICT_DENY)
                        .addReasons(Reason.REASON_REVOKED)
                        .addReasons(Reason.REASON_EXPIRED)
                        .setAttention(true)));
        ScanResult result = asked.get();
        assertEquals(ScanResult.Source.SERVER, result.source());
        assertEquals(Verdict.VERDICT_DENY, result.verdict());
        assertEquals(List.of(Reason.REASON_REVOKED, Reason.REASON_EXPIRED), result.reasons());
        assertTrue(result.attention());
        assertFalse(result.allowed());
        assertEquals(ScanResult.Screen.STOP, result.screen());
    }

    @Test
    void anUnmeasuredTemperatureIsAbsentAndOddInputIsBroughtIntoRange() {
        Harness gate = new Harness().online();
        gate.session.scan(Harness.PASS, Direction.DIRECTION_EXIT, OptionalInt.empty(), Medium.MEDIUM_CARD);
        assertFalse(gate.last().getScan().hasTemperatureDecicelsius());
        gate.session.scan(
                ByteString.copyFrom(new byte[5_000]),
                Direction.DIRECTION_UNSPECIFIED,
                OptionalInt.of(1 << 20),
                Medium.MEDIUM_UNSPECIFIED);
        assertEquals(64, gate.last().getScan().getPassId().size());
        assertEquals(65_534, gate.last().getScan().getTemperatureDecicelsius());
    }

    @Test
    void anUnknownVerdictKeepsClosedAndCallsTheGuard() throws Exception {
        Harness gate = new Harness().online();
        for (int value : new int[] {0, 99}) {
            CompletableFuture<ScanResult> asked = gate.scan();
            gate.deliver(ServerMessage.newBuilder()
                    .setDecision(Decision.newBuilder()
                            .setSequence(value == 0 ? 1 : 2)
                            .setVerdictValue(value)
                            .addReasonsValue(99)));
            assertEquals(Verdict.VERDICT_REFER, asked.get().verdict());
            assertEquals(ScanResult.Screen.SEE_THE_GUARD, asked.get().screen());
        }
        assertEquals(99, gate.spool.read(2).getScan().getActed().getReasonValue());
    }

    @Test
    void anObeyedDecisionIsInTheSpoolBeforeTheGateActsAndGoesOutWithAResend() {
        Harness gate = new Harness().online();
        gate.scan().thenAccept(result -> assertTrue(gate.spool.read(1).getScan().hasActed()));
        gate.decide(1, Verdict.VERDICT_RETEST, Reason.REASON_HOME_QUARANTINE, Reason.REASON_TEMPERATURE_MISSING);
        gate.drop();
        gate.online();
        Acted acted = gate.last().getScan().getActed();
        assertFalse(acted.getOpened());
        assertEquals(Authority.AUTHORITY_SERVER, acted.getAuthority());
        assertEquals(Reason.REASON_TEMPERATURE_MISSING, acted.getReason(), "the one that gave the verdict");
    }

    @Test
    void aScanNotDecidedYetIsResentWithoutActedAndTheStoredDecisionIsObeyed() throws Exception {
        Harness gate = new Harness().online();
        CompletableFuture<ScanResult> asked = gate.scan();
        gate.drop();
        gate.online();
        // The first back-offs of this seed are short; the deadline has not passed.
        assertFalse(asked.isDone());
        assertFalse(gate.last().getScan().hasActed());
        gate.allow(1);
        assertTrue(asked.get().allowed());
        assertEquals(ScanResult.Source.SERVER, asked.get().source());
    }

    @Test
    void afterTheDeadlineTheGateDecidesStatesItAndIgnoresTheDecision() throws Exception {
        Harness gate = opening().online();
        CompletableFuture<ScanResult> asked = gate.scan();
        gate.advanceMs(299);
        assertFalse(asked.isDone());
        gate.advanceMs(1);
        assertEquals(ScanResult.Source.GATE, asked.get().source());
        assertTrue(asked.get().allowed());
        Outcome outcome = gate.last().getOutcome();
        assertEquals(2, outcome.getSequence());
        assertEquals(1, outcome.getScanSequence());
        assertEquals(Harness.PASS, outcome.getPassId());
        assertEquals(Direction.DIRECTION_ENTRY, outcome.getDirection());
        assertEquals(gate.wallMicros, outcome.getActedAtUs());
        assertTrue(outcome.getActed().getOpened());
        assertEquals(Authority.AUTHORITY_GATE, outcome.getActed().getAuthority());
        gate.decide(1, Verdict.VERDICT_DENY, Reason.REASON_EXPIRED);
        assertEquals(List.of("decision 1 ignored"), gate.log);
        assertTrue(gate.spool.read(1).getScan().getActed().getOpened());
    }

    @Test
    void aDecisionThatComesWithALateTimerIsLateToo() throws Exception {
        Harness gate = new Harness().online();
        CompletableFuture<ScanResult> asked = gate.scan();
        gate.nanos += 300_000_000;
        gate.wallMicros += 300_000;
        gate.allow(1);
        assertEquals(ScanResult.Source.GATE, asked.get().source());
        assertEquals(List.of("decision 1 ignored"), gate.log);
    }

    @Test
    void theDeadlineIsTheServers() {
        Harness gate = new Harness();
        gate.session.start();
        gate.greet(Harness.welcome(0).setDecisionDeadlineMs(1_000));
        CompletableFuture<ScanResult> asked = gate.scan();
        gate.advanceMs(999);
        assertFalse(asked.isDone());
        gate.advanceMs(1);
        assertTrue(asked.isDone());
    }

    @Test
    void anAcknowledgedScanStillGetsItsOutcome() {
        Harness gate = new Harness().online();
        gate.scan();
        gate.ack(1);
        assertEquals(1, gate.spool.first(), "not settled yet, so a crash must find it");
        gate.advanceMs(300);
        assertEquals(1, gate.last().getOutcome().getScanSequence());
        assertEquals(2, gate.spool.first());
    }

    @Test
    void whatWasNeverSentCarriesActedInsteadOfAnOutcome() throws Exception {
        Harness gate = opening().online();
        gate.writable = false;
        CompletableFuture<ScanResult> asked = gate.scan();
        gate.advanceMs(300);
        assertTrue(asked.get().allowed());
        gate.writable = true;
        gate.session.onWritable();
        assertEquals(List.of(1L), gate.sequences());
        assertTrue(gate.last().getScan().getActed().getOpened());
        assertEquals(Authority.AUTHORITY_GATE, gate.last().getScan().getActed().getAuthority());
    }

    @Test
    void offlineTheGateDecidesAtOnce() throws Exception {
        Harness gate = new Harness();
        ScanResult result = gate.scan().get();
        assertEquals(ScanResult.Source.GATE, result.source());
        assertEquals(Verdict.VERDICT_REFER, result.verdict());
        gate.online();
        assertFalse(gate.last().getScan().getActed().getOpened());
    }

    @Test
    void afterAReconnectTheGateDecidesUntilTheBacklogIsSent() throws Exception {
        Harness gate = new Harness();
        for (int i = 0; i < 5; i++) {
            gate.scan();
        }
        gate.session.start();
        gate.greet(Harness.welcome(0).setWindow(4));
        assertEquals(List.of(1L, 2L, 3L, 4L), gate.sequences());
        assertEquals(ScanResult.Source.GATE, gate.scan().get().source());
        gate.ack(1);
        assertEquals(ScanResult.Source.GATE, gate.scan().get().source());
        gate.ack(4);
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L), gate.sequences());
        CompletableFuture<ScanResult> asked = gate.scan();
        assertFalse(asked.isDone());
        assertFalse(gate.last().getScan().hasActed());
    }

    @Test
    void theGuardsWordIsActedBeforeSendingAndAnOutcomeAfter() throws Exception {
        Harness gate = new Harness();
        ScanResult offline = gate.scan().get();
        gate.session.report(offline, true, "g7");
        gate.online();
        Acted acted = gate.last().getScan().getActed();
        assertTrue(acted.getOpened());
        assertEquals(Authority.AUTHORITY_GUARD, acted.getAuthority());
        assertEquals("g7", acted.getOperator());

        CompletableFuture<ScanResult> asked = gate.scan();
        gate.decide(2, Verdict.VERDICT_DENY, Reason.REASON_EXPIRED);
        gate.session.report(asked.get(), true, "g7");
        Outcome outcome = gate.last().getOutcome();
        assertEquals(2, outcome.getScanSequence());
        assertEquals(3, outcome.getSequence());
        assertEquals(Authority.AUTHORITY_GUARD, outcome.getActed().getAuthority());
        assertFalse(gate.spool.read(2).getScan().getActed().getOpened(), "the decision was obeyed at first");
    }

    @Test
    void aRestartStatesThatUnsettledScansStayedClosed() {
        MemorySpool spool = new MemorySpool(5, 100);
        Harness before = new Harness(spool).online();
        before.scan();
        before.scan();
        before.allow(1);
        Harness after = new Harness(spool);
        after.online();
        assertEquals(List.of(1L, 2L, 3L), after.sequences());
        assertTrue(after.sent.get(0).getScan().getActed().getOpened());
        assertEquals(2, after.sent.get(2).getOutcome().getScanSequence());
        assertFalse(after.sent.get(2).getOutcome().getActed().getOpened());
        assertTrue(after.sent.get(1).getScan().hasActed());
        assertFalse(after.sent.get(1).getScan().getActed().getOpened());
        assertEquals(3, new Harness(spool).spool.highest(), "said once");
    }

    @Test
    void theDeviceEventsOfGoingOfflineAndOnlineFrameWhatTheGateDecided() {
        Harness gate = new Harness(new MemorySpool(5, 100), 1, true, OPENS);
        gate.scan();
        gate.scan();
        gate.online();
        gate.scan();
        gate.allow(5);
        assertEquals(
                List.of("KIND_OFFLINE", "SCAN", "SCAN", "KIND_STARTED", "SCAN", "KIND_ONLINE"),
                gate.sent.stream().map(DecisionTest::name).toList());
    }

    private static String name(GateMessage message) {
        return message.hasDeviceEvent()
                ? message.getDeviceEvent().getKind().name()
                : message.getBodyCase().name();
    }

    @Test
    void aSpoolThatFailsFailsTheScan() {
        MemorySpool spool = new MemorySpool(5, 100);
        Harness gate = new Harness(new BrokenSpool(spool));
        ExecutionException failed =
                assertThrows(ExecutionException.class, () -> gate.scan().get());
        assertEquals(UncheckedIOException.class, failed.getCause().getClass());
    }

    @Test
    void aSteppedClockMovesWhatWasNeverSent() {
        Harness gate = new Harness().online();
        gate.scan();
        gate.drop();
        gate.session.deviceEvent(DeviceEvent.Kind.KIND_DOOR_HELD, "");
        gate.scan();
        long sentAt = gate.spool.read(1).getScan().getScannedAtUs();
        long eventAt = gate.spool.read(2).getDeviceEvent().getOccurredAtUs();
        long unsentAt = gate.spool.read(3).getScan().getScannedAtUs();
        gate.wallMicros += 3_600_000_000L;
        gate.online();
        assertEquals(sentAt, gate.sent.get(0).getScan().getScannedAtUs(), "the server may hold it");
        assertEquals(eventAt + 3_600_000_000L, gate.sent.get(1).getDeviceEvent().getOccurredAtUs());
        assertEquals(unsentAt + 3_600_000_000L, gate.sent.get(2).getScan().getScannedAtUs());
    }
}
