package io.gatehouse.server.process;

import java.util.concurrent.TimeUnit;

/** Waits for what another process does, which nobody tells. */
final class Until {
    private static final long HANG_SECONDS = 60;

    private Until() {}

    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    /** Looks again and again, and fails after a minute. */
    static void holds(String what, Condition condition) throws Exception {
        long from = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - from > TimeUnit.SECONDS.toNanos(HANG_SECONDS)) {
                throw new AssertionError("still not so: " + what);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
