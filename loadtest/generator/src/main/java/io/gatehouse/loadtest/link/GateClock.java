package io.gatehouse.loadtest.link;

/** The clock of simulated gates: the machine's, read once, then carried on by the monotonic one. */
final class GateClock {
    private final long startNanos = System.nanoTime();
    private final long startUs = System.currentTimeMillis() * 1000;

    /** Microseconds since 1970 at a given {@link System#nanoTime}. */
    long us(long nanos) {
        return startUs + (nanos - startNanos) / 1000;
    }
}
