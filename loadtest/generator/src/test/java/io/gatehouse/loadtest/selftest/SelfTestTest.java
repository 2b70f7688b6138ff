package io.gatehouse.loadtest.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.echo.EchoServer;
import io.gatehouse.loadtest.plan.Sends;
import io.gatehouse.loadtest.plan.Stage;
import io.gatehouse.loadtest.plan.Timing;
import io.gatehouse.loadtest.run.RunResult;
import io.gatehouse.loadtest.wire.ScanFrame;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Without bounds from above: on a busy machine a figure may be off, and the self-test says so. */
@Timeout(120)
class SelfTestTest {
    private static final Duration WARMUP = Duration.ofMillis(300);

    @Test
    void aDelayIsNeverReportedAsLessThanItWas() throws Exception {
        Fidelity fidelity = new Fidelity(500, WARMUP, Duration.ofMillis(1500), 0.05);
        for (List<Row> rows : List.of(fidelity.constant(), fidelity.exponential(3))) {
            assertEquals(4, rows.size());
            for (Row row : rows) {
                // Three digits of a histogram, and scans at the edges of the measured time.
                assertTrue(row.truthMillis() > 2 && row.reportedMillis() > 0.95 * row.truthMillis(), row.toString());
            }
        }
    }

    @Test
    void aStallShowsFromThePlan() throws Exception {
        List<Row> rows = new Fidelity(500, WARMUP, Duration.ofMillis(1500), 0.05).stall(Duration.ofMillis(500));
        for (Row row : rows.subList(0, 2)) {
            assertTrue(row.truthMillis() > 480, row.toString());
            assertTrue(row.reportedMillis() > 450, row.toString());
        }
        assertTrue(rows.get(2).reportedMillis() >= 495, rows.get(2).toString());
    }

    @Test
    void theWitnessKnowsWhenEachScanWasDue() {
        Witness witness = new Witness(1000, Duration.ofMillis(2), Duration.ofMillis(3));
        witness.starts(50);
        NumberedScans scans = new NumberedScans(4, 10, 1);
        ScanFrame frame = new ScanFrame();
        byte[] out = new byte[ScanFrame.MAX_BYTES];
        for (int number = 0; number < 7; number++) {
            // A sequence of two bytes, a pass that is a number.
            frame.sequence = 300 + number;
            scans.fill(frame, number % 4, frame.sequence, number);
            int end = frame.encode(out, 0);
            byte[] bytes = Arrays.copyOf(out, end);
            assertEquals(number, NumberedScans.number(bytes));
            witness.leaves(bytes, 50 + number * 1_000_000L + (number + 1) * 100_000L);
        }
        // Numbers 2, 3 and 4: 0.3, 0.4 and 0.5 ms after they were due.
        assertEquals(3, witness.latency().count());
        assertEquals(0.4, witness.latency().millis(50), 0.001);
        assertEquals(0.5, witness.latency().maxMillis(), 0.001);
    }

    @Test
    void numbersCountTheScansOfThePlan() {
        Timing timing = new Timing(100, List.of(new Stage(Duration.ofSeconds(1), 100)), Duration.ZERO, false, 1);
        Sends sends = new NumberedScans(4, 10, 1).sends(timing, 0, 1, 4);
        for (int number = 0; number < 100; number++) {
            assertEquals(number, sends.ticket());
            assertEquals(number * 10_000_000L, sends.offsetNanos(), 1);
            sends.advance();
        }
        assertEquals(Long.MAX_VALUE, sends.offsetNanos());
    }

    @Test
    void theMedianOfTheRoundsDecides() {
        Rounds rounds = new Rounds();
        for (double says : new double[] {104, 180, 102}) {
            rounds.add(List.of(new Row("a", "p99", 100, says, 0.05), new Row("a", "send", 100, 20, Double.NaN)));
        }
        assertEquals(2, rounds.size());
        assertEquals(0, rounds.off());
        String line = rounds.lines().get(0);
        assertTrue(line.contains("+4.0 %") && line.contains("+4.0 +80.0 +2.0"), line);
        rounds.add(List.of(new Row("a", "p99", 100, 120, 0.05)));
        rounds.add(List.of(new Row("a", "p99", 100, 130, 0.05)));
        assertEquals(1, rounds.off());
        assertTrue(rounds.lines().get(0).endsWith("<-- OFF"), rounds.lines().get(0));
    }

    @Test
    void theTruthOfAStallIsThatOfEvenlySpacedScans() {
        // Scans each ms for 10 s; 1 s of them wait for its end.
        double[] latencies = new double[10_000];
        for (int i = 0; i < 1000; i++) {
            latencies[i] = 1000 - i;
        }
        Arrays.sort(latencies);
        StallTruth truth = new StallTruth(1000, 10_000);
        for (double percentile : new double[] {50, 90, 95, 99, 99.9}) {
            double sorted = latencies[(int) Math.round(latencies.length * percentile / 100) - 1];
            assertEquals(sorted, truth.millis(percentile), 1.01, "p" + percentile);
        }
    }

    @Test
    void aFigureThatIsOffIsSaidToBe() {
        assertTrue(new Row("", "p99", 100, 104.9, 0.05).ok());
        assertTrue(new Row("", "p99", 100, 95.1, 0.05).ok());
        assertFalse(new Row("", "p99", 100, 105.1, 0.05).ok());
        assertFalse(new Row("", "p99", 100, 94.9, 0.05).ok());
        assertFalse(new Row("", "p99", 100, Double.NaN, 0.05).ok());
        assertTrue(new Row("", "p99 from send", 100, 99, Double.NaN).ok());
        assertFalse(new Row("", "p99 from send", 100, 101, Double.NaN).ok());
    }

    @Test
    void theLimitIsOfTheGeneratorsOwnCpu() throws Exception {
        Limit limit = new Limit(8, 16, WARMUP, Duration.ofMillis(700));
        try (EchoServer echo = new EchoServer(0);
                EchoServer sink = new EchoServer(0, true)) {
            for (RunResult result : List.of(limit.echo(echo.address(), 0), limit.sink(sink.address(), 0))) {
                assertTrue(result.events() > 0);
                assertTrue(result.eventsPerOwnCpuSecond() >= result.eventsPerSecond() * 0.99);
            }
        }
    }
}
