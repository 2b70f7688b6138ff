package io.gatehouse.server.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Reads frames as docs/JOURNAL.md draws them, with nothing of the main code. */
final class Frames {
    record Frame(int start, int end, int records, long durableUpTo, long goesOnAt, long number, long segmentId) {}

    private Frames() {}

    /** Whole frames one behind the other from the start of a segment. */
    static List<Frame> of(byte[] segment) {
        List<Frame> frames = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(segment).order(ByteOrder.LITTLE_ENDIAN);
        for (Frame frame = at(bytes, 0); frame != null; frame = at(bytes, frame.end())) {
            frames.add(frame);
        }
        return frames;
    }

    /** The whole frame at that place of a little-endian buffer, ending at its limit or before; or null. */
    static Frame at(ByteBuffer bytes, int at) {
        int room = bytes.limit() - at - 48;
        if (room < 0 || bytes.getInt(at) != 0x014847F7 || bytes.getInt(at + 4) < 0 || bytes.getInt(at + 4) > room) {
            return null;
        }
        int end = at + 48 + bytes.getInt(at + 4);
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), at, 44);
        crc.update(bytes.array(), at + 48, end - at - 48);
        if ((int) crc.getValue() != bytes.getInt(at + 44)) {
            return null;
        }
        int records = records(bytes, at + 48, end);
        return new Frame(
                at,
                end,
                records,
                bytes.getLong(at + 24),
                bytes.getLong(at + 32),
                bytes.getLong(at + 16),
                bytes.getLong(at + 8));
    }

    /** Writes the CRC of the frame that stands there. */
    static void seal(byte[] segment, int at) {
        ByteBuffer bytes = ByteBuffer.wrap(segment).order(ByteOrder.LITTLE_ENDIAN);
        CRC32C crc = new CRC32C();
        crc.update(segment, at, 44);
        crc.update(segment, at + 48, bytes.getInt(at + 4));
        bytes.putInt(at + 44, (int) crc.getValue());
    }

    /** A whole frame without records. */
    static byte[] empty(long segmentId, long durableUpTo) {
        ByteBuffer bytes = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0, 0x014847F7).putLong(8, segmentId).putLong(24, durableUpTo);
        seal(bytes.array(), 0);
        return bytes.array();
    }

    private static int records(ByteBuffer bytes, int from, int end) {
        int count = 0;
        int at = from;
        while (at < end) {
            int size = 0;
            int shift = 0;
            byte part;
            do {
                part = bytes.get(at++);
                size |= (part & 0x7f) << shift;
                shift += 7;
            } while (part < 0);
            at += size;
            count++;
        }
        return count;
    }
}
