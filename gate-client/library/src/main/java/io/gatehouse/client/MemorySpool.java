package io.gatehouse.client;

import io.gatehouse.proto.v1.Acted;
import io.gatehouse.proto.v1.GateMessage;
import java.util.random.RandomGenerator;

/**
 * A spool without a disk: what it holds is gone with the process. For tests, simulators and load, and for gates that may
 * lose events when they lose power. Not thread-safe: one session, one thread.
 */
public final class MemorySpool implements Spool {
    /** Messages held unless told otherwise: a day at one scan a second, about 30 MB. */
    public static final int DEFAULT_CAPACITY = 86_400;

    private static final int INITIAL = 64;

    private final int capacity;
    private GateMessage[] ring;
    private long streamId;
    private long journalId;
    private long first = 1;
    private long highest;
    private long dropped;

    /**
     * Creates an empty spool.
     *
     * @param streamId random, not 0
     * @param capacity most messages held, at least 1; one more overwrites the oldest
     */
    public MemorySpool(long streamId, int capacity) {
        if (streamId == 0 || capacity < 1) {
            throw new IllegalArgumentException("stream id " + streamId + ", capacity " + capacity);
        }
        this.streamId = streamId;
        this.capacity = capacity;
        this.ring = new GateMessage[Math.min(capacity, INITIAL)];
    }

    /** Creates an empty spool of {@link #DEFAULT_CAPACITY} with a drawn stream id. */
    public static MemorySpool create(RandomGenerator random) {
        return new MemorySpool(Messages.drawStreamId(random), DEFAULT_CAPACITY);
    }

    @Override
    public long streamId() {
        return streamId;
    }

    @Override
    public long journalId() {
        return journalId;
    }

    @Override
    public void journalId(long id) {
        journalId = id;
    }

    @Override
    public long first() {
        return first;
    }

    @Override
    public long highest() {
        return highest;
    }

    @Override
    public long dropped() {
        return dropped;
    }

    @Override
    public void append(GateMessage message) {
        if (Messages.sequence(message) != highest + 1) {
            throw new IllegalArgumentException("numbered " + Messages.sequence(message) + " after " + highest);
        }
        if (highest - first + 1 == ring.length) {
            makeRoom();
        }
        highest++;
        ring[slot(highest)] = message;
    }

    private void makeRoom() {
        if (ring.length == capacity) {
            ring[slot(first)] = null;
            first++;
            return;
        }
        GateMessage[] larger = new GateMessage[(int) Math.min(capacity, 2L * ring.length)];
        for (long sequence = first; sequence <= highest; sequence++) {
            larger[(int) (sequence % larger.length)] = ring[slot(sequence)];
        }
        ring = larger;
    }

    @Override
    public GateMessage read(long sequence) {
        return held(sequence) ? ring[slot(sequence)] : null;
    }

    @Override
    public void markActed(long scanSequence, Acted acted) {
        GateMessage message = read(scanSequence);
        if (message != null && message.hasScan()) {
            ring[slot(scanSequence)] = message.toBuilder()
                    .setScan(message.getScan().toBuilder().setActed(acted))
                    .build();
        }
    }

    @Override
    public void lose(long sequence, String detail) {
        if (held(sequence)) {
            ring[slot(sequence)] = Messages.lost(sequence, sequence, detail, false);
        }
    }

    @Override
    public void shiftTimes(long fromSequence, long deltaMicros) {
        for (long sequence = Math.max(first, fromSequence); sequence <= highest; sequence++) {
            ring[slot(sequence)] = Messages.shiftTime(ring[slot(sequence)], deltaMicros);
        }
    }

    @Override
    public void dropThrough(long sequence) {
        dropped = Math.max(dropped, sequence);
        while (first <= sequence && first <= highest) {
            ring[slot(first)] = null;
            first++;
        }
    }

    @Override
    public void beginStream(long newStreamId, long newJournalId, long keepFrom) {
        Renumbering step = new Renumbering(keepFrom);
        GateMessage[] renumbered = new GateMessage[ring.length];
        for (long sequence = Math.max(first, keepFrom); sequence <= highest; sequence++) {
            renumbered[(int) (step.apply(sequence) % ring.length)] = step.apply(ring[slot(sequence)]);
        }
        ring = renumbered;
        first = Math.max(1, step.apply(first));
        highest = step.apply(highest);
        dropped = step.apply(dropped);
        streamId = newStreamId;
        journalId = newJournalId;
    }

    private boolean held(long sequence) {
        return sequence >= first && sequence <= highest;
    }

    private int slot(long sequence) {
        return (int) (sequence % ring.length);
    }
}
