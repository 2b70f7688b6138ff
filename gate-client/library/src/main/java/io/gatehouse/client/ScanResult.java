package io.gatehouse.client;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.Verdict;
import java.util.List;

/** What the gate is to do with one scan, and who says so. Immutable. */
public final class ScanResult {
    /** Who decided. */
    public enum Source {
        /** A decision of the server that came in time. */
        SERVER,
        /** The gate itself: no connection, no decision in time, or a backlog before the scan. */
        GATE
    }

    /** All that a screen may show to the public. */
    public enum Screen {
        PASS,
        STOP,
        SEE_THE_GUARD,
        MEASURE_AGAIN
    }

    private final ScanPlace place;
    private final Source source;
    private final Verdict verdict;
    private final List<Reason> reasons;
    private final boolean attention;

    ScanResult(ScanPlace place, Source source, Verdict verdict, List<Reason> reasons, boolean attention) {
        this.place = place;
        this.source = source;
        this.verdict = verdict;
        this.reasons = List.copyOf(reasons);
        this.attention = attention;
    }

    /** Returns true where the gate is to open. */
    public boolean allowed() {
        return verdict == Verdict.VERDICT_ALLOW;
    }

    public Source source() {
        return source;
    }

    /** Returns ALLOW, DENY, REFER or RETEST; a verdict that this version does not know is REFER. */
    public Verdict verdict() {
        return verdict;
    }

    /** Returns every reason, first to last. For staff only: see {@link #screen}. */
    public List<Reason> reasons() {
        return reasons;
    }

    /** Returns true where the guard should look up, whatever the verdict. */
    public boolean attention() {
        return attention;
    }

    /** Returns what the public may see. */
    public Screen screen() {
        return switch (verdict) {
            case VERDICT_ALLOW -> Screen.PASS;
            case VERDICT_DENY -> Screen.STOP;
            case VERDICT_RETEST -> Screen.MEASURE_AGAIN;
            default -> Screen.SEE_THE_GUARD;
        };
    }

    public ByteString passId() {
        return place.passId();
    }

    public Direction direction() {
        return place.direction();
    }

    /** Returns the sequence that the scan was numbered with at first. */
    public long sequence() {
        return place.sequence();
    }

    ScanPlace place() {
        return place;
    }

    @Override
    public String toString() {
        return "ScanResult[" + place.sequence() + ", " + source + ", " + verdict + ", " + reasons
                + (attention ? ", attention]" : "]");
    }
}
