package io.gatehouse.client;

import io.gatehouse.proto.v1.Acted;
import io.gatehouse.proto.v1.GateMessage;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A spool whose disk takes nothing more. */
record BrokenSpool(Spool good) implements Spool {
    @Override
    public long streamId() {
        return good.streamId();
    }

    @Override
    public long journalId() {
        return good.journalId();
    }

    @Override
    public void journalId(long journalId) {
        good.journalId(journalId);
    }

    @Override
    public long first() {
        return good.first();
    }

    @Override
    public long highest() {
        return good.highest();
    }

    @Override
    public long dropped() {
        return good.dropped();
    }

    @Override
    public void append(GateMessage message) {
        throw new UncheckedIOException(new IOException("no space left"));
    }

    @Override
    public GateMessage read(long sequence) {
        return good.read(sequence);
    }

    @Override
    public void markActed(long scanSequence, Acted acted) {
        good.markActed(scanSequence, acted);
    }

    @Override
    public void lose(long sequence, String detail) {
        good.lose(sequence, detail);
    }

    @Override
    public void shiftTimes(long fromSequence, long deltaMicros) {
        good.shiftTimes(fromSequence, deltaMicros);
    }

    @Override
    public void dropThrough(long sequence) {
        good.dropThrough(sequence);
    }

    @Override
    public void beginStream(long streamId, long journalId, long keepFrom) {
        good.beginStream(streamId, journalId, keepFrom);
    }
}
