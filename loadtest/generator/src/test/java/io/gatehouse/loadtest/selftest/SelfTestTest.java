package io.gatehouse.loadtest.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.echo.EchoServer;
import io.gatehouse.loadtest.run.RunResult;
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
            assertEquals(3, rows.size());
            for (Row row : rows) {
                // Three digits of a histogram, and scans at the edges of the measured time.
                assertTrue(row.truthMillis() > 2 && row.reportedMillis() > 0.95 * row.truthMillis(), row.toString());
            }
        }
    }

    @Test
    void aStallShowsFromThePlan() throws Exception {
        List<Row> rows = new Fidelity(500, WARMUP, Duration.ofMillis(1500), 0.05).stall(Duration.ofMillis(500));
        Row p99 = rows.get(0);
        assertTrue(p99.truthMillis() > 480, p99.toString());
        assertTrue(p99.reportedMillis() > 450, p99.toString());
        assertTrue(rows.get(1).reportedMillis() >= 495, rows.get(1).toString());
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
