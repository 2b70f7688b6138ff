package io.gatehouse.server.roster;

import java.util.SplittableRandom;

/** Rows with every field drawn, ids from a small space so that they meet again. */
final class RandomRows {
    private final SplittableRandom random;
    private final int ids;

    RandomRows(SplittableRandom random, int ids) {
        this.random = random;
        this.ids = ids;
    }

    /** A bijection of small numbers, so that a test can name a known id again. */
    static long hi(long n) {
        return (n + 1) * 0x9e37_79b9_7f4a_7c15L;
    }

    static long lo(long n) {
        long z = (n ^ n >>> 33) * 0xff51_afd7_ed55_8ccdL;
        return z ^ z >>> 29;
    }

    int id() {
        return random.nextInt(ids);
    }

    PassRow row(int id) {
        return new PassRow(
                hi(id),
                lo(id),
                random.nextInt(1_000_001),
                random.nextInt(1, 6),
                random.nextInt(1, 4),
                random.nextLong(),
                random.nextLong(),
                random.nextInt(1, 4),
                random.nextInt(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean());
    }
}
