package io.gatehouse.server.sim;

/**
 * Where the crash of a run stands, counted from its start.
 *
 * @param call at this changing call of the disk; 0 for none
 * @param step behind this step of the server; 0 for none
 * @param recoveryCall the recovery after it crashes at this call of its own; 0 for none
 */
record CrashAt(long call, long step, long recoveryCall) {
    /** At random, by {@link SimOptions}. */
    static final CrashAt RANDOM = new CrashAt(0, 0, 0);
}
