package io.gatehouse.loadtest.hostile;

import io.gatehouse.proto.v1.Refusal.Code;
import java.util.EnumSet;
import java.util.Set;

/** What a gate does wrong, how a server is to answer, and how long that may take with the deadlines it has by default. */
public enum Trick {
    WRONG_TOKEN("logs in with a token that is not its own", 10, Code.CODE_UNAUTHENTICATED),
    NO_HELLO("connects and says nothing", 15, Code.CODE_IDLE),
    EARLY("sends a scan before its Welcome", 10, Code.CODE_MALFORMED),
    OVERSIZED("announces a frame of 5,000 bytes", 10, Code.CODE_FRAME_TOO_LARGE),
    GARBAGE("sends bytes that are no frame", 10, Code.CODE_MALFORMED, Code.CODE_FRAME_TOO_LARGE),
    FLOODS("sends past its window and heeds no ack", 30, Code.CODE_WINDOW_EXCEEDED),
    DRIPS("sends a frame a byte at a time", 25, Code.CODE_IDLE),
    SILENT("logs in, then says nothing, as behind a cut cable", 45, Code.CODE_IDLE),
    /** What the server says it does not hear. */
    NEVER_READS("sends within its window and reads no answer", 90);

    private final String words;
    private final int seconds;
    private final Set<Code> expected = EnumSet.noneOf(Code.class);

    Trick(String words, int seconds, Code... expected) {
        this.words = words;
        this.seconds = seconds;
        this.expected.addAll(Set.of(expected));
    }

    /** For people. */
    public String words() {
        return words;
    }

    /** By then it has to be sent away. */
    int seconds() {
        return seconds;
    }

    /** Whether a server may end it so. */
    boolean expects(Code code) {
        return expected.contains(code);
    }

    /** Whether it ends without a word that the gate could read. */
    boolean isDeaf() {
        return expected.isEmpty();
    }
}
