package io.gatehouse.loadtest.measure;

import java.nio.ByteBuffer;

/**
 * What one event loop has sent and got, in plain fields: the loop alone writes them, and hands out copies. Counts run
 * from the start of the loop; latencies only of what was planned from {@link #measureFrom} up to {@link #measureTo}.
 */
public final class Tally {
    /** Verdicts as numbered in the protocol; what is beyond the table counts as unspecified. */
    public static final int VERDICTS = 5;

    /** A send this much after its plan is late. */
    public static final long LATE_NANOS = 1_000_000;

    /** {@link System#nanoTime} of the first moment that is measured. */
    public long measureFrom = Long.MAX_VALUE;
    /** And of the first one after it. */
    public long measureTo = Long.MAX_VALUE;

    public long sent;
    public long answered;
    public long acked;
    public long attention;
    /** Of the measured interval: sent more than 1 ms after they were due and could be sent. */
    public long late;

    /** Sent again after a connection was lost. */
    public long resent;
    /** On the server's disk, but their decisions went with a connection. */
    public long decisionsLost;
    /** Events from before the run: sent, acknowledged. They count as nothing else. */
    public long oldSent;

    public long oldAcked;
    /** {@link System#nanoTime} of the last acknowledgement of such an event. */
    public long oldAckedNanos;
    /** Due scans that went with a connection that ended: never sent. */
    public long abandoned;
    /** Sent and not decided when their connection ended. */
    public long undecidedAtEnd;
    /** Sent and not acknowledged when their connection ended. */
    public long unacknowledgedAtEnd;
    /** Decisions that came a second time. */
    public long duplicated;
    /** Decisions that came before an earlier one. */
    public long reordered;
    /** Decisions that were held against a right answer; as far as somebody has looked. */
    public long checked;
    /** Of these, the wrong ones. */
    public long wrong;

    public final long[] verdicts = new long[VERDICTS];
    /** Nanoseconds in which the loop had work, where it spins. */
    public long busyNanos;
    /** Bytes that the loop's thread allocated since it began. */
    public long allocatedBytes;

    /** From the planned time to the decision. */
    public final Latency decision = new Latency();
    /** From the moment of the write to the decision. */
    public final Latency decisionFromSend = new Latency();
    /** From the planned time to the ack. */
    public final Latency ack = new Latency();
    /** From the planned time, or from when the gate could send again, to the write: what the generator was late by. */
    public final Latency lateness = new Latency();

    /** Whether something planned at that time is measured. */
    public boolean measures(long plannedNanos) {
        return plannedNanos - measureFrom >= 0 && plannedNanos - measureTo < 0;
    }

    /** Adds the counts of another, not its latencies. */
    public void addCounts(Tally other) {
        sent += other.sent;
        answered += other.answered;
        acked += other.acked;
        attention += other.attention;
        late += other.late;
        resent += other.resent;
        decisionsLost += other.decisionsLost;
        oldSent += other.oldSent;
        oldAcked += other.oldAcked;
        if (other.oldAckedNanos != 0) {
            oldAckedNanos =
                    oldAckedNanos == 0 || other.oldAckedNanos - oldAckedNanos > 0 ? other.oldAckedNanos : oldAckedNanos;
        }
        abandoned += other.abandoned;
        undecidedAtEnd += other.undecidedAtEnd;
        unacknowledgedAtEnd += other.unacknowledgedAtEnd;
        duplicated += other.duplicated;
        reordered += other.reordered;
        checked += other.checked;
        wrong += other.wrong;
        busyNanos += other.busyNanos;
        allocatedBytes += other.allocatedBytes;
        for (int i = 0; i < VERDICTS; i++) {
            verdicts[i] += other.verdicts[i];
        }
    }

    /** Adds the latencies of another, not its counts. */
    public void addLatencies(Tally other) {
        decision.add(other.decision);
        decisionFromSend.add(other.decisionFromSend);
        ack.add(other.ack);
        lateness.add(other.lateness);
    }

    /** Gives its latencies to another for that one's, which are empty: a moment's work on a busy event loop. */
    public void swapLatencies(Tally empty) {
        decision.swap(empty.decision);
        decisionFromSend.swap(empty.decisionFromSend);
        ack.swap(empty.ack);
        lateness.swap(empty.lateness);
    }

    /** Room for {@link #pack}, to be used again. */
    public static ByteBuffer packingRoom() {
        return Latency.packingRoom();
    }

    /** Makes its latencies small, for keeping: a run has thousands of seconds. From here on they are only read. */
    public void pack(ByteBuffer room) {
        decision.pack(room);
        decisionFromSend.pack(room);
        ack.pack(room);
        lateness.pack(room);
    }

    /** The counts since an earlier look at the same counters. */
    public Tally since(Tally earlier) {
        Tally counts = new Tally();
        counts.sent = sent - earlier.sent;
        counts.answered = answered - earlier.answered;
        counts.acked = acked - earlier.acked;
        counts.attention = attention - earlier.attention;
        counts.late = late - earlier.late;
        counts.resent = resent - earlier.resent;
        counts.decisionsLost = decisionsLost - earlier.decisionsLost;
        counts.oldSent = oldSent - earlier.oldSent;
        counts.oldAcked = oldAcked - earlier.oldAcked;
        counts.oldAckedNanos = oldAckedNanos;
        counts.abandoned = abandoned - earlier.abandoned;
        counts.undecidedAtEnd = undecidedAtEnd - earlier.undecidedAtEnd;
        counts.unacknowledgedAtEnd = unacknowledgedAtEnd - earlier.unacknowledgedAtEnd;
        counts.duplicated = duplicated - earlier.duplicated;
        counts.reordered = reordered - earlier.reordered;
        counts.checked = checked - earlier.checked;
        counts.wrong = wrong - earlier.wrong;
        counts.busyNanos = busyNanos - earlier.busyNanos;
        counts.allocatedBytes = allocatedBytes - earlier.allocatedBytes;
        for (int i = 0; i < VERDICTS; i++) {
            counts.verdicts[i] = verdicts[i] - earlier.verdicts[i];
        }
        return counts;
    }

    /** Begins the latencies anew; the counts run on. */
    public void resetLatencies() {
        decision.reset();
        decisionFromSend.reset();
        ack.reset();
        lateness.reset();
    }
}
