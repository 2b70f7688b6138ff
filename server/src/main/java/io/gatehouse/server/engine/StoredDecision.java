package io.gatehouse.server.engine;

import io.gatehouse.proto.v1.Verdict;

/**
 * A decision as it is kept, in one long:
 *
 * <pre>
 * 63      32 31  30 29       8 7      6    5       4         3       2     0
 * [  check  ][  0  ][ reasons ][ day & 3 ][outing][opened][attention][verdict]
 * </pre>
 *
 * {@code opened} is what stands for the scan; {@code outing} whether it has used one, on a day whose low bits are kept.
 */
final class StoredDecision {
    private static final int VERDICT = 7;
    private static final int ATTENTION = 1 << 3;
    private static final int OPENED = 1 << 4;
    private static final int OUTING = 1 << 5;
    private static final int DAY_SHIFT = 6;
    private static final int REASONS_SHIFT = 7;
    private static final int REASONS = (1 << Reasons.COUNT) - 2;
    private static final long STANDS = OPENED | OUTING | 3 << DAY_SHIFT;

    private StoredDecision() {}

    static long of(Event e) {
        boolean opened = e.acted ? e.actedOpened : e.verdict == Verdict.VERDICT_ALLOW_VALUE;
        long bits = e.verdict | (e.attention ? ATTENTION : 0) | (long) (e.reasons & REASONS) << REASONS_SHIFT;
        return (long) e.check << 32 | bits | stands(opened, e.outingChanged, e.outingDay);
    }

    /** The same decision with something else standing for its scan. */
    static long withStands(long stored, boolean opened, boolean outing, int day) {
        return stored & ~STANDS | stands(opened, outing, day);
    }

    static void restore(long stored, Event e) {
        e.verdict = (int) stored & VERDICT;
        e.attention = (stored & ATTENTION) != 0;
        e.reasons = (int) stored >>> REASONS_SHIFT & REASONS;
    }

    static int check(long stored) {
        return (int) (stored >>> 32);
    }

    static boolean opened(long stored) {
        return (stored & OPENED) != 0;
    }

    static boolean outing(long stored) {
        return (stored & OUTING) != 0;
    }

    /** The day of the outing, given one that is at most one day before it or two after it. */
    static int outingDay(long stored, int near) {
        int ahead = near - ((int) stored >>> DAY_SHIFT) & 3;
        return ahead == 3 ? near + 1 : near - ahead;
    }

    private static long stands(boolean opened, boolean outing, int day) {
        return (opened ? OPENED : 0) | (outing ? OUTING | (day & 3) << DAY_SHIFT : 0);
    }
}
