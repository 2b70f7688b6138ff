package io.gatehouse.checker;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.gatehouse.proto.journal.v1.Record;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads a journal as docs/JOURNAL.md describes it, to hold the server's word against. It repeats the server's own reader
 * on purpose: it was written from that page alone and shares no code with it, so that a mistake of the one is not the
 * mistake of the other. Of a journal at rest; beside a live server it may call a frame damaged that is being written.
 */
public final class JournalFile {
    /** Takes the bytes of records. */
    @FunctionalInterface
    interface BytesVisitor {
        void bytes(long position, byte[] record) throws IOException;
    }

    private static final Pattern NAME = Pattern.compile("[0-9]{20}\\.journal");

    private final Path directory;
    private final BytesVisitor visitor;
    /** Where the lowest segment begins. */
    private long first;

    private final NavigableMap<Long, Path> segments = new TreeMap<>(Long::compareUnsigned);
    private long key;
    private long frames;
    private int crcBefore;
    private long records;
    private long durableUpTo;

    // the segment being read
    private Path file;
    private long base;
    private ByteBuffer bytes;
    private int offset;

    private JournalFile(Path directory, BytesVisitor visitor) {
        this.directory = directory;
        this.visitor = visitor;
    }

    /**
     * Hands over every record in order.
     *
     * @param dataDir the server's data directory; nothing in it is changed
     * @throws DamagedJournalException after the records before the damage were handed over
     */
    public static JournalEnd read(Path dataDir, JournalVisitor visitor) throws IOException {
        return readBytes(dataDir, (position, bytes) -> visitor.record(position, Record.parseFrom(bytes)));
    }

    /**
     * The same of what retention has left: from the lowest segment on, wherever that begins. What stood below it is taken
     * on trust, the number of frames and the CRC before its first frame among it.
     */
    public static JournalEnd readWhatIsLeft(Path dataDir, JournalVisitor visitor) throws IOException {
        return readBytes(
                dataDir,
                firstPosition(dataDir),
                (position, bytes) -> visitor.record(position, Record.parseFrom(bytes)));
    }

    /**
     * Where a journal begins: above 0 where retention has deleted its first segments.
     *
     * @return position of its lowest segment, 0 where there is none
     */
    public static long firstPosition(Path dataDir) throws IOException {
        JournalFile journal = new JournalFile(dataDir, (position, bytes) -> {});
        journal.list();
        return journal.segments.isEmpty() ? 0 : journal.segments.firstKey();
    }

    /** The same before the bytes of a record are read as a message. */
    static JournalEnd readBytes(Path dataDir, BytesVisitor visitor) throws IOException {
        return readBytes(dataDir, 0, visitor);
    }

    /** @param lowest where the lowest segment has to begin */
    static JournalEnd readBytes(Path dataDir, long lowest, BytesVisitor visitor) throws IOException {
        JournalFile journal = new JournalFile(dataDir, visitor);
        journal.list();
        return journal.segments.isEmpty() ? new JournalEnd(0, 0, 0, 0, 0, 0) : journal.run(lowest);
    }

    private void list() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path path : (Iterable<Path>) files::iterator) {
                String name = path.getFileName().toString();
                if (NAME.matcher(name).matches()) {
                    segments.put(Long.parseUnsignedLong(name.substring(0, 20)), path);
                }
            }
        }
    }

    private JournalEnd run(long lowest) throws IOException {
        if (segments.firstKey() != lowest) {
            Path first = directory.resolve("0".repeat(20) + ".journal");
            throw new DamagedJournalException(first, 0, "missing, the lowest segment begins at " + segments.firstKey());
        }
        first = lowest;
        for (Long next = lowest; next != null; next = segments.higherKey(next)) {
            base = next;
            file = segments.get(next);
            readSegment();
        }
        long end = base + offset;
        return new JournalEnd(segments.size(), frames, records, end, durableUpTo, endsHere());
    }

    /** Up to the last frame of the segment; of the last one, what follows is left to be judged. */
    private void readSegment() throws IOException {
        Long next = segments.higherKey(base);
        bytes = map(next);
        offset = 0;
        durableUpTo = Math.max(durableUpTo, base); // a segment has its name once everything below was synced
        for (Frame frame = next(); frame != null; frame = next()) {
            handOver(frame.records(), base + offset + Frame.HEADER);
            durableUpTo = Math.max(durableUpTo, frame.durableUpTo());
            frames++;
            crcBefore = frame.crc();
            offset += Frame.HEADER + frame.records().limit();
        }
        if (next != null && base + offset != next) {
            refuse(Frame.at(bytes, offset));
            throw damage("no whole frame, and the next segment begins at position " + next);
        }
    }

    /** A segment ends where the next one begins; the last one with its file. */
    private ByteBuffer map(Long next) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = next == null ? channel.size() : Math.min(channel.size(), next - base);
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
        }
    }

    /** The frame that is next at the place reached; null where none is. */
    private Frame next() {
        Frame frame = Frame.at(bytes, offset);
        if (frame == null) {
            return null;
        }
        if (base == first && offset == 0) {
            key = frame.segmentId() ^ base;
            if (base != 0) {
                frames = frame.number();
                crcBefore = frame.crcBefore();
            }
        }
        return frame.isInChain() && follows(frame) ? frame : null;
    }

    private boolean follows(Frame frame) {
        return isOfSegment(frame)
                && frame.number() == frames
                && frame.crcBefore() == crcBefore
                && Long.compareUnsigned(frame.durableUpTo(), base + offset) <= 0;
    }

    private boolean isOfSegment(Frame frame) {
        return frame.segmentId() == (key ^ base);
    }

    private void handOver(ByteBuffer frame, long position) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(frame);
        try {
            while (!in.isAtEnd()) {
                int at = in.getTotalBytesRead();
                int size = in.readRawVarint32();
                if (in.getTotalBytesRead() - at != CodedOutputStream.computeUInt32SizeNoTag(size)) {
                    throw damage("a record's length at position " + (position + at) + " is not in its shortest form");
                }
                visitor.bytes(position + at, in.readRawBytes(size));
                records++;
            }
        } catch (InvalidProtocolBufferException e) {
            throw damage("the frame is whole, but record " + records + " of the journal is not: " + e.getMessage());
        }
    }

    /** What stands where no frame is next in the last segment: how long the torn tail is, or damage. */
    private long endsHere() throws DamagedJournalException {
        refuse(Frame.at(bytes, offset));
        if (offset == bytes.limit()) {
            throw damage("cut off here by a start, and the segment that it made is missing");
        }
        long end = offset;
        for (int at = offset; at < bytes.limit(); at++) {
            if (bytes.get(at) == 0) {
                continue;
            }
            Frame frame = bytes.get(at) == Frame.FIRST ? Frame.at(bytes, at) : null;
            if (frame != null && isOfSegment(frame) && Long.compareUnsigned(frame.durableUpTo(), base + offset) > 0) {
                throw damage("no whole frame, but the one at offset " + at + " says that everything below position "
                        + Long.toUnsignedString(frame.durableUpTo()) + " was on disk");
            }
            end = at + 1L;
        }
        return end - offset;
    }

    /** Rules 1 and 2: what may never stand where a frame is expected. */
    private void refuse(Frame frame) throws DamagedJournalException {
        if (frame != null && follows(frame) && segments.higherKey(base) == null) {
            throw damage("the journal goes on at position " + Long.toUnsignedString(frame.goesOnAt())
                    + ", and that segment is missing");
        }
        if (base == first && offset == 0) {
            throw damage(
                    Frame.isOtherFormat(bytes, 0) ? "another format" : "the first frame of the journal is not whole");
        }
        if (frame != null && !isOfSegment(frame)) {
            throw damage("a frame of another segment or journal");
        }
    }

    private DamagedJournalException damage(String what) {
        return new DamagedJournalException(file, offset, what);
    }
}
