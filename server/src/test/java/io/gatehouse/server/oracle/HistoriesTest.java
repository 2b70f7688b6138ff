package io.gatehouse.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.v1.Reason;
import io.gatehouse.testing.Counts;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The histories reach what they are for: every row of the table, first and further, and every way that a message can go. */
final class HistoriesTest {
    private static final int STEPS = 1_000;
    private static final int CLAIMED = 10_000;
    private static final long SEED = 20_200_206;

    /** Rows 1 and 2 end the checks, nothing can stand before row 3, and OK stands alone. */
    private static final Set<Reason> NEVER_FURTHER =
            Set.of(Reason.REASON_EMERGENCY_OPEN, Reason.REASON_MALFORMED_SCAN, Reason.REASON_FEVER, Reason.REASON_OK);

    private final Map<Reason, Long> first = new EnumMap<>(Reason.class);
    private final Map<Reason, Long> further = new EnumMap<>(Reason.class);
    private final Map<Result.Kind, Long> kinds = new EnumMap<>(Result.Kind.class);
    private long differing;

    @Test
    void everyRowAppliesOftenFirstAndFurther() {
        int histories = Counts.of(40, 400, CLAIMED);
        for (int i = 0; i < histories; i++) {
            Oracle oracle = new Oracle();
            for (Input input : Histories.of(SEED + i, STEPS)) {
                count(oracle.apply(input));
            }
        }
        Counts.report("histories of " + STEPS + " steps through the oracle", histories, CLAIMED);
        System.out.println("  kinds " + kinds + ", outcomes and acted scans that differ " + differing);
        long scale = CLAIMED / histories;
        for (Reason reason : Reason.values()) {
            if (reason == Reason.UNRECOGNIZED
                    || reason == Reason.REASON_UNSPECIFIED
                    || reason == Reason.REASON_INTERNAL_ERROR) {
                continue;
            }
            long once = first.getOrDefault(reason, 0L);
            long more = further.getOrDefault(reason, 0L);
            System.out.printf("  %-31s first %,9d  further %,9d%n", reason, once, more);
            assertTrue(once * scale >= 1_000, reason + " as first reason");
            if (NEVER_FURTHER.contains(reason)) {
                assertEquals(0, more, reason + " as further reason");
            } else {
                assertTrue(more * scale >= 1_000, reason + " as further reason");
            }
        }
        for (Result.Kind kind : Result.Kind.values()) {
            assertTrue(kinds.getOrDefault(kind, 0L) * scale >= 1_000, kind.name());
        }
        assertTrue(differing * scale >= 1_000, "what the gate did and what was decided differ");
    }

    @Test
    void theSameSeedGivesTheSameHistory() {
        assertEquals(Histories.of(SEED, STEPS), Histories.of(SEED, STEPS));
        assertTrue(!Histories.of(SEED, STEPS).equals(Histories.of(SEED + 1, STEPS)));
    }

    private void count(Result result) {
        kinds.merge(result.kind(), 1L, Long::sum);
        if (result.kind() != Result.Kind.RECORDED) {
            return;
        }
        differing += result.differs() ? 1 : 0;
        if (result.decision() == null) {
            return;
        }
        List<Reason> reasons = result.decision().reasons();
        first.merge(reasons.get(0), 1L, Long::sum);
        reasons.subList(1, reasons.size()).forEach(r -> further.merge(r, 1L, Long::sum));
    }
}
