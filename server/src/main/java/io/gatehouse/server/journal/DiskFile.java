package io.gatehouse.server.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file of a {@link Disk}. Offsets and lengths are bytes. Safe for use by several threads at different places. */
public interface DiskFile extends Closeable {
    long size() throws IOException;

    /** Reads until {@code target} is full or the file ends; returns the number of bytes read, 0 at the end. */
    int read(long offset, ByteBuffer target) throws IOException;

    /** A hint: what stands from that offset on will be read next, from front to back. */
    default void ahead(long offset) {}

    /** Writes all that remains in {@code source}, also where the system takes it in parts. */
    void write(long offset, ByteBuffer source) throws IOException;

    /**
     * As {@link #write}, and may put zeros behind it, up to the end of the block of the device (4 KiB as a rule): for a
     * writer that goes over zeros from front to back. One thread at a time, and no other writes into the same block.
     */
    default void append(long offset, ByteBuffer source) throws IOException {
        write(offset, source);
    }

    /** Writes zeros from one offset up to another, which may lie behind the end. */
    default void zero(long from, long to) throws IOException {
        Zeros.write(this, from, to);
    }

    void truncate(long size) throws IOException;

    /** Returns when the bytes written before, and the length needed to read them, are on disk (fdatasync). */
    void sync() throws IOException;

    /** As {@link #sync()}, with all that the file system keeps of the file: after its length changed (fsync). */
    void syncAll() throws IOException;
}
