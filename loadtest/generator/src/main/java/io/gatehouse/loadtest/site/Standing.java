package io.gatehouse.loadtest.site;

/** What the roster says for or against a pass, as far as simulated people behave by it. */
public enum Standing {
    /** Nothing against it. */
    GOOD,
    /** Its holder is to stay at home. */
    QUARANTINED,
    /** Withdrawn, expired, not yet valid or not declared: its holder will be turned away. */
    HELD;

    private static final Standing[] VALUES = values();

    static Standing of(int ordinal) {
        return VALUES[ordinal];
    }
}
