package io.gatehouse.loadtest.plan;

import java.util.HashMap;
import java.util.Map;

/** How many outings a household has, at least and at most, in the days that its estate looks at. */
final class Households {
    private static final int NO = 1;
    private static final int YES = 2;
    private static final int MANY = 1 << 20;

    private final History history;
    private final long today;
    private final Map<Long, int[]> counts = new HashMap<>();

    Households(History history, long today) {
        this.history = history;
        this.today = today;
    }

    /** Whether the quota is used up: 1 no, 2 yes, 3 perhaps. */
    int reached(int estate, int household, Checks checks) {
        int[] count = count(estate, household, checks);
        return (count[0] < checks.outings() ? NO : 0) | (count[1] >= checks.outings() ? YES : 0);
    }

    /** One more; perhaps, where not {@code surely}. */
    void outing(int estate, int household, Checks checks, boolean surely) {
        int[] count = count(estate, household, checks);
        count[0] += surely ? 1 : 0;
        count[1]++;
    }

    private int[] count(int estate, int household, Checks checks) {
        return counts.computeIfAbsent((long) estate << 32 | household, key -> {
            int before = history.outings(estate, household, today - checks.outingDays() + 1, today);
            return before < 0 ? new int[] {0, MANY} : new int[] {before, before};
        });
    }
}
