package io.gatehouse.server.sim;

/** The machine lost its power in the middle of a disk call. */
public final class SimCrash extends Error {
    private static final long serialVersionUID = 1;

    SimCrash(long call) {
        super("crash at disk call " + call);
    }
}
