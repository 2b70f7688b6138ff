package io.gatehouse.server.transport;

/**
 * Finds frames in received bytes: a length as a minimal varint of at most 3 bytes, then that many bytes. Without garbage;
 * one for each event loop.
 */
public final class FrameScanner {
    /** Longest frame to the server, in bytes after the length. */
    public static final int MAX_FRAME = 4_096;
    /** The same before {@code Welcome}. */
    public static final int MAX_FRAME_BEFORE_WELCOME = 512;
    /** Longest head of a frame. */
    public static final int MAX_HEAD = 3;

    /** What stands at the front of the bytes. */
    public enum Result {
        /** A frame: {@link #offset()}, {@link #length()}. */
        WHOLE,
        /** The beginning of a frame, or nothing. */
        NEED_MORE,
        /** A length beyond the limit, or one of more than 3 bytes. */
        TOO_LARGE,
        /** A length of 0, or one with more bytes than it needs. */
        MALFORMED
    }

    private int offset;
    private int length;

    /**
     * Looks at the bytes from {@code from} (inclusive) to {@code to} (exclusive). A wrong length is refused as soon as its
     * last byte is there.
     *
     * @param limit longest frame that is accepted, 1 to {@link #MAX_FRAME}
     */
    public Result scan(byte[] bytes, int from, int to, int limit) {
        if (from == to) {
            return Result.NEED_MORE;
        }
        int first = bytes[from];
        if (first > 0) {
            return frame(from + 1, to, first, limit);
        }
        return first == 0 ? Result.MALFORMED : scanLong(bytes, from, to, limit);
    }

    private Result scanLong(byte[] bytes, int from, int to, int limit) {
        int value = bytes[from] & 0x7f;
        for (int i = 1; i < MAX_HEAD; i++) {
            if (from + i == to) {
                return Result.NEED_MORE;
            }
            int next = bytes[from + i];
            value |= (next & 0x7f) << 7 * i;
            if (next == 0) {
                return Result.MALFORMED;
            }
            if (next > 0) {
                return frame(from + i + 1, to, value, limit);
            }
        }
        return Result.TOO_LARGE;
    }

    private Result frame(int at, int to, int size, int limit) {
        if (size > limit) {
            return Result.TOO_LARGE;
        }
        offset = at;
        length = size;
        return to - at < size ? Result.NEED_MORE : Result.WHOLE;
    }

    /** Where the message of the last WHOLE frame begins. */
    public int offset() {
        return offset;
    }

    /** Bytes of the message of the last WHOLE frame. */
    public int length() {
        return length;
    }

    /** Where the next frame begins. */
    public int next() {
        return offset + length;
    }
}
