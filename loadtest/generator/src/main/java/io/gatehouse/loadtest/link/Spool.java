package io.gatehouse.loadtest.link;

import io.gatehouse.loadtest.measure.Latency;
import io.gatehouse.loadtest.measure.Tally;

/**
 * What a simulated gate keeps from one connection to the next, in memory: which sequences are sent, decided and
 * acknowledged, and of those that are not acknowledged when they were planned and sent. With these a scan can be
 * written again, byte for byte, since its content depends on gate, sequence and ticket alone. It holds no more than a
 * window; what is due beyond it waits unnumbered. Belongs to an event loop.
 */
final class Spool {
    final Flight flight;
    /** Due and without a number yet. */
    final Backlog waiting = new Backlog();
    /** From before the run; null: nothing. */
    final OldEvents old;

    /** Highest sequences sent on any connection, decided and acknowledged. What needs no decision counts as decided. */
    long sent;

    long answered;
    long acked;
    /** Highest sequence sent on this connection, or acknowledged before it. */
    long onWire;
    /** When the gate could last send again after something had kept it, {@link System#nanoTime}. */
    long freeNanos = System.nanoTime();

    private boolean kept;

    /** Highest sequence of the old events, which come first in the stream; 0 where there are none. */
    final long oldLast;

    private final Tally tally;

    /**
     * A spool whose stream was acknowledged up to {@code acked} and holds nothing beyond.
     *
     * @param wide whether times of sending and tickets are kept beside the plan
     */
    Spool(Tally tally, long acked, boolean wide, OldEvents old) {
        this.tally = tally;
        this.flight = new Flight(wide);
        this.old = old;
        this.sent = acked;
        this.answered = acked;
        this.acked = acked;
        this.onWire = acked;
        this.oldLast = old == null ? 0 : acked + old.perGate();
    }

    /** Old events that were never sent. */
    long oldLeft() {
        return Math.max(0, oldLast - sent);
    }

    /** The time of an old event on the gate's clock, microseconds since 1970. */
    long oldTimeUs(long sequence) {
        return old.timeUs(old.perGate() - (oldLast - sequence) - 1);
    }

    /** A connection begins on which the server has everything up to {@code durable}, at least what it acknowledged. */
    void resume(long durable, long now, AnswerHook hook, int gate) {
        for (long s = answered + 1; s <= durable; s++) {
            // It is on disk, so it is not sent again, and nobody will say what was decided.
            tally.decisionsLost++;
            hook.decisionLost(gate, flight.ticket(s));
        }
        answered = Math.max(answered, durable);
        recordAck(durable, now);
        onWire = durable;
    }

    /** The decisions of a read, up to {@link #answered}. */
    void recordAnswers(long first, long now, boolean open) {
        tally.answered += answered - first + 1;
        record(tally.decision, first, answered, now);
        if (open) {
            for (long s = first; s <= answered; s++) {
                if (tally.measures(flight.planned(s))) {
                    tally.decisionFromSend.record(now - flight.sent(s), 1);
                }
            }
        }
    }

    /** Everything up to {@code through} is acknowledged. */
    void recordAck(long through, long now) {
        long first = acked + 1;
        if (acked < oldLast) {
            long last = Math.min(through, oldLast);
            tally.oldAcked += last - acked;
            tally.oldAckedNanos = now;
            first = last + 1;
        }
        tally.acked += through - first + 1;
        record(tally.ack, first, through, now);
        acked = through;
    }

    /** What is due cannot be sent: no connection, no room in the window, a full socket. */
    void keep() {
        kept = true;
    }

    /** It can. */
    void free() {
        if (kept) {
            kept = false;
            freeNanos = System.nanoTime();
        }
    }

    /** A scan of this plan is written now. What kept the gate from sending it was not the generator's doing. */
    void recordLateness(long planned, long now) {
        if (tally.measures(planned)) {
            long by = now - (planned - freeNanos > 0 ? planned : freeNanos);
            tally.lateness.record(by, 1);
            if (by > Tally.LATE_NANOS) {
                tally.late++;
            }
        }
    }

    /** Scans of one write have one plan in a closed loop: one entry for all of them. */
    private void record(Latency latency, long first, long last, long now) {
        long s = first;
        while (s <= last) {
            long planned = flight.planned(s);
            long next = s + 1;
            while (next <= last && flight.planned(next) == planned) {
                next++;
            }
            if (tally.measures(planned)) {
                latency.record(now - planned, next - s);
            }
            s = next;
        }
    }
}
