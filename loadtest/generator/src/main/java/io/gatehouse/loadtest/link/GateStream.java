package io.gatehouse.loadtest.link;

import io.gatehouse.loadtest.site.Gate;
import java.security.SecureRandom;

/**
 * What a gate remembers from one run to the next: its stream and how far it is acknowledged. Where scans were under way
 * when it was put aside, it begins a new stream: spools end with their run.
 */
public final class GateStream {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Gate gate;
    private long streamId;
    private long sent;
    private long acked;
    private long journalId;

    public GateStream(Gate gate) {
        this.gate = gate;
        this.streamId = RANDOM.nextLong();
    }

    /** The gate as its device knows itself. */
    public Gate gate() {
        return gate;
    }

    /** Of the stream that it has now; not while a run goes. */
    public long streamId() {
        return streamId;
    }

    /** The highest sequence of the stream that is acknowledged; not while a run goes. */
    public long acked() {
        return acked;
    }

    long journalId() {
        return journalId;
    }

    /** Takes the gate up again; says how far it is acknowledged. */
    long open() {
        if (sent != acked) {
            renew();
        }
        return acked;
    }

    /** Leaves the stream for a new one. */
    void renew() {
        streamId = RANDOM.nextLong();
        sent = 0;
        acked = 0;
    }

    void journal(long id) {
        journalId = id;
    }

    /** Where the gate stands. */
    void keep(long sentSequence, long ackedSequence) {
        sent = sentSequence;
        acked = ackedSequence;
    }
}
