package io.gatehouse.client;

import io.gatehouse.proto.v1.Acted;
import io.gatehouse.proto.v1.GateMessage;

/**
 * The gate's own store of what the server has not acknowledged: the sequences of one stream. Every method that changes
 * something is durable when it returns; with a disk under it, that means synced. Used by one thread.
 *
 * <p>A sequence at or below {@link #highest} that {@link #read} has nothing for is a hole: overwritten, unreadable or
 * dropped. The session states holes with {@code Lost}; the spool need not keep a message for them.
 *
 * <p>Methods may throw {@link java.io.UncheckedIOException}; the event at hand then counts as not spooled.
 */
public interface Spool {
    /** Returns the random id of the stream, never 0. */
    long streamId();

    /** Returns the journal id of the last Welcome, 0 for none. */
    long journalId();

    /** Keeps the journal id of a Welcome. */
    void journalId(long journalId);

    /** Returns the lowest sequence held, {@code highest() + 1} when none is. */
    long first();

    /** Returns the highest sequence ever numbered in this stream, held or not; 0 for none. */
    long highest();

    /** Returns the highest sequence that {@link #dropThrough} was called with in this stream, 0 for none. */
    long dropped();

    /**
     * Adds a sequenced message, numbered {@code highest() + 1}. A full spool overwrites its oldest.
     *
     * @throws IllegalArgumentException if the message is numbered otherwise
     */
    void append(GateMessage message);

    /** Returns the message as it is to be sent, with {@code acted} where marked; null where it is not held. */
    GateMessage read(long sequence);

    /** Keeps what the gate did with a scan. Without effect where the sequence holds no scan. */
    void markActed(long scanSequence, Acted acted);

    /** Puts a {@code Lost} of one sequence in the place of a message that the server can't take. */
    void lose(long sequence, String detail);

    /** Moves the times of all messages from {@code fromSequence} on: the clock was stepped. Microseconds, either way. */
    void shiftTimes(long fromSequence, long deltaMicros);

    /** Drops this and every lower sequence: the server's disk has them. */
    void dropThrough(long sequence);

    /**
     * Begins a new stream, in one step that either happened or did not: drops everything below {@code keepFrom} and
     * renumbers the rest, holes included, so that {@code keepFrom} becomes 1 (see {@link Renumbering}).
     */
    void beginStream(long streamId, long journalId, long keepFrom);
}
