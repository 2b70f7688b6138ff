package io.gatehouse.server.faults;

import io.gatehouse.proto.v1.Decision;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.proto.v1.Welcome;
import io.gatehouse.server.session.CloseReason;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;

/** What one connection must look like from outside. */
final class WireCheck {
    private final Ledger ledger;
    private BooleanSupplier storageFailed = () -> false;
    private final ArrayDeque<Long> unanswered = new ArrayDeque<>();
    private String gate = "";
    private long stream;
    private boolean welcomed;
    private boolean refused;
    private long said;
    private long heard;

    WireCheck(Ledger ledger) {
        this.ledger = ledger;
    }

    /** @param failed whether the server that took the connection has told that its journal failed */
    void onAccepted(BooleanSupplier failed) {
        storageFailed = failed;
    }

    // ---- as the gate sends ----------------------------------------------------------------------------

    void onSent(GateMessage message, boolean copy) {
        if (message.hasHello()) {
            gate = message.getHello().getGateId();
            stream = message.getHello().getStreamId();
        } else if (Ledger.sequence(message) != 0) {
            ledger.onSent(gate, stream, message, copy);
            if (message.hasScan() && !message.getScan().hasActed()) {
                unanswered.add(message.getScan().getSequence());
            }
        }
    }

    // ---- as the server says ---------------------------------------------------------------------------

    void onWelcomeSaid(Welcome welcome) {
        Violation.unless(!storageFailed.getAsBoolean(), "a Welcome after the journal failed");
        long promised = ledger.promised(gate, stream);
        Violation.unless(
                welcome.getDurableSequence() >= promised,
                "%s is welcomed at %d, %d was promised",
                gate,
                welcome.getDurableSequence(),
                promised);
        said = welcome.getDurableSequence();
        ledger.promise(gate, stream, said);
    }

    void onDecisionSaid() {
        Violation.unless(!storageFailed.getAsBoolean(), "a decision after the journal failed");
    }

    void onAckSaid(long sequence) {
        Violation.unless(!storageFailed.getAsBoolean(), "an ack after the journal failed");
        Violation.unless(sequence >= said, "%s: ack %d behind %d", gate, sequence, said);
        said = sequence;
        ledger.promise(gate, stream, sequence);
    }

    void onEnd(CloseReason reason) {
        ledger.seen(reason.name());
    }

    // ---- as the gate hears ------------------------------------------------------------------------------

    void onHeard(ServerMessage message) {
        Violation.unless(!refused, "%s: %s behind a Refusal", gate, message.getBodyCase());
        switch (message.getBodyCase()) {
            case WELCOME -> {
                Violation.unless(!welcomed, "%s is welcomed twice", gate);
                welcomed = true;
                heard = message.getWelcome().getDurableSequence();
            }
            case DECISION -> onDecision(message.getDecision());
            case ACK -> onAck(message.getAck().getDurableSequence());
            case REFUSAL -> {
                refused = true;
                onRefusal(message.getRefusal());
            }
            default -> Violation.unless(welcomed, "%s: %s before Welcome", gate, message.getBodyCase());
        }
    }

    /** Each live scan has one decision, in order. */
    private void onDecision(Decision decision) {
        Long first = unanswered.poll();
        Violation.unless(
                first != null && first == decision.getSequence(),
                "%s: a decision of %d where one of %s is due",
                gate,
                decision.getSequence(),
                first);
        ledger.onDecision(gate, stream, decision);
    }

    private void onAck(long sequence) {
        Violation.unless(welcomed && sequence >= heard, "%s: ack %d behind %d", gate, sequence, heard);
        heard = sequence;
        // A copy of a scan that is covered may still be under way behind its first.
        Long first = unanswered.peek();
        Violation.unless(
                first == null || first > sequence || ledger.decided(gate, stream, first),
                "%s: ack %d before the decision of %s",
                gate,
                sequence,
                first);
    }

    private void onRefusal(Refusal refusal) {
        ledger.seen(refusal.getCode().name());
        if (refusal.getCode() == Refusal.Code.CODE_STREAM_CLOSED && refusal.getExpectedSequence() > 0) {
            // The gate drops what lies below: that is a promise too.
            ledger.promise(gate, stream, refusal.getExpectedSequence() - 1);
        }
    }
}
