package io.gatehouse.client;

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
import io.gatehouse.proto.v1.Verdict;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The scans that wait for a decision, what the gate does with each, and the statement of it. */
final class ScanDesk {
    static final int DEFAULT_DEADLINE_MS = 300;

    private static final int MAX_OPERATOR = 64;

    private record Waiting(
            ScanPlace place, OfflinePolicy.Input input, long since, CompletableFuture<ScanResult> result) {}

    private final Spool spool;
    private final Outbox outbox;
    private final SelfDecider self;
    private final GateClock clock;
    private final GateListener listener;
    private final boolean ownEvents;
    private final StreamHistory history = new StreamHistory();
    // In the order of the scans; a decision is for the first of them unless the gate was quicker.
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private long deadlineNs = TimeUnit.MILLISECONDS.toNanos(DEFAULT_DEADLINE_MS);
    private boolean decidesAlone;

    ScanDesk(Spool spool, Outbox outbox, SelfDecider self, GateClock clock, GateListener listener, boolean ownEvents) {
        this.spool = spool;
        this.outbox = outbox;
        this.self = self;
        this.clock = clock;
        this.listener = listener;
        this.ownEvents = ownEvents;
    }

    /**
     * States that the gate kept closed for every scan that an earlier run left without word of what it did. Whether those
     * were sent is not known, so both are said: by an Outcome, and in {@code acted} should the scan be sent again.
     */
    void settleLeftovers() {
        long last = spool.highest();
        for (long sequence = spool.first(); sequence <= last; sequence++) {
            GateMessage message = spool.read(sequence);
            if (message != null && message.hasScan() && !message.getScan().hasActed()) {
                Scan scan = message.getScan();
                Acted acted = self.acted(false, Reason.REASON_UNSPECIFIED);
                appendOutcome(sequence, scan.getPassId(), scan.getDirection(), acted);
                spool.markActed(sequence, acted);
            }
        }
    }

    void deadline(int millis) {
        deadlineNs = TimeUnit.MILLISECONDS.toNanos(millis == 0 ? DEFAULT_DEADLINE_MS : Integer.toUnsignedLong(millis));
    }

    /** Brings what a scanner read into the ranges of the wire. */
    OfflinePolicy.Input input(ByteString passId, Direction direction, OptionalInt temperature) {
        OptionalInt bounded = temperature.isEmpty()
                ? temperature
                : OptionalInt.of(Math.min(Math.max(0, temperature.getAsInt()), Messages.MAX_TEMPERATURE));
        ByteString pass = passId.substring(0, Math.min(passId.size(), Messages.MAX_PASS_ID));
        return new OfflinePolicy.Input(pass, direction, bounded, clock.wallMicros());
    }

    void scan(OfflinePolicy.Input input, Medium medium, CompletableFuture<ScanResult> result) {
        boolean ask = outbox.live();
        OfflinePolicy.OwnDecision own = ask ? null : self.decide(input);
        if (!ask) {
            beginAlone();
        }
        Scan.Builder scan = Scan.newBuilder()
                .setSequence(outbox.nextSequence())
                .setPassId(input.passId())
                .setScannedAtUs(input.scannedAtUs())
                .setDirection(input.direction())
                .setMedium(medium);
        input.temperatureDecicelsius().ifPresent(scan::setTemperatureDecicelsius);
        if (!ask) {
            scan.setActed(self.acted(own));
        }
        outbox.append(GateMessage.newBuilder().setScan(scan).build());
        ScanPlace place = new ScanPlace(history.epoch(), scan.getSequence(), input.passId(), input.direction());
        if (ask) {
            waiting.add(new Waiting(place, input, clock.nanoTime(), result));
            outbox.keepFrom(firstUnsettled());
        } else {
            complete(result, own(place, own));
        }
    }

    void onDecision(Decision decision) {
        Waiting asked = take(decision.getSequence());
        listener.onDecision(spool.streamId(), decision, asked != null);
        if (asked == null) {
            return;
        }
        Verdict verdict = CheckTable.known(decision.getVerdict());
        spool.markActed(
                decision.getSequence(),
                Acted.newBuilder()
                        .setOpened(verdict == Verdict.VERDICT_ALLOW)
                        .setReasonValue(
                                CheckTable.decisive(decision, asked.place().direction()))
                        .setAuthority(Authority.AUTHORITY_SERVER)
                        .build());
        outbox.keepFrom(firstUnsettled());
        endAlone();
        complete(
                asked.result(),
                new ScanResult(
                        asked.place(),
                        ScanResult.Source.SERVER,
                        verdict,
                        decision.getReasonsList(),
                        decision.getAttention()));
    }

    private Waiting take(long sequence) {
        for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
            Waiting candidate = each.next();
            long at = history.sequenceNow(candidate.place());
            if (at == sequence) {
                each.remove();
                return candidate;
            }
            if (at > sequence) {
                return null;
            }
        }
        return null;
    }

    /** Decides the scans whose deadline has passed. */
    void expire() {
        while (!waiting.isEmpty() && clock.nanoTime() - waiting.peek().since() >= deadlineNs) {
            decideAlone(waiting.poll());
        }
    }

    /** Decides every scan that waits: nobody will answer any more. */
    void decideAll() {
        while (!waiting.isEmpty()) {
            decideAlone(waiting.poll());
        }
    }

    private void decideAlone(Waiting asked) {
        OfflinePolicy.OwnDecision own = self.decide(asked.input());
        beginAlone();
        Acted acted = self.acted(own);
        long sequence = history.sequenceNow(asked.place());
        if (sent(sequence)) {
            // The Outcome first: a crash between the two must not leave only the mark, which a server that holds the
            // scan already does not read.
            appendOutcome(sequence, asked.place().passId(), asked.place().direction(), acted);
        }
        spool.markActed(sequence, acted);
        outbox.keepFrom(firstUnsettled());
        complete(asked.result(), own(asked.place(), own));
    }

    /** States what was done otherwise, or later, than the result said. */
    void report(ScanResult result, boolean opened, String operator) {
        Acted.Builder acted =
                self.acted(opened, result.reasons().isEmpty() ? Reason.REASON_UNSPECIFIED : known(result)).toBuilder();
        if (!operator.isEmpty()) {
            acted.setAuthority(Authority.AUTHORITY_GUARD)
                    .setOperator(Messages.cut(operator, MAX_OPERATOR))
                    .clearRosterVersion();
        }
        long sequence = history.sequenceNow(result.place());
        if (sent(sequence)) {
            appendOutcome(sequence, result.passId(), result.direction(), acted.build());
        } else {
            spool.markActed(sequence, acted.build());
        }
    }

    private static Reason known(ScanResult result) {
        Reason reason = result.reasons().get(0);
        return reason == Reason.UNRECOGNIZED ? Reason.REASON_UNSPECIFIED : reason;
    }

    void onNewStream(Renumbering step) {
        history.add(step);
        outbox.keepFrom(firstUnsettled());
    }

    long nextTimer() {
        return waiting.isEmpty() ? Long.MAX_VALUE : waiting.peek().since() + deadlineNs;
    }

    private boolean sent(long sequence) {
        return sequence == 0 || outbox.wasSent(sequence);
    }

    private long firstUnsettled() {
        for (Waiting each : waiting) {
            long sequence = history.sequenceNow(each.place());
            if (sequence != 0) {
                return sequence;
            }
        }
        return Long.MAX_VALUE;
    }

    private void appendOutcome(long scanSequence, ByteString passId, Direction direction, Acted acted) {
        outbox.append(GateMessage.newBuilder()
                .setOutcome(Outcome.newBuilder()
                        .setSequence(outbox.nextSequence())
                        .setScanSequence(scanSequence)
                        .setPassId(passId)
                        .setDirection(direction)
                        .setActedAtUs(clock.wallMicros())
                        .setActed(acted))
                .build());
    }

    private ScanResult own(ScanPlace place, OfflinePolicy.OwnDecision own) {
        return new ScanResult(place, ScanResult.Source.GATE, own.verdict(), List.of(own.reason()), own.attention());
    }

    private void complete(CompletableFuture<ScanResult> future, ScanResult result) {
        listener.onResult(result);
        future.complete(result);
    }

    private void beginAlone() {
        if (!decidesAlone) {
            decidesAlone = true;
            appendOwn(DeviceEvent.Kind.KIND_OFFLINE);
        }
    }

    private void endAlone() {
        if (decidesAlone) {
            decidesAlone = false;
            appendOwn(DeviceEvent.Kind.KIND_ONLINE);
        }
    }

    private void appendOwn(DeviceEvent.Kind kind) {
        if (ownEvents) {
            outbox.append(
                    DeviceEvent.newBuilder().setOccurredAtUs(clock.wallMicros()).setKind(kind));
        }
    }
}
