package io.gatehouse.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.gatehouse.server.roster.HeapPassTable;
import io.gatehouse.server.roster.Pass;
import io.gatehouse.testing.Counts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The engine and the oracle make the same of every event, and stand in the same state after it. */
final class EngineAgreesTest {
    private static final int STEPS = 1_000;
    private static final int CLAIMED = 10_000;
    private static final long SEED = 20_200_206;

    @Test
    void overHistoriesFromASeed() {
        int histories = Counts.of(100, 1_000, CLAIMED);
        Map<String, Integer> differing = new HashMap<>();
        for (int i = 0; i < histories; i++) {
            String difference = run(SEED + i, new EngineUnderTest(new HeapPassTable()));
            if (difference != null) {
                differing.merge(difference, 1, Integer::sum);
            }
        }
        Counts.report("histories of " + STEPS + " steps through engine and oracle", histories, CLAIMED);
        if (!differing.isEmpty()) {
            fail(differing.size() + " histories differ; first of each:\n" + String.join("\n\n", differing.keySet()));
        }
    }

    /** What differs first, or null. */
    private static String run(long seed, EngineUnderTest engine) {
        Oracle oracle = new Oracle();
        List<Input> history = Histories.of(seed, STEPS);
        for (int i = 0; i < history.size(); i++) {
            Input input = history.get(i);
            String where = "seed " + seed + ", step " + i + ": " + input + "\n";
            String before = input instanceof Input.Sequenced ? states(oracle, engine, input) : "";
            Result expected = oracle.apply(input);
            Result actual;
            try {
                actual = engine.apply(input);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(where, e);
            }
            if (!expected.equals(actual)) {
                return where + "  before   " + before + "\n  expected " + expected + "\n  actual   " + actual;
            }
            String[] after = after(oracle, engine, input);
            if (!after[0].equals(after[1])) {
                return where + "  before   " + before + "\n  " + expected + "\n  oracle   " + after[0] + "\n  engine   "
                        + after[1];
            }
        }
        return null;
    }

    private static String states(Oracle oracle, EngineUnderTest engine, Input input) {
        String[] both = after(oracle, engine, input);
        return both[0];
    }

    /** The state of the pass that an input is of, and all outings: the oracle's and the engine's. */
    private static String[] after(Oracle oracle, EngineUnderTest engine, Input input) {
        String hex = input instanceof Input.Scan scan
                ? scan.passHex()
                : input instanceof Input.Outcome outcome ? outcome.passHex() : null;
        if (hex == null) {
            return new String[] {"", ""};
        }
        Map<EngineUnderTest.Outing, Integer> counted = new HashMap<>();
        oracle.world.outings.forEach((outing, count) -> counted.put(
                new EngineUnderTest.Outing(
                        outing.estate(), outing.household(), outing.day().toEpochDay()),
                count));
        return new String[] {
            own(oracle.world.passes.get(hex)) + " "
                    + (counted.equals(engine.outings) ? "" : minus(counted, engine.outings)),
            own(engine, engine.pass(hex)) + " " + (counted.equals(engine.outings) ? "" : minus(engine.outings, counted))
        };
    }

    private static Map<EngineUnderTest.Outing, Integer> minus(
            Map<EngineUnderTest.Outing, Integer> a, Map<EngineUnderTest.Outing, Integer> b) {
        Map<EngineUnderTest.Outing, Integer> left = new HashMap<>(a);
        left.entrySet().removeAll(b.entrySet());
        return left;
    }

    private static String own(World.Pass pass) {
        if (pass == null) {
            return "no pass";
        }
        String passage = pass.last == null
                ? "none"
                : pass.last.atUs() + " " + pass.last.gate() + " "
                        + pass.last.direction().getNumber();
        return pass.place.getNumber() + ", " + passage + ", high " + (pass.high ? pass.lastHighUs : 0);
    }

    private static String own(EngineUnderTest engine, Pass pass) {
        if (pass == null) {
            return "no pass";
        }
        String passage = pass.lastPassageUs() == 0
                ? "none"
                : pass.lastPassageUs() + " " + engine.gateOf(pass) + " " + pass.lastPassageDirection();
        return pass.place() + ", " + passage + ", high " + pass.lastHighUs();
    }

    @Test
    void theSameSeedIsTheSameTwice() {
        assertEquals(
                run(SEED, new EngineUnderTest(new HeapPassTable())),
                run(SEED, new EngineUnderTest(new HeapPassTable())));
    }
}
