package io.gatehouse.server.journal;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.journal.v1.SnapshotHead;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;

/**
 * The snapshots of a journal that is open: makes them, keeps the two newest good ones, and lets those segments go that the
 * older of the two covers and that are old enough. One thread.
 */
public final class Snapshots {
    private static final int KEPT = 2;

    private final Disk disk;
    private final long key;
    /** Names of those that were read whole by this process. */
    private final Set<String> good = new HashSet<>();

    Snapshots(Disk disk, long key) {
        this.disk = disk;
        this.key = key;
    }

    /**
     * Begins one, aside. Close it whatever comes.
     *
     * @param position replay goes on there: a frame begins at it, and the first part was copied there
     * @param atUs now, microseconds since 1970
     */
    public SnapshotDraft begin(long position, long atUs, String version) throws IOException {
        String temporary = SnapshotName.temporary(position);
        if (disk.list().contains(temporary)) {
            disk.delete(temporary);
        }
        return new SnapshotDraft(
                disk,
                SnapshotHead.newBuilder()
                        .setJournalKey(key)
                        .setPosition(position)
                        .setMadeAtUs(atUs)
                        .setVersion(version)
                        .build());
    }

    /** Gives it its name once it is whole on disk and read back; what was copied last is durable below that position. */
    public SnapshotSummary publish(SnapshotDraft draft, long throughPosition) throws IOException {
        SnapshotSummary summary = draft.publish(throughPosition);
        good.add(summary.name());
        return summary;
    }

    /**
     * Deletes what is no longer needed.
     *
     * @param beforeUs a segment goes only where all its events came before, microseconds since 1970
     * @return segments that went
     */
    public int retain(long beforeUs) throws IOException {
        List<String> kept = new ArrayList<>();
        boolean deleted = false;
        for (String name : SnapshotName.list(disk)) {
            if (kept.size() < KEPT && isGood(name)) {
                kept.add(name);
            } else {
                disk.delete(name);
                deleted = true;
            }
        }
        if (deleted) {
            disk.syncDirectory();
        }
        return kept.size() < KEPT ? 0 : retain(Long.parseLong(kept.get(KEPT - 1).substring(0, 20)), beforeUs);
    }

    private boolean isGood(String name) throws IOException {
        if (!good.contains(name)) {
            try {
                SnapshotReader.verify(disk, name);
                good.add(name);
            } catch (SnapshotDamagedException e) {
                return false;
            }
        }
        return true;
    }

    /** One after the other, each off the disk before the next: so what is left is never a journal with a hole. */
    private int retain(long covered, long beforeUs) throws IOException {
        int deleted = 0;
        NavigableSet<Long> segments = Segments.list(disk);
        while (segments.size() > 1) {
            long first = segments.pollFirst();
            long next = segments.first();
            if (next > covered || !beganBefore(next, beforeUs)) {
                break;
            }
            disk.delete(SegmentName.of(first));
            disk.syncDirectory();
            deleted++;
        }
        return deleted;
    }

    /** Whether the first record of the segment came before that time. */
    private boolean beganBefore(long base, long timeUs) throws IOException {
        try (DiskFile file = disk.openRead(SegmentName.of(base))) {
            Window window = new Window();
            window.of(file);
            FrameScan frames = new FrameScan(window);
            long offset = 0;
            while (frames.isWhole(offset, file.size())) {
                int length = frames.header.length;
                if (length > 0) {
                    RecordReader reader = new RecordReader(null);
                    int from = frames.index(offset) + FrameLayout.HEADER;
                    reader.next(window.bytes(), from, from + length);
                    long at = time(Record.parser().parseFrom(window.bytes(), reader.offset(), reader.length()));
                    return at != 0 && at < timeUs;
                }
                offset += FrameLayout.HEADER;
            }
            return false;
        }
    }

    /** When the server took the event in; 0 where the record does not say. */
    private static long time(Record record) {
        for (FieldDescriptor body : record.getAllFields().keySet()) {
            Message message = (Message) record.getField(body);
            for (String name : new String[] {"received_at_us", "at_us"}) {
                FieldDescriptor field = message.getDescriptorForType().findFieldByName(name);
                if (field != null) {
                    return (long) message.getField(field);
                }
            }
        }
        return 0;
    }
}
