package io.gatehouse.server.engine;

import io.gatehouse.proto.journal.v1.SnapshotRecord;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** The streams of all gates, by gate number. */
final class Streams implements Fold {
    private static final int MAX_GATES = 1_000_000;
    /** That one part looks at. */
    private static final int MOST_GATES = 1_024;

    private GateStream[] streams = new GateStream[64];
    private int size;
    private final SeenGates seen = new SeenGates();
    private StreamPart[] turns;

    /** The gate's, made when first asked for. */
    GateStream of(int gate) {
        if (gate < size) {
            return streams[gate];
        }
        if (gate >= streams.length) {
            streams = Arrays.copyOf(streams, Math.max(gate + 1, streams.length * 2));
        }
        while (size <= gate) {
            streams[size++] = new GateStream();
        }
        return streams[gate];
    }

    @Override
    public void apply(Event e) {
        switch (e.recordedAs()) {
            case STREAM -> begin(e);
            case SCAN, OUTCOME, DEVICE_EVENT, LOST -> sequenced(e);
            default -> {}
        }
    }

    private void begin(Event e) {
        GateStream stream = of(e.gate);
        if (!stream.begun()) {
            seen.add(e.gate);
        }
        stream.begin(e.streamId, e.previousStreamId, e.previousSequence);
    }

    /** The gates that ever began a stream. Any thread. */
    SeenGates seen() {
        return seen;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        int last = size;
        while (last > 0 && !streams[last - 1].begun()) {
            last--;
        }
        out.writeInt(last);
        for (int gate = 0; gate < last; gate++) {
            streams[gate].write(out);
        }
    }

    /** All of it comes in parts. */
    @Override
    public StateCopy copy() {
        return to -> {};
    }

    /** Uses so many copies in turn that one is written before it is used again: one snapshot at a time. */
    @Override
    public StateParts parts() {
        turns = turns == null ? StreamPart.turns() : turns;
        return new StateParts() {
            private int turn;
            private int next;

            @Override
            public StateCopy next() {
                if (next >= size) {
                    return null;
                }
                StreamPart part = turns[turn++ % turns.length];
                part.clear();
                for (int most = next + MOST_GATES; next < size && next < most && !part.full(); next++) {
                    if (streams[next].begun()) {
                        part.add(next, streams[next]);
                    }
                }
                return part;
            }
        };
    }

    @Override
    public boolean read(SnapshotRecord record) {
        if (!record.hasStream()) {
            return false;
        }
        int gate = record.getStream().getGate();
        if (gate < 0 || gate > MAX_GATES) {
            throw new IllegalArgumentException("gate number " + gate);
        }
        GateStream stream = of(gate);
        if (stream.begun()) {
            throw new IllegalArgumentException(
                    "two streams of gate " + record.getStream().getGate());
        }
        seen.add(gate);
        stream.restore(record.getStream());
        return true;
    }

    private void sequenced(Event e) {
        GateStream stream = of(e.gate);
        if (!stream.is(e.streamId)) {
            return; // a stretch of the journal again: this stream was left further on
        }
        stream.hold(e.sequence);
        DecisionRing decisions = stream.decisions();
        if (e.kind == Event.Kind.SCAN) {
            decisions.push(
                    e.sequence, StoredDecision.decision(e), StoredDecision.timeUs(e), StoredDecision.household(e));
        } else if (e.kind == Event.Kind.OUTCOME && e.differs) {
            restand(decisions, e);
        }
    }

    /** What the gate did is what stands for the scan from here on. */
    private static void restand(DecisionRing decisions, Event e) {
        int place = decisions.find(e.scanSequence);
        if (place != DecisionRing.ABSENT) {
            long decision = StoredDecision.withStands(decisions.decision(place), e);
            decisions.set(place, decision, StoredDecision.timeUs(e), StoredDecision.household(e));
        }
    }
}
