package io.gatehouse.server.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The frame being filled: room for the header, then records. Grows as needed, shrinks when it was large for nothing. */
final class FrameBuffer {
    private static final int INITIAL = 1 << 18;
    /** So many small frames in a row give back what a large one took. */
    private static final int SMALL_FRAMES_TO_SHRINK = 4096;

    private ByteBuffer buffer = allocate(INITIAL);
    private int end = FrameLayout.HEADER;
    private int prefix;
    private boolean open;
    private int smallFrames;

    static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Bytes of records so far. */
    int length() {
        return end - FrameLayout.HEADER;
    }

    /** Bytes of records there would be with one more of that size. */
    long lengthWith(int maxRecordBytes) {
        return (long) length() + varintBytes(maxRecordBytes) + maxRecordBytes;
    }

    ByteBuffer begin(int maxRecordBytes) {
        return begin(varintBytes(maxRecordBytes), maxRecordBytes);
    }

    /** For records that come with their lengths before them. */
    ByteBuffer beginDelimited(int maxBytes) {
        return begin(0, maxBytes);
    }

    private ByteBuffer begin(int prefixBytes, int maxRecordBytes) {
        prefix = prefixBytes;
        int limit = end + prefix + maxRecordBytes;
        if (limit > buffer.capacity()) {
            grow(limit);
        }
        open = true;
        return buffer.limit(limit).position(end + prefix);
    }

    private void grow(int atLeast) {
        int capacity = Integer.highestOneBit(atLeast - 1) << 1;
        ByteBuffer larger = allocate(capacity);
        larger.put(0, buffer.limit(end), 0, end);
        buffer = larger;
        smallFrames = 0;
    }

    /** Closes the record at the buffer's position; returns the bytes of records so far. */
    int end() {
        if (!open) {
            throw new IllegalStateException("end() without begin()");
        }
        open = false;
        if (prefix == 0) {
            end = buffer.position();
            return length();
        }
        int length = buffer.position() - end - prefix;
        int shortest = varintBytes(length);
        if (shortest < prefix) {
            buffer.put(end + shortest, buffer, end + prefix, length);
        }
        putVarint(end, length);
        end += shortest + length;
        return length();
    }

    private void putVarint(int index, int value) {
        int at = index;
        int rest = value;
        while (rest >= 0x80) {
            buffer.put(at++, (byte) (rest | 0x80));
            rest >>>= 7;
        }
        buffer.put(at, (byte) rest);
    }

    static int varintBytes(int value) {
        return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
    }

    ByteBuffer bytes() {
        return buffer;
    }

    /** Ready for the next frame; a record that was begun and not ended is forgotten. */
    void clear() {
        smallFrames = end > buffer.capacity() / 4 ? 0 : smallFrames + 1;
        end = FrameLayout.HEADER;
        open = false;
        if (smallFrames >= SMALL_FRAMES_TO_SHRINK && buffer.capacity() > INITIAL) {
            buffer = allocate(INITIAL);
        }
    }
}
