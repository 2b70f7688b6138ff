package io.gatehouse.server.journal;

/** Where a journal ends, as a scan found it. Positions are bytes of the whole journal. */
final class Tail {
    /** No segment at all. */
    boolean fresh = true;

    long key;
    /** Base of the last segment. */
    long lastBase;
    /** End of the last whole frame. */
    long end;
    /** The same without a seal at the end; number and CRC for the frame that follows there. */
    long kept;

    long keptNumber;
    int keptBefore;
    /** Highest position that a frame, a seal or a segment's name proves to be on disk. */
    long proven;

    long frames;
    long records;
    /** Bytes behind the last whole frame that are not zero up to the last such byte: an unacknowledged tail. */
    long cutBytes;

    /** Takes a whole frame that stands at {@code start}; number and CRC are those that it came with. */
    void accept(FrameHeader header, long start) {
        end = start + FrameLayout.HEADER + header.length;
        proven = Math.max(proven, header.durableUpTo);
        frames++;
        if (header.isSeal()) {
            kept = start;
            keptNumber = header.number;
            keptBefore = header.before;
        } else {
            kept = end;
            keptNumber = header.number + 1;
            keptBefore = header.crc;
        }
    }

    /** The journal goes on in the segment that begins here: a seal before it is no longer at the end. */
    void enter(long base, long number, int before) {
        fresh = false;
        lastBase = base;
        end = base;
        kept = base;
        keptNumber = number;
        keptBefore = before;
        proven = base;
    }
}
