package io.gatehouse.server.engine;

import java.util.Arrays;
import java.util.function.BooleanSupplier;

/** Times work that comes in pieces. */
final class Pieces {
    private Pieces() {}

    /** @param piece does one; false where it was the last */
    static void time(String what, BooleanSupplier piece) {
        long[] nanos = new long[1_024];
        int count = 0;
        boolean more = true;
        while (more) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            long begin = System.nanoTime();
            more = piece.getAsBoolean();
            nanos[count++] = System.nanoTime() - begin;
        }
        Arrays.sort(nanos, 0, count);
        System.out.printf(
                "  %,d %s: p50 %.3f ms, p99 %.3f ms, longest %.3f ms, together %.1f ms%n",
                count,
                what,
                nanos[count / 2] / 1e6,
                nanos[(int) (count * 0.99)] / 1e6,
                nanos[count - 1] / 1e6,
                Arrays.stream(nanos, 0, count).sum() / 1e6);
    }
}
