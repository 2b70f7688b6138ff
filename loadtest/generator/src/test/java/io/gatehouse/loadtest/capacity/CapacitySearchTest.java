package io.gatehouse.loadtest.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.Counts;
import io.gatehouse.loadtest.judge.Verdict;
import io.gatehouse.loadtest.judge.Verdicts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class CapacitySearchTest {
    private static final long SEED = 11;

    private final List<Step> told = new ArrayList<>();
    private long now;

    /** A server that decides all up to its capacity, at a p99 that the rate gives. */
    private Trial server(double capacity, DoubleUnaryOperator p99, double generator) {
        return rate -> {
            now += 1_000_000_000L;
            double ms = p99.applyAsDouble(rate);
            double got = Math.min(rate, Math.min(capacity, generator));
            Verdict verdict = new Verdict("decision:p(99)<5ms", ms < 5, ms, 5, "ms", ms + " ms");
            Step.Times times = new Step.Times(ms / 2, ms, ms, ms);
            return new Step(rate, got, times, got / capacity, 0.5, rate > generator, new Verdicts(List.of(verdict)));
        };
    }

    private Capacity find(double from, double most, Duration within, Trial trial) {
        try {
            return new CapacitySearch(new SearchPlan(from, most, 0.05, within), trial, told::add, () -> now).find();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void findsTheRateThatAServerHolds() {
        SplittableRandom random = new SplittableRandom(SEED);
        int count = Counts.of("capacities searched", 500, 2_000, 50_000);
        for (int i = 0; i < count; i++) {
            double capacity = Math.exp(random.nextDouble(Math.log(2_000), Math.log(4_000_000)));
            DoubleUnaryOperator p99 = rate -> rate < capacity ? 0.5 + 3 * rate / capacity : 500;
            Capacity found = find(1_000, 5e6, null, server(capacity, p99, 1e9));
            String words = "seed " + SEED + ", number " + i + ", capacity " + capacity + ", found " + found;
            assertTrue(found.held() <= capacity / 0.97 && found.held() >= capacity / 1.07, words);
            assertTrue(found.failed() > found.held(), words);
            assertTrue(found.spread() <= 0.0501, words);
            assertFalse(found.generatorLimited() || found.cutShort(), words);
            assertTrue(found.steps().size() < 60, words);
        }
    }

    @Test
    void aStepThatTheMachineSpoiltIsRunAgain() {
        List<Double> spoilt = new ArrayList<>();
        DoubleUnaryOperator p99 = rate -> {
            boolean first = !spoilt.contains(rate);
            spoilt.add(rate);
            return rate > 100_000 ? 1_000 : first ? 12 : 1;
        };
        Capacity found = find(1_000, 5e6, null, server(100_000, p99, 1e9));
        assertTrue(found.held() > 94_000, found.toString());
        assertEquals(
                3, told.stream().filter(step -> step.asked() == found.held()).count(), "fails, holds, holds");
        assertEquals(1, found.p99AtHeld()[0]);
        assertEquals(12, found.p99AtHeld()[1]);
    }

    @Test
    void goesDownWhereTheFirstRateFails() {
        Capacity found = find(64_000, 5e6, null, server(3_000, rate -> 1, 1e9));
        assertTrue(found.held() >= 2_800 && found.held() <= 3_100, found.toString());
        Capacity none = find(64_000, 5e6, null, server(10, rate -> 1, 1e9));
        assertEquals(0, none.held());
        assertEquals(1_000, none.failed());
        assertEquals("no rate held, down to 1,000 scans/s", CapacityTable.answer(none));
    }

    @Test
    void saysWhenTheGeneratorWasTheLimit() {
        Capacity found = find(1_000, 5e6, null, server(1e6, rate -> 1, 50_000));
        assertTrue(found.generatorLimited());
        assertTrue(CapacityTable.answer(found).contains("GENERATOR"), CapacityTable.answer(found));
        Capacity mostOfAll = find(1_000, 8_000, null, server(1e6, rate -> 1, 1e6));
        assertEquals(8_000, mostOfAll.held());
        assertFalse(mostOfAll.generatorLimited() || mostOfAll.cutShort());
        assertTrue(CapacityTable.answer(mostOfAll).contains("nothing higher was tried"));
    }

    @Test
    void endsInTime() {
        Capacity found = find(1_000, 5e6, Duration.ofSeconds(7), server(100_000, rate -> 1, 1e9));
        assertEquals(7, found.steps().size());
        assertTrue(found.cutShort());
        assertEquals(64_000, found.held());
    }

    @Test
    void whoEndsItHasWhatWasFound() {
        Trial server = server(100_000, rate -> 1, 1e9);
        Capacity found = find(1_000, 5e6, null, rate -> rate > 8_000 ? null : server.at(rate));
        assertEquals(8_000, found.held());
        assertTrue(found.cutShort());
        assertTrue(CapacityTable.answer(found).contains("ended before"), CapacityTable.answer(found));
        Capacity nothing = find(1_000, 5e6, null, rate -> null);
        assertEquals("ended before a rate was known to hold", CapacityTable.answer(nothing));
        assertTrue(nothing.cutShort());
    }

    @Test
    void ratesHaveThreeDigits() {
        assertEquals(123_000, CapacitySearch.rounded(123_456));
        assertEquals(12_300, CapacitySearch.rounded(12_345));
        assertEquals(7, CapacitySearch.rounded(7.3));
    }
}
