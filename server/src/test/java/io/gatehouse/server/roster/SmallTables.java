package io.gatehouse.server.roster;

/** Tables that begin so small that they grow by and by with some hundred passes. */
public final class SmallTables {
    private SmallTables() {}

    /** @param capacity of the first map */
    public static ChroniclePassTable of(long capacity, Audit audit) {
        return new ChroniclePassTable(0, capacity, audit);
    }
}
