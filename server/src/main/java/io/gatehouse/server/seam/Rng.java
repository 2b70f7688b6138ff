package io.gatehouse.server.seam;

/** Random numbers, so that a simulator can draw them from its seed. Any thread. */
public interface Rng {
    long nextLong();

    /** Uniform in [from, to]. */
    default long between(long from, long to) {
        return from + Math.floorMod(nextLong(), to - from + 1);
    }
}
