package io.gatehouse.server.engine;

import io.gatehouse.proto.journal.v1.SnapshotRecord;
import io.gatehouse.proto.journal.v1.SnapshotStream;
import io.gatehouse.proto.wire.ReverseWriter;
import java.io.IOException;
import java.util.Arrays;

/**
 * Copies of the streams of some gates, as many as fit: made on the engine's thread into memory that is used again and
 * again, written on another. A stream's decisions are up to 32 KiB, so what would be allocated for each part is what the
 * copy would mostly cost.
 */
final class StreamPart implements StateCopy {
    private static final int GATES = 64;
    /** Decisions of the gates that are in it, after which it takes no more: about 64 KiB. */
    private static final int DECISIONS = 2 * DecisionRing.CAPACITY;

    private static final int CELLS = DecisionRing.CELLS;
    private static final int MAX_SCAN = 80;
    private static final int MAX_LEFT = 24;
    private static final int MAX_REST = 64;

    private final long[] cells = new long[CELLS * (DECISIONS + DecisionRing.CAPACITY)];
    private final int[] gates = new int[GATES];
    private final long[] streamIds = new long[GATES];
    private final long[] held = new long[GATES];
    private final long[][] left = new long[GATES][];
    /** Where the decisions of a gate end in {@link #cells}. */
    private final int[] ends = new int[GATES];

    private int size;
    private int used;
    /** The writing thread's. */
    private ReverseWriter out;

    private int room;

    void clear() {
        size = 0;
        used = 0;
    }

    boolean full() {
        return size == GATES || used >= CELLS * DECISIONS;
    }

    void add(int gate, GateStream stream) {
        gates[size] = gate;
        streamIds[size] = stream.streamId();
        held[size] = stream.held();
        left[size] = stream.left();
        used += CELLS * stream.decisions().copyTo(cells, used);
        ends[size++] = used;
    }

    @Override
    public void write(StateSink to) throws IOException {
        for (int i = 0; i < size; i++) {
            write(i);
            to.record(out.array(), out.offset(), out.length());
        }
    }

    /** From the last field to the first. */
    private void write(int at) {
        long[] before = left[at];
        makeRoom(before.length / 2);
        int end = out.offset();
        int first = at == 0 ? 0 : ends[at - 1];
        for (int cell = ends[at] - CELLS; cell >= first; cell -= CELLS) {
            int scanEnd = out.offset();
            StoredDecision.write(out, cells, cell);
            out.head(SnapshotStream.SCANS_FIELD_NUMBER, scanEnd);
        }
        for (int i = before.length - 2; i >= 0; i -= 2) {
            int leftEnd = out.offset();
            out.unsigned(SnapshotStream.LeftStream.SEQUENCE_FIELD_NUMBER, before[i + 1]);
            out.fixed64(SnapshotStream.LeftStream.STREAM_ID_FIELD_NUMBER, before[i]);
            out.head(SnapshotStream.LEFT_FIELD_NUMBER, leftEnd);
        }
        out.unsigned(SnapshotStream.HELD_FIELD_NUMBER, held[at]);
        out.fixed64(SnapshotStream.STREAM_ID_FIELD_NUMBER, streamIds[at]);
        out.unsigned(SnapshotStream.GATE_FIELD_NUMBER, gates[at]);
        out.head(SnapshotRecord.STREAM_FIELD_NUMBER, end);
    }

    private void makeRoom(int streamsLeft) {
        int needed = DecisionRing.CAPACITY * MAX_SCAN + streamsLeft * MAX_LEFT + MAX_REST;
        if (needed > room) {
            room = needed;
            out = new ReverseWriter(room);
        }
        out.reset();
    }

    /** So many that one is written before its turn comes again. */
    static StreamPart[] turns() {
        StreamPart[] turns = new StreamPart[StateParts.WAITING + 2];
        Arrays.setAll(turns, i -> new StreamPart());
        return turns;
    }
}
