package io.gatehouse.server.journal;

import java.io.IOException;
import java.util.NavigableSet;

/**
 * Where reading a journal begins: at its first frame, or where a snapshot says.
 *
 * @param snapshot null where there is none
 * @param all whether what stands before the snapshot is read too, as far as it is there
 */
record Origin(SnapshotSummary snapshot, boolean all) {
    /** The first frame of all. */
    static final Origin START = new Origin(null, false);

    /** Is told of a snapshot that is no good. */
    @FunctionalInterface
    interface PassedOver {
        void onPassedOver(String name, String why);
    }

    /** The newest good snapshot; {@link #START} where there is none and the whole journal, or nothing, is there. */
    static Origin newest(Disk disk, PassedOver told) throws IOException {
        boolean some = false;
        for (String name : SnapshotName.list(disk)) {
            some = true;
            try {
                return new Origin(SnapshotReader.verify(disk, name), false);
            } catch (SnapshotDamagedException e) {
                told.onPassedOver(name, e.getMessage());
            }
        }
        NavigableSet<Long> segments = Segments.list(disk);
        boolean whole = segments.isEmpty() ? !some : segments.first() == 0;
        if (!whole) {
            throw new JournalDamagedException(
                    SegmentName.of(0), 0, "missing, and there is no good snapshot to begin with");
        }
        return START;
    }

    /** For readers of all that is there: the lowest segment, which a good snapshot covers where it is not the first. */
    static Origin lowest(Disk disk) throws IOException {
        Origin newest = newest(disk, (name, why) -> {});
        return newest.snapshot == null ? START : new Origin(newest.snapshot, true);
    }

    /** Records below are passed over. */
    long from() {
        return all || snapshot == null ? 0 : snapshot.position();
    }

    /** The segment to begin with. */
    long base(NavigableSet<Long> segments) throws IOException {
        long position = snapshot == null ? 0 : snapshot.position();
        if (all && !segments.isEmpty() && segments.first() <= position) {
            return segments.first();
        }
        // Below a base stands what proves that the segment may still be empty.
        Long base = position == 0 ? segments.floor(0L) : segments.lower(position);
        base = base == null ? segments.floor(position) : base;
        if (base == null) {
            throw new JournalDamagedException(
                    SegmentName.of(position),
                    0,
                    segments.isEmpty()
                            ? "missing, with all of the journal behind " + snapshot.name()
                            : "missing; the lowest segment here begins at " + segments.first());
        }
        return base;
    }
}
