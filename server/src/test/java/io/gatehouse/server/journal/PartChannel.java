package io.gatehouse.server.journal;

import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A channel that takes a few bytes at a time. */
final class PartChannel extends FileChannel {
    final StringBuilder log = new StringBuilder();
    private final int most;

    PartChannel(int most) {
        this.most = most;
    }

    @Override
    public int write(ByteBuffer source, long position) {
        int count = Math.min(most, source.remaining());
        byte[] bytes = new byte[count];
        source.get(bytes);
        log.append(position).append(':').append(new String(bytes)).append(' ');
        return count;
    }

    private static UnsupportedOperationException no() {
        return new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer target) {
        throw no();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw no();
    }

    @Override
    public int write(ByteBuffer source) {
        throw no();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw no();
    }

    @Override
    public long position() {
        throw no();
    }

    @Override
    public FileChannel position(long newPosition) {
        throw no();
    }

    @Override
    public long size() {
        throw no();
    }

    @Override
    public FileChannel truncate(long size) {
        throw no();
    }

    @Override
    public void force(boolean metaData) {
        throw no();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw no();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw no();
    }

    @Override
    public int read(ByteBuffer target, long position) {
        throw no();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw no();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw no();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw no();
    }

    @Override
    protected void implCloseChannel() {}
}
