package io.gatehouse.server.journal;

import io.gatehouse.server.engine.Event;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The journal as the pipeline sees it: events in, synced. Journal thread. */
public final class EventJournal implements AutoCloseable {
    private final Journal journal;
    private final RecordWriter writer = new RecordWriter();
    private long pendingBytes;

    public EventJournal(Journal journal) {
        this.journal = journal;
    }

    /** Adds the record of an event that the engine is through with to the frame being filled. */
    public void append(Event event) throws IOException {
        ByteBuffer buffer = journal.beginDelimited(writer.maxBytes(event));
        int from = buffer.position();
        writer.write(event, buffer);
        pendingBytes += buffer.position() - from;
        journal.end();
    }

    /** Bytes that wait for {@link #commit}. */
    public long pendingBytes() {
        return pendingBytes;
    }

    /** Writes and syncs what was appended. When it returns all of it is durable. */
    public void commit() throws IOException {
        journal.commit();
        pendingBytes = 0;
    }

    /** Where the next frame begins once all that was appended is committed: everything below is on disk. Any thread. */
    public long durablePosition() {
        return journal.durablePosition();
    }

    public Snapshots snapshots() {
        return journal.snapshots();
    }

    /** To be called while there is nothing to append. */
    public void idle(long nowNanos) throws IOException {
        journal.idle(nowNanos);
    }

    /** Any thread. */
    public boolean spaceLow() {
        return journal.spaceLow();
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
