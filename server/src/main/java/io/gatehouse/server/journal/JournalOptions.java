package io.gatehouse.server.journal;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * How a journal is kept. The file system sees whole segments; only tests want other sizes than {@link #standard}.
 *
 * @param segmentBytes length of a segment made ahead; the last eighth of it is for what is under way when space runs out
 * @param readyBytes room, beyond what it holds, of the segment that a start makes, before the journal is ready: the rest
 *     is added behind its back; more than an eighth of segmentBytes
 * @param copyBytes a last segment that holds less is copied whole by a start, so that starts leave no pile of files; at
 *     most half of segmentBytes
 * @param maxFrameBytes most bytes of records in one frame, at most 17 MiB; a segment holds at least one such frame
 * @param background runs the making of segments; one thread is enough, a simulator may run it when it likes
 * @param random draws the key of a new journal, nothing else
 * @param listener is told of space and rolls
 */
public record JournalOptions(
        long segmentBytes,
        long readyBytes,
        long copyBytes,
        int maxFrameBytes,
        Executor background,
        LongSupplier random,
        JournalListener listener) {

    private static final long MIB = 1 << 20;

    public JournalOptions {
        Objects.requireNonNull(background);
        Objects.requireNonNull(random);
        Objects.requireNonNull(listener);
        long largest = maxFrameBytes + 3L * FrameLayout.HEADER;
        check(maxFrameBytes >= 64 && maxFrameBytes <= FrameLayout.MAX_LENGTH, "maxFrameBytes", maxFrameBytes);
        check(segmentBytes >= largest, "segmentBytes", segmentBytes);
        check(readyBytes > segmentBytes / 8 && readyBytes <= segmentBytes, "readyBytes", readyBytes);
        check(copyBytes >= 0 && copyBytes <= segmentBytes / 2, "copyBytes", copyBytes);
    }

    private static void check(boolean good, String name, long value) {
        if (!good) {
            throw new IllegalArgumentException(name + " out of range: " + value);
        }
    }

    /** 256 MiB a segment, 48 MiB before ready, 16 MiB copied, 17 MiB a frame. */
    public static JournalOptions standard(Executor background, LongSupplier random, JournalListener listener) {
        return new JournalOptions(256 * MIB, 48 * MIB, 16 * MIB, FrameLayout.MAX_LENGTH, background, random, listener);
    }

    /** Segments of another size, everything else in proportion. */
    public JournalOptions withSegmentBytes(long bytes) {
        int frame = (int) Math.min(FrameLayout.MAX_LENGTH, bytes / 8);
        return new JournalOptions(bytes, bytes * 3 / 16, bytes / 16, frame, background, random, listener);
    }

    /** Bytes of a segment that are left when reading has to stop. */
    long reserve() {
        return segmentBytes / 8;
    }
}
