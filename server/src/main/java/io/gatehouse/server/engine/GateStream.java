package io.gatehouse.server.engine;

import io.gatehouse.proto.journal.v1.SnapshotStream;
import io.gatehouse.proto.journal.v1.StoredScan;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** What is held of one gate's streams: the current one, and how far those went that were left behind. */
final class GateStream {
    private final DecisionRing decisions = new DecisionRing();
    private boolean begun;
    private long streamId;
    private long held;
    /** Stream and its last sequence, in the order in which they were left. */
    private long[] left = new long[0];

    boolean is(long id) {
        return begun && streamId == id;
    }

    boolean begun() {
        return begun;
    }

    long streamId() {
        return streamId;
    }

    /** Highest sequence that is recorded; 0 for none. */
    long held() {
        return held;
    }

    long expected() {
        return held + 1;
    }

    DecisionRing decisions() {
        return decisions;
    }

    boolean wasLeft(long id) {
        return find(id) >= 0;
    }

    /** Last sequence of a stream that was left behind. */
    long leftAt(long id) {
        return left[find(id) + 1];
    }

    void begin(long id, long previousId, long previousSequence) {
        boolean hadOne = previousId != 0 || previousSequence != 0;
        if (hadOne && !wasLeft(previousId)) {
            left = Arrays.copyOf(left, left.length + 2);
            left[left.length - 2] = previousId;
            left[left.length - 1] = previousSequence;
        }
        if (!is(id)) {
            begun = true;
            streamId = id;
            held = 0;
            decisions.clear();
        }
    }

    void hold(long sequence) {
        if (Long.compareUnsigned(sequence, held) > 0) {
            held = sequence;
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeBoolean(begun);
        out.writeLong(streamId);
        out.writeLong(held);
        decisions.write(out);
        out.writeInt(left.length / 2);
        for (long value : left) {
            out.writeLong(value);
        }
    }

    /** Stream and last sequence of each that was left: never written to, a later one is in an array of its own. */
    long[] left() {
        return left;
    }

    void restore(SnapshotStream record) {
        begun = true;
        streamId = record.getStreamId();
        held = record.getHeld();
        left = new long[record.getLeftCount() * 2];
        for (int i = 0; i < record.getLeftCount(); i++) {
            left[2 * i] = record.getLeft(i).getStreamId();
            left[2 * i + 1] = record.getLeft(i).getSequence();
        }
        for (StoredScan scan : record.getScansList()) {
            StoredDecision.restore(scan, decisions);
        }
    }

    private int find(long id) {
        for (int i = 0; i < left.length; i += 2) {
            if (left[i] == id) {
                return i;
            }
        }
        return -1;
    }
}
