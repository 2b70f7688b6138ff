package io.gatehouse.server.journal;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gatehouse.proto.journal.v1.SnapshotEnd;
import io.gatehouse.proto.journal.v1.SnapshotHead;
import io.gatehouse.proto.journal.v1.SnapshotRecord;
import java.io.IOException;

/** Reads and checks one snapshot. Changes nothing. */
final class SnapshotReader {
    private static final int PASS = SnapshotRecord.PASS_FIELD_NUMBER << 3 | 2;

    private final String name;
    private final SnapshotVisitor visitor;
    private final SnapshotLayout layout = new SnapshotLayout();
    private final Window window = new Window();
    private long offset;
    private long records;
    private long passes;
    private SnapshotHead head;
    private SnapshotEnd end;

    private SnapshotReader(String name, SnapshotVisitor visitor) {
        this.name = name;
        this.visitor = visitor;
    }

    /**
     * Hands all records to the visitor, in order.
     *
     * @throws SnapshotDamagedException perhaps after some were handed over
     */
    static SnapshotSummary read(Disk disk, String name, SnapshotVisitor visitor) throws IOException {
        try (DiskFile file = disk.openRead(name)) {
            return new SnapshotReader(name, visitor).read(file);
        }
    }

    /** Checks all of it. */
    static SnapshotSummary verify(Disk disk, String name) throws IOException {
        return read(disk, name, (bytes, from, length) -> {});
    }

    private SnapshotSummary read(DiskFile file) throws IOException {
        window.of(file);
        long size = file.size();
        int index = window.at(0, SnapshotLayout.FILE_HEADER);
        if (index < 0 || FrameLayout.getInt(window.bytes(), index) != SnapshotLayout.MAGIC) {
            throw damage("not a snapshot of a format that this program knows");
        }
        offset = SnapshotLayout.FILE_HEADER;
        int before = layout.first();
        int length;
        do {
            index = window.at(offset, SnapshotLayout.BLOCK_HEADER);
            length = index < 0 ? -1 : FrameLayout.getInt(window.bytes(), index);
            if (length < 0 || length > SnapshotLayout.MAX_BLOCK) {
                throw damage("no block stands there");
            }
            index = window.at(offset, SnapshotLayout.BLOCK_HEADER + length);
            if (index < 0) {
                throw damage("the file ends within a block");
            }
            int crc = FrameLayout.getInt(window.bytes(), index + Integer.BYTES);
            before = layout.next(before, window.bytes(), index + SnapshotLayout.BLOCK_HEADER, length);
            if (crc != before) {
                throw damage("a block whose CRC does not fit");
            }
            block(window.bytes(), index + SnapshotLayout.BLOCK_HEADER, length);
            offset += SnapshotLayout.BLOCK_HEADER + length;
        } while (length > 0);
        if (offset != size) {
            throw damage((size - offset) + " bytes stand behind its end");
        }
        return summary(size);
    }

    private void block(byte[] bytes, int from, int length) throws IOException {
        int at = from;
        int to = from + length;
        while (at < to) {
            int size = 0;
            int shift = 0;
            byte part;
            do {
                part = bytes[at++];
                size |= (part & 0x7f) << shift;
                shift += 7;
            } while (part < 0 && at < to && shift < 35);
            if (part < 0 || size < 0 || size > to - at) {
                throw damage("the block is whole, but its records are not");
            }
            record(bytes, at, size);
            at += size;
        }
    }

    private void record(byte[] bytes, int at, int size) throws IOException {
        if (end != null) {
            throw damage("a record stands behind the end");
        }
        records++;
        // A tag of one byte says field 16 or above in two: everything but the first and the last passes by unread.
        int tag = size > 0 ? bytes[at] : 0;
        passes += tag == PASS ? 1 : 0;
        boolean isHead = tag == (SnapshotRecord.HEAD_FIELD_NUMBER << 3 | 2);
        if (isHead != (records == 1)) {
            throw damage("the head is not the first record");
        }
        if (isHead) {
            head = parse(bytes, at, size).getHead();
        } else if (size > 1 && tag < 0 && bytes[at + 1] == 1) {
            SnapshotRecord record = parse(bytes, at, size);
            end = record.hasEnd() ? record.getEnd() : null;
        }
        visitor.onRecord(bytes, at, size);
    }

    private SnapshotRecord parse(byte[] bytes, int at, int size) throws IOException {
        try {
            return SnapshotRecord.parser().parseFrom(bytes, at, size);
        } catch (InvalidProtocolBufferException e) {
            throw damage("not a record of snapshot.proto");
        }
    }

    private SnapshotSummary summary(long size) throws IOException {
        if (head == null || end == null) {
            throw damage("head or end is missing");
        }
        if (end.getRecords() != records) {
            throw damage("it says " + end.getRecords() + " records and has " + records);
        }
        if (!name.startsWith(SnapshotName.of(head.getPosition()))) {
            throw damage("it is the one of position " + head.getPosition());
        }
        return new SnapshotSummary(
                SnapshotName.of(head.getPosition()),
                head.getPosition(),
                end.getThroughPosition(),
                head.getMadeAtUs(),
                head.getJournalKey(),
                records,
                passes,
                size);
    }

    private SnapshotDamagedException damage(String what) {
        return new SnapshotDamagedException(name, offset, what);
    }
}
