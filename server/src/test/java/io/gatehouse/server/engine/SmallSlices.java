package io.gatehouse.server.engine;

import io.gatehouse.server.roster.PassTable;

/** Engines that fold small pieces of a change-set between batches. */
public final class SmallSlices {
    private SmallSlices() {}

    /** @param slice rows of a piece */
    public static Engine engine(PassTable table, int slice) {
        return new Engine(table, slice);
    }
}
