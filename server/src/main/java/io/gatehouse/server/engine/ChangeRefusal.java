package io.gatehouse.server.engine;

/** Why a change is not made. A refused change leaves no trace in the state and none in the journal. */
public enum ChangeRefusal {
    /** The estate's roster has moved since the change was diffed: diff again. */
    BASE_VERSION_MOVED,
    /** {@code before} is not what stands. */
    BEFORE_DIFFERS,
    /** A row is of another estate than the change names, or its pass id stands in another estate. */
    OTHER_ESTATE,
    /** A row or a change that cannot stand: ids differ, both sides absent, a value out of range. */
    INVALID_ROW,
    /** More than {@link Changes#MAX_ROWS} rows. */
    TOO_MANY_ROWS,
    /** Would make a revoked pass valid again: only an undo may. */
    CLEARS_REVOKED,
    /** Would end a quarantine: only a release or an undo may. */
    CLEARS_QUARANTINE,
    /** The estate is not in the register. */
    UNKNOWN_ESTATE,
    /** The gate is not in the register. */
    UNKNOWN_GATE,
    /** A policy key or value that does not hold. */
    INVALID_POLICY,
    /** Not an IANA time zone that this runtime knows. */
    INVALID_TIME_ZONE,
    /** A check failed in the server. */
    INTERNAL_ERROR
}
