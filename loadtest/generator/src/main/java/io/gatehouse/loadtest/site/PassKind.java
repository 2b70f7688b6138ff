package io.gatehouse.loadtest.site;

/** What kind of holder a pass has, as in the {@code kind} column. */
public enum PassKind {
    RESIDENT,
    VISITOR,
    STAFF,
    MEDICAL,
    COURIER;

    private static final PassKind[] VALUES = values();

    static PassKind of(int ordinal) {
        return VALUES[ordinal];
    }
}
