package io.gatehouse.loadtest.link;

import io.gatehouse.loadtest.site.Gate;
import java.security.SecureRandom;

/**
 * What a gate remembers from one connection to the next: its stream and how far it is acknowledged. The spool of a
 * simulated gate is nothing but this: where scans were under way when a connection broke, it begins a new stream.
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

    Gate gate() {
        return gate;
    }

    long streamId() {
        return streamId;
    }

    long acked() {
        return acked;
    }

    long journalId() {
        return journalId;
    }

    /** Before a Hello. */
    void open() {
        if (sent != acked) {
            renew();
        }
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

    /** After a connection. */
    void keep(long sentSequence, long ackedSequence) {
        sent = sentSequence;
        acked = ackedSequence;
    }
}
