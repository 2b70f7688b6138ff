package io.gatehouse.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.v1.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How often each row of the check table applied: as the first reason of a recorded scan, and as a further one. */
final class RowCounts {
    private static final int LEAST = 1_000;

    /** Rows 1 and 2 end the checks, nothing can stand before row 3, and OK stands alone. */
    private static final Set<Reason> NEVER_FURTHER =
            Set.of(Reason.REASON_EMERGENCY_OPEN, Reason.REASON_MALFORMED_SCAN, Reason.REASON_FEVER, Reason.REASON_OK);

    private final long[] first = new long[Integer.SIZE];
    private final long[] further = new long[Integer.SIZE];

    void add(Result result) {
        if (result.kind() != Result.Kind.RECORDED || result.decision() == null) {
            return;
        }
        List<Reason> reasons = result.decision().reasons();
        first[reasons.get(0).getNumber()]++;
        for (int i = 1; i < reasons.size(); i++) {
            further[reasons.get(i).getNumber()]++;
        }
    }

    /**
     * Prints the table and asserts that each row applied at least 1,000 times either way, where it can.
     *
     * @param scale how many times what was done the 1,000 are claimed for
     */
    void claim(double scale) {
        for (Reason reason : EngineUnderTest.IN_ORDER) {
            System.out.printf(
                    Locale.ROOT,
                    "  %-31s first %,9d  further %,9d%n",
                    reason,
                    first[reason.getNumber()],
                    further[reason.getNumber()]);
        }
        for (Reason reason : EngineUnderTest.IN_ORDER) {
            assertTrue(first[reason.getNumber()] * scale >= LEAST, reason + " as first reason");
            if (NEVER_FURTHER.contains(reason)) {
                assertEquals(0, further[reason.getNumber()], reason + " as further reason");
            } else {
                assertTrue(further[reason.getNumber()] * scale >= LEAST, reason + " as further reason");
            }
        }
    }
}
