package io.gatehouse.server.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.NavigableSet;
import java.util.zip.CRC32C;

/**
 * What every start does after the scan: begins a new segment with the frames that are not yet proven to be on disk and a
 * seal that names them. Interrupted anywhere it leaves the old tail or the whole copy.
 */
final class SegmentStart {
    private final Disk disk;
    private final JournalOptions options;
    private final Tail tail;
    private final CRC32C crc = new CRC32C();
    private final FrameHeader header = new FrameHeader();
    /** Length of the new segment so far. */
    private long prepared;

    SegmentStart(Disk disk, JournalOptions options, Tail tail) {
        this.disk = disk;
        this.options = options;
        this.tail = tail;
    }

    long prepared() {
        return prepared;
    }

    Place run() throws IOException {
        deleteLeftovers();
        long from = tail.kept - tail.lastBase < options.copyBytes() ? tail.lastBase : tail.proven;
        long key = tail.fresh ? options.random().getAsLong() : tail.key;
        String temporary = SegmentName.temporary(from);
        DiskFile file = disk.create(temporary);
        try {
            Place place = new Place(key, file, from);
            place.number = tail.keptNumber;
            place.before = tail.keptBefore;
            copy(place);
            write(place, ByteBuffer.allocate(FrameLayout.HEADER).order(ByteOrder.LITTLE_ENDIAN), 0);
            prepared = Math.max(
                    place.offset() + FrameLayout.HEADER,
                    Math.min(options.segmentBytes(), wholeBlocks(place.offset() + options.readyBytes())));
            file.zero(place.offset(), prepared);
            file.syncAll();
            disk.rename(temporary, SegmentName.of(from));
            disk.syncDirectory();
            cutPredecessor(from);
            return place;
        } catch (Throwable t) {
            file.close();
            throw t;
        }
    }

    private void deleteLeftovers() throws IOException {
        for (String name : disk.list()) {
            if (name.equals(SegmentName.SPARE) || name.endsWith(SegmentName.TEMPORARY)) {
                disk.delete(name);
            }
        }
    }

    /** The writer goes past the page cache, whoever makes the rest of the segment must not share a block with it. */
    private static long wholeBlocks(long bytes) {
        return bytes + DirectWrites.MAX_BLOCK - 1 & -DirectWrites.MAX_BLOCK;
    }

    /** Copies the frames between the new segment's base and the end, each with the id of its new segment. */
    private void copy(Place place) throws IOException {
        if (place.base == tail.kept) {
            return;
        }
        try (DiskFile old = disk.openRead(SegmentName.of(tail.lastBase))) {
            Window window = new Window();
            window.of(old);
            FrameScan frames = new FrameScan(window);
            boolean first = true;
            while (place.position < tail.kept) {
                long at = place.position - tail.lastBase;
                if (!frames.isWhole(at, tail.kept - tail.lastBase)) {
                    throw new IOException("frame at " + at + " of " + SegmentName.of(tail.lastBase)
                            + " was whole when it was read before");
                }
                if (first) {
                    place.number = frames.header.number;
                    place.before = frames.header.before;
                    first = false;
                }
                int length = frames.header.length;
                ByteBuffer frame =
                        ByteBuffer.allocate(FrameLayout.HEADER + length).order(ByteOrder.LITTLE_ENDIAN);
                frame.put(window.bytes(), frames.index(at), FrameLayout.HEADER + length);
                write(place, frame, length);
            }
        }
    }

    private void write(Place place, ByteBuffer frame, int length) throws IOException {
        header.segmentId = FrameLayout.segmentId(place.key, place.base);
        header.number = place.number;
        header.durableUpTo = place.position;
        header.before = place.before;
        int value = FrameLayout.seal(frame, length, header, crc);
        place.file.write(place.offset(), frame);
        place.passed(length, value);
    }

    /** The segment before the new one ends where that begins: without this, its loss might not be seen. */
    private void cutPredecessor(long base) throws IOException {
        NavigableSet<Long> segments = Segments.list(disk);
        Long predecessor = segments.lower(base);
        if (predecessor == null) {
            return;
        }
        try (DiskFile file = disk.openWrite(SegmentName.of(predecessor))) {
            long end = base - predecessor;
            if (file.size() > end && !goesOn(file, end, base)) {
                file.truncate(end);
                file.syncAll();
            }
        }
    }

    private static boolean goesOn(DiskFile file, long offset, long base) throws IOException {
        Window window = new Window();
        window.of(file);
        FrameScan frames = new FrameScan(window);
        return frames.isWhole(offset, file.size()) && frames.header.goesOnAt == base;
    }
}
