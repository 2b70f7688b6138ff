package io.gatehouse.server.roster;

/**
 * One row of a change-set.
 *
 * @param before null where the pass is added
 * @param after null where it is removed
 */
public record RowChange(PassRow before, PassRow after) {}
