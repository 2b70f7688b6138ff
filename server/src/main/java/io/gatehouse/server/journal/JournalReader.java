package io.gatehouse.server.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;

/**
 * Reads a journal without changing it, also while a server writes it: then it ends with the last frame that was whole
 * when it got there.
 */
public final class JournalReader {
    private JournalReader() {}

    /**
     * Hands over every record that is there, in order.
     *
     * @throws JournalDamagedException naming file and offset, after the records before the damage were handed over
     */
    public static JournalSummary read(Disk disk, RecordVisitor visitor) throws IOException {
        Tail tail = JournalScan.of(disk, Origin.lowest(disk), visitor);
        return JournalSummary.of(tail, tail.end);
    }

    /** As a start reads: the newest good snapshot, then what stands behind it. */
    public static JournalSummary read(Disk disk, StateVisitor visitor) throws IOException {
        Origin origin = Origin.newest(disk, visitor::onPassedOver);
        StateReading.read(disk, origin, visitor);
        Tail tail = JournalScan.of(disk, origin, visitor);
        return JournalSummary.of(tail, tail.end);
    }

    /** Whether the journal's first segment is there, or there is none at all. */
    public static boolean startsWithFirst(Disk disk) throws IOException {
        NavigableSet<Long> segments = Segments.list(disk);
        return segments.isEmpty() || segments.first() == 0;
    }

    /** What is there of snapshots, the newest first: a summary, or why it is no good. */
    public static List<SnapshotFound> snapshots(Disk disk) throws IOException {
        List<SnapshotFound> found = new ArrayList<>();
        for (String name : SnapshotName.list(disk)) {
            try {
                found.add(new SnapshotFound(name, SnapshotReader.verify(disk, name), null));
            } catch (SnapshotDamagedException e) {
                found.add(new SnapshotFound(name, null, e.getMessage()));
            }
        }
        return found;
    }

    /**
     * A file that is named as a snapshot.
     *
     * @param summary null where it is damaged
     * @param damage null where it is whole
     */
    public record SnapshotFound(String name, SnapshotSummary summary, String damage) {}

    /** Hands over the records of one snapshot, head and end included. */
    public static SnapshotSummary snapshot(Disk disk, String name, SnapshotVisitor visitor) throws IOException {
        return SnapshotReader.read(disk, name, visitor);
    }

    /** Reads and checks all of it. */
    public static JournalSummary verify(Disk disk) throws IOException {
        return read(disk, (position, buffer, offset, length) -> {});
    }
}
