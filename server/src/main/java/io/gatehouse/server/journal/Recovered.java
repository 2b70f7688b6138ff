package io.gatehouse.server.journal;

/**
 * What a start found.
 *
 * @param fresh there was no journal: this one was made
 * @param frames whole frames read, seals included
 * @param records records handed to the visitor
 * @param position where the first new frame goes, in bytes of the whole journal
 * @param cutBytes bytes of an unacknowledged tail that were cut; 0 for none
 * @param cutFile file that they stood in; null for none
 * @param cutOffset where in that file they began
 */
public record Recovered(
        boolean fresh, long frames, long records, long position, long cutBytes, String cutFile, long cutOffset) {

    static Recovered of(Tail tail, long position) {
        boolean cut = tail.cutBytes > 0;
        return new Recovered(
                tail.fresh,
                tail.frames,
                tail.records,
                position,
                tail.cutBytes,
                cut ? SegmentName.of(tail.lastBase) : null,
                cut ? tail.end - tail.lastBase : 0);
    }
}
