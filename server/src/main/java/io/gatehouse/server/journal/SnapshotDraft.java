package io.gatehouse.server.journal;

import io.gatehouse.proto.journal.v1.SnapshotEnd;
import io.gatehouse.proto.journal.v1.SnapshotHead;
import io.gatehouse.proto.journal.v1.SnapshotRecord;
import io.gatehouse.proto.wire.ProtoWriter;
import io.gatehouse.server.engine.StateSink;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A snapshot while it is written aside. One thread. */
public final class SnapshotDraft implements StateSink, Closeable {
    private static final int BLOCK = 256 << 10;
    private static final int LONGEST_PREFIX = 5;

    private final Disk disk;
    private final long position;
    private final DiskFile file;
    private final SnapshotLayout layout = new SnapshotLayout();
    private byte[] block = new byte[BLOCK + (64 << 10)];
    private int length = SnapshotLayout.BLOCK_HEADER;
    private int before = layout.first();
    private long offset;
    private long records;

    SnapshotDraft(Disk disk, SnapshotHead head) throws IOException {
        this.disk = disk;
        this.position = head.getPosition();
        this.file = disk.create(SnapshotName.temporary(position));
        try {
            ByteBuffer magic = ByteBuffer.allocate(SnapshotLayout.FILE_HEADER).order(ByteOrder.LITTLE_ENDIAN);
            magic.putInt(0, SnapshotLayout.MAGIC);
            file.write(0, magic);
            offset = SnapshotLayout.FILE_HEADER;
            record(SnapshotRecord.newBuilder().setHead(head).build());
        } catch (Throwable t) {
            file.close();
            throw t;
        }
    }

    @Override
    public void record(SnapshotRecord record) throws IOException {
        byte[] bytes = record.toByteArray();
        record(bytes, 0, bytes.length);
    }

    @Override
    public void record(byte[] bytes, int from, int size) throws IOException {
        if (size > SnapshotLayout.MAX_BLOCK / 2) {
            throw new IOException("a record of " + size + " bytes does not fit into a snapshot");
        }
        if (length + LONGEST_PREFIX + size > block.length) {
            block = Arrays.copyOf(block, length + LONGEST_PREFIX + size);
        }
        length = ProtoWriter.varint(block, length, size);
        System.arraycopy(bytes, from, block, length, size);
        length += size;
        records++;
        if (length >= BLOCK) {
            flush();
        }
    }

    private void flush() throws IOException {
        int size = length - SnapshotLayout.BLOCK_HEADER;
        before = layout.next(before, block, SnapshotLayout.BLOCK_HEADER, size);
        ByteBuffer bytes = ByteBuffer.wrap(block, 0, length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0, size);
        bytes.putInt(Integer.BYTES, before);
        file.write(offset, bytes);
        offset += length;
        length = SnapshotLayout.BLOCK_HEADER;
    }

    /**
     * Ends it, waits for the disk, reads it back and gives it its name.
     *
     * @param throughPosition what was copied last is on disk below that
     */
    SnapshotSummary publish(long throughPosition) throws IOException {
        record(SnapshotRecord.newBuilder()
                .setEnd(SnapshotEnd.newBuilder()
                        .setThroughPosition(throughPosition)
                        .setRecords(records + 1))
                .build());
        if (length > SnapshotLayout.BLOCK_HEADER) {
            flush();
        }
        flush();
        file.syncAll();
        file.close();
        SnapshotSummary summary = SnapshotReader.verify(disk, SnapshotName.temporary(position));
        disk.rename(SnapshotName.temporary(position), SnapshotName.of(position));
        disk.syncDirectory();
        return summary;
    }

    /** Bytes written so far. */
    public long bytes() {
        return offset;
    }

    /** Gives it up. */
    @Override
    public void close() throws IOException {
        file.close();
        if (disk.list().contains(SnapshotName.temporary(position))) {
            disk.delete(SnapshotName.temporary(position));
        }
    }
}
