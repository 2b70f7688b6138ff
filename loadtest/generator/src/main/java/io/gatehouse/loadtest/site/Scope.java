package io.gatehouse.loadtest.site;

/** How far a pass reaches, as in the {@code scope} column. */
public enum Scope {
    ESTATE,
    COMMUNITY,
    ALL;

    private static final Scope[] VALUES = values();

    static Scope of(int ordinal) {
        return VALUES[ordinal];
    }
}
