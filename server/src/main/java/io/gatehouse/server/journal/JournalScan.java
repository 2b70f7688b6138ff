package io.gatehouse.server.journal;

import java.io.IOException;
import java.util.NavigableSet;

/**
 * Goes through a journal from its first frame to its end and hands over the records, by the recovery rule of
 * docs/JOURNAL.md. Changes nothing. Works beside a live writer too: what looks bad at the end is looked at again.
 */
final class JournalScan {
    private final Disk disk;
    private final Origin origin;
    private final RecordVisitor visitor;
    private final Window window = new Window();
    private final FrameScan frames = new FrameScan(window);
    private final TailSearch search = new TailSearch(window, frames);
    private final Tail tail = new Tail();

    private NavigableSet<Long> segments;
    private long number;
    private int before;

    /** The segment that reading begins with. */
    private long first;

    // the segment being read
    private DiskFile file;
    private long base;
    private long offset;
    private long limit;

    /** Of the whole journal from its first frame on. */
    JournalScan(Disk disk, RecordVisitor visitor) {
        this(disk, Origin.START, visitor);
    }

    JournalScan(Disk disk, Origin origin, RecordVisitor visitor) {
        this.disk = disk;
        this.origin = origin;
        this.visitor = visitor;
    }

    /** Scans, and says what a damage hit. */
    static Tail of(Disk disk, Origin origin, RecordVisitor visitor) throws IOException {
        try {
            return new JournalScan(disk, origin, visitor).run();
        } catch (JournalDamagedException e) {
            throw DamageReport.of(disk, origin, e);
        }
    }

    Tail run() throws IOException {
        segments = Segments.list(disk);
        if (segments.isEmpty() && origin.snapshot() == null) {
            return tail;
        }
        first = origin.base(segments);
        Long next = first;
        while (next != null) {
            base = next;
            tail.enter(base, number, before);
            next = readSegment() ? segments.higher(base) : null;
        }
        reached();
        return tail;
    }

    /** Reads a segment to its end; tells whether the journal goes on in the next one. */
    private boolean readSegment() throws IOException {
        try (DiskFile opened = disk.openRead(SegmentName.of(base))) {
            file = opened;
            window.of(opened);
            offset = 0;
            limit = limit();
            while (true) {
                if (offset == limit && segments.higher(base) != null) {
                    return true;
                }
                if (isNext()) {
                    accept();
                } else if (!changed() && endsHere()) {
                    return false;
                }
            }
        }
    }

    private long limit() throws IOException {
        Long next = segments.higher(base);
        return next == null ? file.size() : next - base;
    }

    private long segmentId() {
        return FrameLayout.segmentId(tail.key, base);
    }

    /** Whether a whole frame stands here that follows the one before. */
    private boolean isNext() throws IOException {
        if (!frames.isWhole(offset, limit)) {
            return false;
        }
        FrameHeader header = frames.header;
        if (isFirstOfAll()) {
            begin(header);
        }
        return header.goesOnAt == 0 && follows();
    }

    /** The frame that reading begins with: of the whole journal its number is 0, else what stands before it is gone. */
    private void begin(FrameHeader header) {
        tail.key = origin.snapshot() == null
                ? header.segmentId ^ base
                : origin.snapshot().journalKey();
        if (base > 0) {
            number = header.number;
            before = header.before;
            tail.enter(base, number, before);
        }
    }

    private boolean follows() {
        FrameHeader header = frames.header;
        return header.segmentId == segmentId()
                && header.number == number
                && header.before == before
                && header.durableUpTo <= base + offset;
    }

    private boolean isFirstOfAll() {
        return offset == 0 && base == first;
    }

    private void accept() throws IOException {
        FrameHeader header = frames.header;
        int length = header.length;
        if (base + offset >= origin.from()) {
            visitRecords(frames.index(offset) + FrameLayout.HEADER, length);
        } else if (base + offset + FrameLayout.HEADER + length > origin.from()) {
            throw damage(origin.snapshot().name() + " names a position within this frame");
        }
        tail.accept(header, base + offset);
        number = header.number + 1;
        before = header.crc;
        offset += FrameLayout.HEADER + length;
    }

    /** What a snapshot holds was durable: the journal has to reach as far. */
    private void reached() throws IOException {
        if (origin.snapshot() != null && tail.end < origin.snapshot().throughPosition()) {
            throw new JournalDamagedException(
                    SegmentName.of(tail.lastBase),
                    tail.end - tail.lastBase,
                    "the journal ends at position " + tail.end + ", and "
                            + origin.snapshot().name()
                            + " shows that everything below position "
                            + origin.snapshot().throughPosition() + " was on disk");
        }
    }

    private void visitRecords(int from, int length) throws IOException {
        byte[] bytes = window.bytes();
        int end = from + length;
        int at = from;
        while (at < end) {
            int start = at;
            int size = 0;
            int shift = 0;
            byte part;
            do {
                part = bytes[at++];
                size |= (part & 0x7f) << shift;
                shift += 7;
            } while (part < 0 && at < end && shift < 35);
            if (part < 0 || size < 0 || size > end - at) {
                throw damage("the frame is whole, but its records are not");
            }
            visitor.onRecord(base + offset + FrameLayout.HEADER + start - from, bytes, at, size);
            tail.records++;
            at += size;
        }
    }

    /** Whether a writer has done something since the directory and the file's length were read. */
    private boolean changed() throws IOException {
        NavigableSet<Long> now = Segments.list(disk);
        boolean changed = !now.equals(segments);
        segments = now;
        long newLimit = limit();
        changed |= newLimit != limit;
        limit = newLimit;
        window.forget();
        return changed || isNext();
    }

    /** No frame follows here: true where the journal ends, false to look again, an exception where it is damaged. */
    private boolean endsHere() throws IOException {
        boolean whole = frames.isWhole(offset, limit);
        if (whole && follows()) {
            // A writer names the next segment before it says here that the journal goes on there.
            segments = Segments.list(disk);
            if (segments.contains(frames.header.goesOnAt)) {
                return false;
            }
            throw damage("the journal goes on at " + frames.header.goesOnAt + " in "
                    + SegmentName.of(frames.header.goesOnAt) + ", which is missing");
        }
        if (isFirstOfAll()) {
            throw damage(
                    frames.isOtherFormat(offset)
                            ? "a format that this program does not know"
                            : base == 0
                                    ? "the first frame of the journal is not whole"
                                    : "the first frame of the lowest segment that is needed is not whole, or not of this journal");
        }
        if (whole && frames.header.segmentId != segmentId()) {
            throw damage("a frame of another segment or journal");
        }
        Long next = segments.higher(base);
        if (next != null) {
            throw damage("no whole frame, and the next segment begins at position " + next);
        }
        if (offset == limit) {
            throw damage("cut off here by a start, and the segment that begins at " + (base + offset) + " is missing");
        }
        return isTail();
    }

    private boolean isTail() throws IOException {
        search.run(offset, limit, segmentId());
        if (search.durableUpTo > base + offset) {
            window.forget();
            if (isNext()) {
                return false; // written and synced since it was read
            }
            throw damage("no whole frame, but a later one at offset " + search.firstWhole
                    + " shows that everything below position " + search.durableUpTo + " was on disk");
        }
        tail.cutBytes = search.end - offset;
        return true;
    }

    private JournalDamagedException damage(String what) {
        return new JournalDamagedException(
                SegmentName.of(base),
                offset,
                what + " (position " + (base + offset) + ", after " + tail.records + " records)");
    }
}
