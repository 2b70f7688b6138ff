package io.gatehouse.server.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads a file a little ahead of who reads it from front to back, on a thread of its own, and throws the bytes away: they
 * are in the system's cache then, so that disk and processor work at the same time. What the reader gets it reads itself,
 * so nothing but time depends on this.
 */
final class ReadAhead implements Runnable {
    private static final int CHUNK = 1 << 20;
    private static final long DISTANCE = 16L << 20;

    private final DiskFile file;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    private final Thread thread;
    private volatile long reader;
    private volatile boolean closed;

    private ReadAhead(DiskFile file, long from) {
        this.file = file;
        this.reader = from;
        thread = new Thread(this, "gh-read-ahead");
        thread.setDaemon(true);
    }

    static ReadAhead of(DiskFile file, long from) {
        ReadAhead ahead = new ReadAhead(file, from);
        ahead.thread.start();
        return ahead;
    }

    /** The reader has come to that offset. */
    void reached(long offset) {
        reader = offset;
        LockSupport.unpark(thread);
    }

    void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        try {
            long at = reader;
            while (!closed) {
                if (at >= reader + DISTANCE) {
                    LockSupport.park(this);
                    continue;
                }
                at = Math.max(at, reader);
                int count = file.read(at, chunk.clear());
                if (count == 0) {
                    return;
                }
                at += count;
            }
        } catch (IOException e) {
            // The reader will meet it itself, or has closed the file.
        }
    }
}
