package io.gatehouse.server.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * The journal of one data directory, open for appending.
 *
 * <p>One thread appends: for each record {@link #begin}, write it into the buffer, {@link #end}; then one {@link #commit}
 * for all of them. Nothing of that allocates, but for a buffer that has to grow. {@link #durablePosition}, {@link
 * #spaceLow} and {@link #failed} may be asked by any thread.
 *
 * <p>A failed write or sync is final: every later call throws {@link JournalFailedException}, and what was not durable
 * before never is. The thread must not be interrupted (that closes the file under it).
 */
public final class Journal implements Closeable {
    /** A journal that stood still for so long gets a seal, which proves its last frame. */
    private static final long SEAL_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long RETRY_SPACE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int LONGEST_PREFIX = 5;

    private final Disk disk;
    private final JournalOptions options;
    private final Closeable lock;
    private final Provision provision;
    private final Place place;
    private final FrameBuffer frame = new FrameBuffer();
    /** For frames without records. */
    private final ByteBuffer mark = FrameBuffer.allocate(FrameLayout.HEADER);

    private final FrameHeader header = new FrameHeader();
    private final CRC32C crc = new CRC32C();

    private boolean unsynced;
    private boolean sealed = true;
    private boolean idleSeen;
    private long idleSinceNanos;
    private long askedSpaceNanos;
    private boolean closed;

    private volatile long durable;
    private volatile long offset;
    private volatile Throwable failure;

    private Journal(Disk disk, JournalOptions options, Closeable lock, Place place, long prepared) throws IOException {
        this.disk = disk;
        this.options = options;
        this.lock = lock;
        this.place = place;
        this.provision = new Provision(disk, options);
        this.durable = place.position;
        this.offset = place.offset();
        provision.use(place.base, prepared);
    }

    /**
     * Takes the directory, hands every record that stands to the visitor, in order, and begins a new segment. When it
     * returns, all that the visitor was given is on disk. The visitor's exceptions come through.
     *
     * @throws JournalInUseException another process has the directory (exit 75)
     * @throws JournalDamagedException bytes that were on disk are not as they were; nothing was changed (exit 65)
     * @throws IOException the disk failed (exit 74)
     */
    public static Opened open(Disk disk, JournalOptions options, RecordVisitor visitor) throws IOException {
        return open(disk, options, () -> JournalScan.of(disk, Origin.START, visitor));
    }

    /**
     * As {@link #open(Disk, JournalOptions, RecordVisitor)}, beginning with the newest good snapshot if there is one: its
     * records first, then those of the journal behind it.
     */
    public static Opened open(Disk disk, JournalOptions options, StateVisitor visitor) throws IOException {
        return open(disk, options, () -> {
            Origin origin = Origin.newest(disk, visitor::onPassedOver);
            StateReading.read(disk, origin, visitor);
            return JournalScan.of(disk, origin, visitor);
        });
    }

    private interface Scan {
        Tail run() throws IOException;
    }

    private static Opened open(Disk disk, JournalOptions options, Scan scan) throws IOException {
        Closeable lock = disk.lock(SegmentName.LOCK);
        try {
            Tail tail = scan.run();
            SegmentStart start = new SegmentStart(disk, options, tail);
            Place place = start.run();
            Journal journal = new Journal(disk, options, lock, place, start.prepared());
            return new Opened(journal, JournalSummary.of(tail, place.position));
        } catch (Throwable t) {
            lock.close();
            throw t;
        }
    }

    /**
     * Room for one record in the frame being filled: write into the buffer from its position on, little-endian, then
     * call {@link #end()}. The buffer is good for this record only. Where the record would not fit into the frame, what
     * is there is committed first.
     *
     * @param maxRecordBytes most that will be written; at most {@link #maxRecordBytes()}
     */
    public ByteBuffer begin(int maxRecordBytes) throws IOException {
        roomInFrame(maxRecordBytes);
        return frame.begin(maxRecordBytes);
    }

    /** Like {@link #begin}, for whole records that are written with their lengths before them. */
    public ByteBuffer beginDelimited(int maxBytes) throws IOException {
        roomInFrame(maxBytes);
        return frame.beginDelimited(maxBytes);
    }

    private void roomInFrame(int maxRecordBytes) throws IOException {
        checkUsable();
        if (maxRecordBytes < 0 || maxRecordBytes > maxRecordBytes()) {
            throw new IllegalArgumentException("record of up to " + maxRecordBytes + " bytes");
        }
        if (frame.lengthWith(maxRecordBytes) > options.maxFrameBytes()) {
            commit();
        }
    }

    /** Largest record that a frame takes, in bytes. */
    public int maxRecordBytes() {
        return options.maxFrameBytes() - LONGEST_PREFIX;
    }

    /**
     * Closes the record at the buffer's position and returns where it ends, in bytes of the whole journal: it is on disk
     * once {@link #durablePosition()} is as high.
     */
    public long end() {
        return place.position + FrameLayout.HEADER + frame.end();
    }

    /** Writes the records since the last commit as one frame and syncs it; returns the new durable position. */
    public long commit() throws IOException {
        write();
        return sync();
    }

    /** First half of {@link #commit()}: hands the frame to the system, after a roll where it does not fit. */
    public void write() throws IOException {
        checkUsable();
        if (unsynced) {
            sync();
        }
        if (frame.length() > 0) {
            append(frame.bytes(), frame.length());
            frame.clear();
            sealed = false;
        }
    }

    /** Second half of {@link #commit()}: waits for the disk. Returns the durable position. */
    public long sync() throws IOException {
        checkUsable();
        if (unsynced) {
            try {
                place.file.sync();
            } catch (Throwable t) {
                throw failed(t);
            }
            unsynced = false;
            idleSeen = false;
            durable = place.position;
        }
        return durable;
    }

    private void append(ByteBuffer bytes, int length) throws IOException {
        try {
            makeRoom(FrameLayout.HEADER + length);
            int value = writeFrame(bytes, length, 0);
            place.passed(length, value);
            offset = place.offset();
            unsynced = true;
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    private int writeFrame(ByteBuffer bytes, int length, long goesOnAt) throws IOException {
        header.segmentId = FrameLayout.segmentId(place.key, place.base);
        header.number = place.number;
        header.durableUpTo = durable;
        header.goesOnAt = goesOnAt;
        header.before = place.before;
        int value = FrameLayout.seal(bytes, length, header, crc);
        place.file.append(place.offset(), bytes);
        return value;
    }

    /** A segment always keeps room for a last 'goes on' frame. */
    private void makeRoom(int bytes) throws IOException {
        long needed = place.offset() + bytes + FrameLayout.HEADER;
        if (needed <= provision.prepared()) {
            return;
        }
        if (needed <= options.segmentBytes() && !provision.spareReady()) {
            provision.extendTo(needed);
        } else {
            roll();
        }
    }

    /** Goes on in the spare. Everything before is synced. */
    private void roll() throws IOException {
        DiskFile next = provision.takeSpare(SegmentName.of(place.position));
        disk.syncDirectory();
        writeFrame(mark, 0, place.position);
        place.file.sync();
        place.file.close();
        place.file = next;
        place.base = place.position;
        provision.use(place.base, options.segmentBytes());
        options.listener().onRoll(place.base);
    }

    /**
     * Call with each tick while there is nothing to append: seals a journal that stood still for 50 ms, and asks for
     * space again where it ran short.
     *
     * @param nowNanos any clock that does not go back
     */
    public void idle(long nowNanos) throws IOException {
        checkUsable();
        if (provision.spaceShort() && nowNanos - askedSpaceNanos >= RETRY_SPACE_NANOS) {
            askedSpaceNanos = nowNanos;
            provision.resume();
        }
        if (sealed || frame.length() > 0) {
            return;
        }
        if (!idleSeen) {
            idleSeen = true;
            idleSinceNanos = nowNanos;
        } else if (nowNanos - idleSinceNanos >= SEAL_AFTER_NANOS) {
            seal();
        }
    }

    private void seal() throws IOException {
        sync();
        append(mark, 0);
        sealed = true;
        sync();
    }

    /** Makes and keeps its snapshots, on a thread of their own. */
    public Snapshots snapshots() {
        return new Snapshots(disk, place.key);
    }

    /** Everything below is on disk, in bytes of the whole journal. */
    public long durablePosition() {
        return durable;
    }

    /** Whether the last eighth of the segment is reached and no next one is ready: stop reading until it is over. */
    public boolean spaceLow() {
        return !provision.spareReady() && provision.prepared() - offset < options.reserve();
    }

    /** Whether the next segment is still being made, or can't be. */
    public boolean spareMissing() {
        return !provision.spareReady();
    }

    /** The failed write or sync, or null. */
    public Throwable failed() {
        Throwable own = failure;
        return own != null ? own : provision.failure();
    }

    private void checkUsable() throws IOException {
        Throwable cause = failed();
        if (cause != null) {
            throw new JournalFailedException(cause);
        }
        if (closed) {
            throw new IOException("the journal is closed");
        }
    }

    private JournalFailedException failed(Throwable t) {
        failure = t;
        if (t instanceof Error error) {
            throw error;
        }
        return new JournalFailedException(t);
    }

    /** Commits what is there, seals, and lets the directory go. After a failure it lets it go only. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        try {
            if (failed() == null) {
                commit();
                if (!sealed) {
                    seal();
                }
            }
        } finally {
            closed = true;
            release();
        }
    }

    private void release() throws IOException {
        try {
            provision.close();
            place.file.close();
        } finally {
            lock.close();
        }
    }
}
