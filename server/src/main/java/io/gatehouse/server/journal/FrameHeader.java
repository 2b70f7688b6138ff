package io.gatehouse.server.journal;

/** Fields of a frame's header, see {@link FrameLayout}. Mutable, used again. */
final class FrameHeader {
    int length;
    long segmentId;
    long number;
    long durableUpTo;
    long goesOnAt;
    int before;
    int crc;

    /** Neither records nor a successor named: all below is on disk. */
    boolean isSeal() {
        return length == 0 && goesOnAt == 0;
    }

    void read(byte[] bytes, int index) {
        length = FrameLayout.getInt(bytes, index + FrameLayout.LENGTH_AT);
        segmentId = FrameLayout.getLong(bytes, index + FrameLayout.SEGMENT_AT);
        number = FrameLayout.getLong(bytes, index + FrameLayout.NUMBER_AT);
        durableUpTo = FrameLayout.getLong(bytes, index + FrameLayout.DURABLE_AT);
        goesOnAt = FrameLayout.getLong(bytes, index + FrameLayout.GOES_ON_AT);
        before = FrameLayout.getInt(bytes, index + FrameLayout.BEFORE_AT);
        crc = FrameLayout.getInt(bytes, index + FrameLayout.CRC_AT);
    }
}
