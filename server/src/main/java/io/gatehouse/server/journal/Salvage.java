package io.gatehouse.server.journal;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gatehouse.proto.journal.v1.GapRecord;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.journal.v1.SnapshotRecord;
import io.gatehouse.server.engine.Event;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;

/**
 * Takes what stands whole in a damaged journal into a new one, in another directory. The damaged one stays as it is.
 *
 * <p>Up to the first damage files are copied byte for byte, so positions and the journal's key stand, and snapshots that
 * end before it with them. Behind it every whole frame is searched for and its records are appended; each place where
 * something is missing gets a {@link GapRecord}. The last record raises the roster's version beyond any that a gate may
 * hold: of the change-sets that are lost each took a byte at least.
 */
public final class Salvage {
    private static final int CHUNK = 1 << 20;

    private final Disk from;
    private final Disk to;
    private final JournalOptions options;
    private final long nowUs;
    private final SalvagedGates gates = new SalvagedGates();
    private final RecordReader reader = new RecordReader(gates);
    private final Event event = new Event();
    private final Window window = new Window();
    private final FrameScan frames = new FrameScan(window);
    private final List<Gap> gaps = new ArrayList<>();

    private JournalSummary before;
    private Journal journal;
    private boolean anyFrame;
    private long key;
    private long number;
    /** Where the last whole frame ended, in bytes of the damaged journal. */
    private long end;

    private long records;
    private long dropped;
    private long rosterVersion;

    private Salvage(Disk from, Disk to, JournalOptions options, long nowUs) {
        this.from = from;
        this.to = to;
        this.options = options;
        this.nowUs = nowUs;
    }

    /** Bytes of the damaged journal that are missing, {@code from} included, {@code to} not. */
    public record Gap(long from, long to) {}

    /**
     * What came of it.
     *
     * @param damage what made the start refuse; null where a start works, and then nothing was written
     * @param recordsBefore whole up to the first damage, those that a snapshot stands for left out
     * @param recordsBehind taken from behind it
     * @param dropped whole, but of a gate that only lost records name, or of no kind known here
     * @param rosterVersion of the roster from now on
     */
    public record Report(
            JournalDamagedException damage,
            long recordsBefore,
            long recordsBehind,
            long dropped,
            List<Gap> gaps,
            long rosterVersion) {}

    /**
     * @param from the damaged journal, which no server may have open (75)
     * @param to an empty directory
     * @param nowUs microseconds since 1970, for the gap records
     */
    public static Report run(Disk from, Disk to, JournalOptions options, long nowUs) throws IOException {
        if (!to.list().isEmpty()) {
            throw new IOException("the folder for the salvaged journal is not empty");
        }
        Closeable lock = from.lock(SegmentName.LOCK);
        try {
            return new Salvage(from, to, options, nowUs).run();
        } finally {
            lock.close();
        }
    }

    private Report run() throws IOException {
        JournalDamagedException damage = damage();
        if (damage == null) {
            return new Report(null, 0, 0, 0, List.of(), 0);
        }
        NavigableSet<Long> segments = Segments.list(from);
        long base = Math.max(0, SegmentName.base(damage.file()));
        long position = base + damage.offset();
        boolean based = copyBefore(segments, base, damage.offset());
        try (Journal opened = open()) {
            journal = opened;
            end = based ? position : 0;
            takeBehind(segments, based ? base : 0, based ? damage.offset() : 0);
            lostBehindTheEnd(position);
            finish();
        }
        return new Report(damage, before.records(), records, dropped, gaps, rosterVersion);
    }

    /** What a start would refuse for. */
    private JournalDamagedException damage() throws IOException {
        try {
            JournalReader.read(from, new SalvagedState(gates));
            return null;
        } catch (JournalDamagedException damaged) {
            return damaged;
        }
    }

    /** Tells whether what was copied can be begun with: from the first segment or a snapshot on. */
    private boolean copyBefore(NavigableSet<Long> segments, long damaged, long offset) throws IOException {
        boolean based = !segments.isEmpty() && segments.first() == 0 && damaged + offset > 0;
        for (String name : SnapshotName.list(from)) {
            SnapshotSummary good = good(name);
            if (good != null && good.throughPosition() <= damaged + offset) {
                copy(name, Long.MAX_VALUE);
                based = true;
            }
        }
        if (!based) {
            return false;
        }
        for (long base : segments.headSet(damaged, true)) {
            Long next = segments.higher(base);
            boolean last = base == damaged;
            copy(SegmentName.of(base), last ? offset : next == null ? Long.MAX_VALUE : next - base);
            if (last) {
                endOpen(SegmentName.of(base), offset);
            }
        }
        to.syncDirectory();
        return true;
    }

    private SnapshotSummary good(String name) throws IOException {
        try {
            return SnapshotReader.verify(from, name);
        } catch (SnapshotDamagedException damaged) {
            return null;
        }
    }

    private void copy(String name, long most) throws IOException {
        try (DiskFile source = from.openRead(name);
                DiskFile target = to.create(name)) {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            long length = Math.min(most, source.size());
            for (long at = 0; at < length; at += CHUNK) {
                chunk.clear().limit((int) Math.min(CHUNK, length - at));
                source.read(at, chunk);
                target.write(at, chunk.flip());
            }
            target.syncAll();
        }
    }

    /** A segment that ends with its last frame says that another follows; zeros say that the journal ends here. */
    private void endOpen(String name, long offset) throws IOException {
        try (DiskFile file = to.openWrite(name)) {
            file.zero(offset, offset + CHUNK);
            file.syncAll();
        }
    }

    private Journal open() throws IOException {
        Opened opened = Journal.open(to, options, new SalvagedState(gates) {
            @Override
            public void onRecord(long position, byte[] bytes, int offset, int length) throws IOException {
                super.onRecord(position, bytes, offset, length);
                Salvage.this.know(Record.parser().parseFrom(bytes, offset, length));
            }

            @Override
            void know(SnapshotRecord record) {
                super.know(record);
                rosterVersion = Math.max(rosterVersion, record.getRoster().getVersion());
            }
        });
        before = opened.found();
        return opened.journal();
    }

    private void know(Record record) {
        gates.know(record);
        rosterVersion = Math.max(rosterVersion, record.getChangeSet().getRosterVersion());
    }

    private void takeBehind(NavigableSet<Long> segments, long base, long offset) throws IOException {
        for (long segment : segments.tailSet(base)) {
            Long next = segments.higher(segment);
            try (DiskFile file = from.openRead(SegmentName.of(segment))) {
                window.of(file);
                long limit = next == null ? file.size() : Math.min(file.size(), next - segment);
                take(segment, segment == base ? offset : 0, limit);
            }
        }
    }

    /** All whole frames of a segment from an offset on, wherever they stand. */
    private void take(long segment, long from, long limit) throws IOException {
        long at = from;
        while (at + FrameLayout.HEADER <= limit) {
            if (frames.isWhole(at, limit) && belongs(segment)) {
                int length = frames.header.length;
                if (frames.header.goesOnAt == 0) {
                    takeFrame(segment + at, frames.index(at) + FrameLayout.HEADER, length);
                }
                at += FrameLayout.HEADER + length;
            } else {
                at++;
            }
        }
    }

    private boolean belongs(long segment) {
        FrameHeader header = frames.header;
        if (!anyFrame) {
            anyFrame = true;
            key = header.segmentId ^ segment;
            number = header.number;
        }
        return header.segmentId == FrameLayout.segmentId(key, segment) && header.number >= number;
    }

    private void takeFrame(long position, int offset, int length) throws IOException {
        number = frames.header.number + 1;
        if (position != end) {
            gap(end, position);
        }
        end = position + FrameLayout.HEADER + length;
        byte[] bytes = window.bytes();
        int at = offset;
        while (at < offset + length) {
            try {
                int next = reader.next(bytes, at, offset + length);
                takeRecord(bytes, reader.offset(), reader.length());
                at = next;
            } catch (RecordException broken) {
                dropped++;
                break;
            }
        }
        journal.commit();
    }

    private void takeRecord(byte[] bytes, int offset, int length) throws IOException {
        try {
            reader.read(bytes, offset, length, event);
            know(Record.parser().parseFrom(bytes, offset, length));
        } catch (RecordException | InvalidProtocolBufferException unknown) {
            dropped++;
            return;
        }
        append(bytes, offset, length);
        records++;
    }

    private void append(byte[] bytes, int offset, int length) throws IOException {
        journal.begin(length).put(bytes, offset, length);
        journal.end();
    }

    private void gap(long from, long to) throws IOException {
        gaps.add(new Gap(from, to));
        append(GapRecord.newBuilder().setFromPosition(from).setToPosition(to).setAtUs(nowUs));
    }

    private void append(GapRecord.Builder gap) throws IOException {
        byte[] bytes = Record.newBuilder().setGap(gap).build().toByteArray();
        append(bytes, 0, bytes.length);
        journal.commit();
    }

    /** Snapshots can show that the journal was longer. */
    private void lostBehindTheEnd(long damaged) throws IOException {
        long through = Math.max(end, damaged);
        for (String name : SnapshotName.list(from)) {
            SnapshotSummary good = good(name);
            through = good == null ? through : Math.max(through, good.throughPosition());
        }
        if (through > end) {
            gap(end, through);
        }
    }

    private void finish() throws IOException {
        long lost = gaps.stream().mapToLong(gap -> gap.to - gap.from).sum();
        rosterVersion += lost + dropped + 1;
        append(GapRecord.newBuilder()
                .setFromPosition(end)
                .setToPosition(end)
                .setAtUs(nowUs)
                .setRosterVersion(rosterVersion));
    }
}
