package io.gatehouse.server;

/** Exit codes. A supervisor restarts on {@link #INTERNAL} and {@link #STORAGE}, never on the others. */
final class Exit {
    static final int OK = 0;
    static final int USAGE = 64;
    /** Bad site or journal data. */
    static final int DATA = 65;

    static final int INTERNAL = 70;
    static final int STORAGE = 74;
    /** The data folder is in use. */
    static final int IN_USE = 75;

    static final int CONFIG = 78;

    private Exit() {}
}
