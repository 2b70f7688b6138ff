package io.gatehouse.server.engine;

/** Why a change is not made. A refused change leaves no trace in the state and none in the journal. */
public enum ChangeRefusal {
    BASE_VERSION_MOVED("the estate's roster has moved since the change was diffed"),
    BEFORE_DIFFERS("what it says stood before does not stand"),
    OTHER_ESTATE("the pass is of another estate than the change"),
    INVALID_ROW("a value is out of range, or before and after are not of one thing"),
    TOO_MANY_ROWS("more than " + Changes.MAX_ROWS + " rows"),
    CLEARS_REVOKED("would make a revoked pass valid again: only an undo may"),
    CLEARS_QUARANTINE("would end a quarantine: only a release or an undo may"),
    UNKNOWN_ESTATE("the estate is not in the register"),
    UNKNOWN_GATE("the gate is not in the register"),
    INVALID_POLICY("a key or value of the policy does not hold"),
    INVALID_TIME_ZONE("not a time zone that this server knows"),
    INTERNAL_ERROR("a check failed in the server");

    private final String text;

    ChangeRefusal(String text) {
        this.text = text;
    }

    /** Half a line for a person. */
    public String text() {
        return text;
    }
}
