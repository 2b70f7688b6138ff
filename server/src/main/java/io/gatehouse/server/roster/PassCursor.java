package io.gatehouse.server.roster;

/**
 * Goes through a {@link PassTable} in parts, between which it may change. A pass that stands all the while is visited, at
 * least once; one that comes or goes meanwhile may be. Engine thread only.
 */
public interface PassCursor {
    /**
     * Visits some passes; their view is good during the call.
     *
     * @return false where all were visited before, and none was now
     */
    boolean next(PassTable.Visitor visitor);
}
