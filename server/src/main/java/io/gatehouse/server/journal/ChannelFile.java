package io.gatehouse.server.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file of a {@link FileDisk}. */
final class ChannelFile implements DiskFile {
    /** The JDK copies through a buffer of that size, which it keeps for each thread. */
    private static final int MAX_READ = 1 << 20;

    private final FileChannel channel;
    /** Null where the file is read only or the file system can't. */
    private volatile DirectWrites direct;

    private final boolean readOnly;
    /** The reader's, as of its last hint; -1 for none. */
    private long hinted = -1;

    private ReadAhead readAhead;

    ChannelFile(FileChannel channel, DirectWrites direct) {
        this(channel, direct, false);
    }

    private ChannelFile(FileChannel channel, DirectWrites direct, boolean readOnly) {
        this.channel = channel;
        this.direct = direct;
        this.readOnly = readOnly;
    }

    static ChannelFile readOnly(FileChannel channel) {
        return new ChannelFile(channel, null, true);
    }

    /** From the second hint on: one piece is often all that is read. */
    @Override
    public synchronized void ahead(long offset) {
        if (readAhead != null) {
            readAhead.reached(offset);
        } else if (readOnly && hinted >= 0 && offset > hinted) {
            readAhead = ReadAhead.of(this, offset);
        }
        hinted = offset;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public int read(long offset, ByteBuffer target) throws IOException {
        int start = target.position();
        int limit = target.limit();
        int count = 0;
        while (count >= 0 && target.position() < limit) {
            target.limit(Math.min(limit, target.position() + MAX_READ));
            count = channel.read(target, offset + target.position() - start);
        }
        target.limit(limit);
        return target.position() - start;
    }

    @Override
    public void write(long offset, ByteBuffer source) throws IOException {
        try {
            FileDisk.writeFully(channel, offset, source);
        } catch (IOException e) {
            throw FileDisk.typed(e);
        }
    }

    @Override
    public void append(long offset, ByteBuffer source) throws IOException {
        DirectWrites past = direct;
        int from = source.position();
        try {
            if (past != null && past.append(offset, source)) {
                return;
            }
        } catch (IOException e) {
            if (!DirectWrites.unsupported(e)) {
                throw FileDisk.typed(e);
            }
            direct = null;
            past.close();
            source.position(from);
        }
        write(offset, source);
    }

    @Override
    public void zero(long from, long to) throws IOException {
        DirectWrites past = direct;
        if (past == null) {
            Zeros.write(this, from, to);
            return;
        }
        long first = Math.min(to, from + past.block() - 1 & -past.block());
        long last = Math.max(first, to & -past.block());
        Zeros.write(this, from, first);
        try {
            Zeros.write(past::write, first, last);
        } catch (IOException e) {
            if (!DirectWrites.unsupported(e)) {
                throw FileDisk.typed(e);
            }
            direct = null;
            past.close();
            Zeros.write(this, first, last);
        }
        Zeros.write(this, last, to);
    }

    @Override
    public void truncate(long size) throws IOException {
        channel.truncate(size);
    }

    @Override
    public void sync() throws IOException {
        force(false);
    }

    @Override
    public void syncAll() throws IOException {
        force(true);
    }

    private void force(boolean metadata) throws IOException {
        try {
            channel.force(metadata);
        } catch (IOException e) {
            throw FileDisk.typed(e);
        }
    }

    @Override
    public void close() throws IOException {
        DirectWrites past = direct;
        if (past != null) {
            past.close();
        }
        synchronized (this) {
            if (readAhead != null) {
                readAhead.close();
            }
        }
        channel.close();
    }
}
