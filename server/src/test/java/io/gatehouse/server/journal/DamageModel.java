package io.gatehouse.server.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What has to come of a damaged journal, found by comparing its bytes with those of the journals as they were written,
 * frame by frame: no chain of checksums is followed and nothing of the main code is used. Only where the bytes stop
 * being those written do the rules of docs/JOURNAL.md say which way it goes.
 */
final class DamageModel {
    private record Written(Map<Long, byte[]> segments, Map<Long, Map<Integer, Frames.Frame>> frames) {}

    /** By the key of the journal. */
    private final Map<Long, Written> journals = new HashMap<>();

    /** Adds an undamaged journal. */
    void add(Map<String, byte[]> files) {
        TreeMap<Long, byte[]> segments = segments(files);
        Map<Long, Map<Integer, Frames.Frame>> frames = new HashMap<>();
        segments.forEach((base, bytes) -> {
            Map<Integer, Frames.Frame> byStart = new HashMap<>();
            Frames.of(bytes).forEach(frame -> byStart.put(frame.start(), frame));
            frames.put(base, byStart);
        });
        journals.put(frames.get(0L).get(0).segmentId(), new Written(segments, frames));
    }

    private static TreeMap<Long, byte[]> segments(Map<String, byte[]> files) {
        TreeMap<Long, byte[]> segments = new TreeMap<>();
        files.forEach((name, bytes) -> segments.put(Long.parseLong(name.substring(0, 20)), bytes));
        return segments;
    }

    private static String name(long base) {
        String digits = Long.toString(base);
        return "0".repeat(20 - digits.length()) + digits + ".journal";
    }

    /** What a start has to make of these files. */
    DamageOutcome of(Map<String, byte[]> files) {
        for (String name : files.keySet()) {
            if (!name.matches("0[0-9]{19}\\.journal")) { // no journal gets as long as a 20-digit number
                return DamageOutcome.refused(name, 0);
            }
        }
        TreeMap<Long, byte[]> segments = segments(files);
        if (segments.isEmpty()) {
            return DamageOutcome.started(0, 0);
        }
        if (segments.firstKey() != 0) {
            return DamageOutcome.refused(name(0), 0);
        }
        Frames.Frame first = Frames.at(wrap(segments.get(0L), limit(segments, 0)), 0);
        Written written = first == null ? null : journals.get(first.segmentId());
        return written == null ? DamageOutcome.refused(name(0), 0) : follow(written, segments, first.segmentId());
    }

    private static DamageOutcome follow(Written written, TreeMap<Long, byte[]> segments, long key) {
        int records = 0;
        for (long base : segments.keySet()) {
            ByteBuffer bytes = wrap(segments.get(base), limit(segments, base));
            int at = 0;
            Frames.Frame frame = asWritten(written, base, bytes, at);
            while (frame != null && frame.goesOnAt() == 0) {
                records += frame.records();
                at = frame.end();
                frame = asWritten(written, base, bytes, at);
            }
            boolean last = base == segments.lastKey();
            if (last && frame == null && isTail(bytes, at, base, key)) {
                return DamageOutcome.started(records, end(bytes, at) - at);
            }
            if (last || at < bytes.limit() || base + at != segments.higherKey(base)) {
                return DamageOutcome.refused(name(base), at);
            }
        }
        throw new AssertionError("the last segment ends or is refused");
    }

    /** The frame that was written there, if every byte of it still stands. */
    private static Frames.Frame asWritten(Written written, long base, ByteBuffer bytes, int at) {
        Frames.Frame frame = written.frames.getOrDefault(base, Map.of()).get(at);
        boolean same = frame != null
                && frame.end() <= bytes.limit()
                && Arrays.equals(bytes.array(), at, frame.end(), written.segments.get(base), at, frame.end());
        return same ? frame : null;
    }

    /** Whether nothing shows that what should stand there was ever on disk. */
    private static boolean isTail(ByteBuffer bytes, int at, long base, long key) {
        if (base + at == 0 || at == bytes.limit()) {
            return false;
        }
        Frames.Frame stands = Frames.at(bytes, at);
        if (stands != null && stands.segmentId() != (key ^ base)) {
            return false;
        }
        for (int i = at; i < bytes.limit(); i++) {
            Frames.Frame frame = Frames.at(bytes, i);
            if (frame != null && frame.segmentId() == (key ^ base) && frame.durableUpTo() > base + at) {
                return false;
            }
        }
        return true;
    }

    private static int end(ByteBuffer bytes, int from) {
        int end = bytes.limit();
        while (end > from && bytes.get(end - 1) == 0) {
            end--;
        }
        return end;
    }

    private static int limit(TreeMap<Long, byte[]> segments, long base) {
        int length = segments.get(base).length;
        Long next = segments.higherKey(base);
        return next == null ? length : (int) Math.min(length, next - base);
    }

    private static ByteBuffer wrap(byte[] bytes, int limit) {
        return ByteBuffer.wrap(bytes).limit(limit).order(ByteOrder.LITTLE_ENDIAN);
    }
}
