package io.gatehouse.server.journal;

/**
 * What a start or a reader found.
 *
 * @param fresh there was no journal; a start made one
 * @param frames whole frames read, seals included
 * @param records records handed to the visitor
 * @param position where the next frame goes, in bytes of the whole journal
 * @param cutBytes bytes of an unacknowledged tail that were cut, or passed over by a reader; 0 for none
 * @param cutFile file that they stood in; null for none
 * @param cutOffset where in that file they began
 */
public record JournalSummary(
        boolean fresh, long frames, long records, long position, long cutBytes, String cutFile, long cutOffset) {

    static JournalSummary of(Tail tail, long position) {
        boolean cut = tail.cutBytes > 0;
        return new JournalSummary(
                tail.fresh,
                tail.frames,
                tail.records,
                position,
                tail.cutBytes,
                cut ? SegmentName.of(tail.lastBase) : null,
                cut ? tail.end - tail.lastBase : 0);
    }
}
