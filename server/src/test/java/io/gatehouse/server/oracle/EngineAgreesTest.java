package io.gatehouse.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.server.roster.Audit;
import io.gatehouse.server.roster.ChroniclePassTable;
import io.gatehouse.server.roster.HeapPassTable;
import io.gatehouse.server.roster.Pass;
import io.gatehouse.testing.Counts;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The engine and the oracle make the same of every event, and stand in the same state after it. */
final class EngineAgreesTest {
    private static final int STEPS = 1_000;
    private static final int CLAIMED = 10_000;
    private static final int CLAIMED_OFF_HEAP = 200;
    private static final long SEED = 20_200_206;
    private static final int MOST_PASSES = 4_096;

    @Test
    void overHistoriesFromASeed() {
        int histories = Counts.of(50, 1_000, CLAIMED);
        int offHeap = Counts.of(5, 50, CLAIMED_OFF_HEAP);
        RowCounts rows = new RowCounts();
        for (int i = 0; i < histories; i++) {
            if (i < offHeap) {
                try (ChroniclePassTable table = new ChroniclePassTable(MOST_PASSES, new Audit(1))) {
                    run(SEED + i, new EngineUnderTest(table), rows);
                    assertTrue(table.audit().audits() > 0);
                    assertEquals(0, table.audit().differences(), "the index against the map");
                }
            } else {
                run(SEED + i, new EngineUnderTest(new HeapPassTable()), rows);
            }
        }
        Counts.report("histories of " + STEPS + " inputs through engine and oracle", histories, CLAIMED);
        Counts.report("  of them on the roster's own table", offHeap, CLAIMED_OFF_HEAP);
        rows.claim((double) CLAIMED / histories);
    }

    private static void run(long seed, EngineUnderTest engine, RowCounts rows) {
        Oracle oracle = new Oracle();
        List<Input> history = Histories.of(seed, STEPS);
        for (int i = 0; i < history.size(); i++) {
            Input input = history.get(i);
            try {
                Result expected = oracle.apply(input);
                Result actual = engine.apply(input);
                assertEquals(expected, actual);
                assertEquals(oracle.world.outings, engine.outings, "outings");
                sameState(oracle, engine, input);
                rows.add(actual);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", step " + i + ": " + input, e);
            }
        }
    }

    /** Of the pass that an input is of. */
    private static void sameState(Oracle oracle, EngineUnderTest engine, Input input) {
        String hex = input instanceof Input.Scan scan
                ? scan.passHex()
                : input instanceof Input.Outcome outcome ? outcome.passHex() : null;
        if (hex == null) {
            return;
        }
        World.Pass expected = oracle.world.passes.get(hex);
        Pass actual = engine.pass(hex);
        if (expected == null) {
            assertNull(actual, "a pass that is not in the roster");
            return;
        }
        assertEquals(expected.place.getNumber(), actual.place(), "place");
        assertEquals(expected.high ? expected.lastHighUs : 0, actual.lastHighUs(), "last high temperature");
        World.Passage last = expected.last;
        assertEquals(last == null ? 0 : last.atUs(), actual.lastPassageUs(), "last passage");
        if (last != null) {
            assertEquals(last.gate(), engine.gateOf(actual), "its gate");
            assertEquals(last.direction().getNumber(), actual.lastPassageDirection(), "its direction");
        }
    }
}
