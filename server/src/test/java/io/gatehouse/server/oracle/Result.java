package io.gatehouse.server.oracle;

import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.Verdict;
import java.util.List;

/**
 * What came of one input.
 *
 * @param decision what was judged, or the stored decision of a duplicate; null where there is none
 * @param answered whether the gate gets {@code decision}
 * @param expectedSequence the lowest number that the gate's stream does not hold yet; of a closed stream, that of the stream
 *     asked for, and 0 where a number was used twice; 0 for inputs that no gate sent
 * @param judgedAtUs the time that the checks and effects saw; 0 where nothing was recorded, and of a Lost, which has none
 * @param differs an outcome: that it is not what stood for its scan; a scan that the gate acted on: that the verdict is another
 * @param promiseBroken a Lost of events that an Ack had covered
 */
record Result(
        Kind kind,
        Decision decision,
        boolean answered,
        long expectedSequence,
        long judgedAtUs,
        boolean differs,
        boolean promiseBroken) {
    enum Kind {
        RECORDED,
        DUPLICATE,
        GAP,
        MALFORMED,
        NUMBER_REUSED,
        STREAM_CLOSED,
        STREAM_BEGUN,
        STREAM_STANDS,
        CHANGED
    }

    record Decision(Verdict verdict, List<Reason> reasons, boolean attention) {}

    static Result plain(Kind kind, long expectedSequence) {
        return new Result(kind, null, false, expectedSequence, 0, false, false);
    }
}
