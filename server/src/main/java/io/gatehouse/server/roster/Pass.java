package io.gatehouse.server.roster;

/**
 * One pass as it stands in a {@link PassTable}: a reused view, valid until the table's next {@link PassTable#at}. Times
 * are microseconds since 1970-01-01T00:00Z; 0 means open or none. Engine thread only.
 */
public interface Pass {
    int UNKNOWN = 0;
    int INSIDE = 1;
    int OUTSIDE = 2;

    /** {@code PassKind} number. */
    int kind();

    /** {@code PassRow.Scope} number: 1 estate, 2 community, 3 all. */
    int scope();

    /** {@code PassRow.Status} number: 1 active, 2 suspended, 3 revoked. */
    int status();

    int estateId();

    /** Household within the estate; 0 for none. */
    int household();

    long validFromUs();

    /** First instant that is no longer valid. */
    long validUntilUs();

    boolean propertyListed();

    boolean gridListed();

    boolean declared();

    boolean quarantined();

    /** Writes the roster's own fields and leaves the pass's state alone. */
    void setRow(PassRow row);

    /** {@link #UNKNOWN}, {@link #INSIDE} or {@link #OUTSIDE}. */
    int place();

    long lastPassageUs();

    /** Number of the gate in the register; meaningless while {@link #lastPassageUs()} is 0. */
    int lastPassageGate();

    /** {@code Direction} number. */
    int lastPassageDirection();

    /** When a temperature from the threshold to 42.0 was last measured. */
    long lastHighUs();

    /** Writes the pass's own state and leaves the roster's fields alone. */
    void setState(int place, long lastPassageUs, int lastPassageGate, int lastPassageDirection, long lastHighUs);
}
