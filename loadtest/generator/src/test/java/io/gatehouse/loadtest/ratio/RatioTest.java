package io.gatehouse.loadtest.ratio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.Main;
import io.gatehouse.loadtest.echo.EchoProcess;
import io.gatehouse.loadtest.link.Speech;
import io.gatehouse.loadtest.run.RunResult;
import io.gatehouse.loadtest.run.RunSpec;
import io.gatehouse.loadtest.run.SiteScans;
import io.gatehouse.loadtest.run.Target;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RatioTest {
    @Test
    void theMiddleOne() {
        assertEquals(2, Rounds.median(new double[] {9, 1, 2}));
        assertEquals(3, Rounds.median(new double[] {4, 1, 2, 9}));
    }

    @Test
    void roundsAgainstAChildProcessMakeATable() throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        RatioTable table = new RatioTable(new PrintStream(said, true, StandardCharsets.UTF_8));
        SiteScans scans = SiteScans.drawn(4, 100, 1);
        try (EchoProcess echo = new EchoProcess(null, Main.class)) {
            Target target = new Target(echo.address(), Speech.echo(), echo.pid(), 4, scans);
            RunSpec spec = new RunSpec(16, 0, false, false, Duration.ofMillis(50), Duration.ofMillis(300), 1);
            Rounds rounds = Rounds.run(target, target, spec, 2, table::closedRound);
            table.closedMedian(rounds);
            assertEquals(2, rounds.done());
            assertTrue(rounds.medianEcho(RunResult::eventsPerSecond) > 0);
        }
        String text = said.toString(StandardCharsets.UTF_8);
        assertEquals(7, text.lines().count(), text);
        assertTrue(text.contains("of the echo's"), text);
    }
}
