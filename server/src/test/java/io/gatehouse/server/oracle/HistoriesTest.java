package io.gatehouse.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.testing.Counts;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The histories reach what they are for: every row of the table, first and further, and every way that a message can go. */
final class HistoriesTest {
    private static final int STEPS = 1_000;
    private static final int CLAIMED = 10_000;
    private static final long SEED = 20_200_206;

    private final RowCounts rows = new RowCounts();
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
        double scale = (double) CLAIMED / histories;
        rows.claim(scale);
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
        rows.add(result);
        differing += result.kind() == Result.Kind.RECORDED && result.differs() ? 1 : 0;
    }
}
