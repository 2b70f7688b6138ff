package io.gatehouse.loadtest.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.peers.Score.Spread;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoreTest {
    private static final List<PeerKind> ASKED =
            List.of(PeerKind.OURS, PeerKind.ECHO, PeerKind.REDIS, PeerKind.POSTGRESQL);

    private final Score score = new Score(ASKED, Map.of(PeerKind.POSTGRESQL, "apt-get install postgresql"));

    private static Turn turn(double perSecond, double perCpu, double driver) {
        return new Turn(
                perSecond,
                perCpu,
                perSecond / perCpu,
                driver,
                new Turn.Percentiles(1, 2, 3),
                new Turn.Percentiles(4, 5, 6));
    }

    private String table(int... windows) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        List<Integer> all = java.util.Arrays.stream(windows).boxed().toList();
        new PeersTable(score, new PrintStream(said, true, StandardCharsets.UTF_8)).print(all, 8, 3);
        return said.toString(StandardCharsets.UTF_8);
    }

    private static String line(String text, String begin) {
        return text.lines().filter(line -> line.startsWith(begin)).findFirst().orElse("none begins with " + begin);
    }

    @Test
    void theMiddleTheLeastAndTheGreatest() {
        assertEquals(new Spread(2, 1, 9), Spread.of(new double[] {9, 1, 2}));
        assertEquals(new Spread(3, 1, 9), Spread.of(new double[] {4, 1, 2, 9}));
        assertEquals(new Spread(7, 7, 7), Spread.of(new double[] {7}));
        assertTrue(Double.isNaN(Spread.of(new double[0]).median()));
    }

    @Test
    void aRatioIsTheMedianOfTheRoundsRatiosNotTheRatioOfTheMedians() {
        for (int round = 1; round <= 3; round++) {
            score.add(16, PeerKind.OURS, round, turn(100 * round, 1000, 0.5));
            score.add(16, PeerKind.REDIS, round, turn(List.of(50, 20, 600).get(round - 1), 500, 0.5));
        }
        // 0.5, 0.1, 2
        assertEquals(0.5, score.toOurs(16, PeerKind.REDIS, Turn::eventsPerSecond), 1e-9);
        assertEquals(1, score.toOurs(16, PeerKind.OURS, Turn::eventsPerSecond), 1e-9);
        assertTrue(Double.isNaN(score.toOurs(1, PeerKind.REDIS, Turn::eventsPerSecond)));
    }

    @Test
    void aRoundThatWeDidNotRunIsNotCompared() {
        score.add(16, PeerKind.OURS, 2, turn(100, 1000, 0.5));
        score.add(16, PeerKind.REDIS, 1, turn(400, 500, 0.5));
        score.add(16, PeerKind.REDIS, 2, turn(50, 500, 0.5));
        assertEquals(0.5, score.toOurs(16, PeerKind.REDIS, Turn::eventsPerSecond), 1e-9);
    }

    @Test
    void theTableHasAllThatWereAskedFor() {
        score.add(16, PeerKind.OURS, 1, turn(2_000_000, 2_500_000, 0.5));
        score.add(16, PeerKind.ECHO, 1, turn(4_000_000, 5_000_000, 0.91));
        score.fail(PeerKind.REDIS, "ended in round 1 of 1, window 16: killed by signal 9");
        String text = table(16);
        assertTrue(line(text, "window 16 on each of 8 connections").contains("medians of 3 rounds"), text);
        String ours = line(text, "ours ");
        assertTrue(ours.contains("2,000,000") && ours.contains("2,500,000..2,500,000"), ours);
        assertTrue(line(text, "  its ack").matches(" {2}its ack +yes +4\\.000 +5\\.000 +6\\.000"), text);
        String echo = line(text, "echo ");
        assertTrue(echo.contains("2.000") && echo.endsWith("91 % !"), echo);
        assertEquals("redis       failed: see below", line(text, "redis "));
        assertEquals("postgresql  missing: apt-get install postgresql", line(text, "postgresql "));
        assertTrue(text.contains("! the driver took over 80 % of its core"), text);
        assertTrue(text.contains("MISSING: postgresql. Type: apt-get install postgresql"), text);
        assertTrue(text.contains("FAILED: redis ended in round 1 of 1, window 16: killed by signal 9"), text);
    }

    @Test
    void aDriverWithRoomIsNotMentioned() {
        score.add(1, PeerKind.ECHO, 1, turn(10, 10, 0.8));
        assertTrue(!table(1).contains("!"), table(1));
    }

    @Test
    void theJsonHasTheSame() {
        score.add(16, PeerKind.OURS, 1, turn(200, 1000, 0.5));
        score.add(16, PeerKind.ECHO, 1, turn(400, 4000, 0.9));
        score.fail(PeerKind.REDIS, "says \"no\"");
        Contest.Plan plan =
                new Contest.Plan(List.of(16), 1, Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(2), 1);
        String json = PeersJson.of(score, plan, "a machine", 8, Map.of(PeerKind.ECHO, "bare Netty"));
        assertTrue(json.contains("\"eventsPerCpuSecondToOurs\": 4.000000"), json);
        assertTrue(json.contains("\"driverWasTheLimit\": true"), json);
        assertTrue(json.contains("\"missing\": \"apt-get install postgresql\""), json);
        assertTrue(json.contains("\"failed\": \"says \\\"no\\\"\""), json);
        assertTrue(json.contains("\"ok\": false"), json);
        assertTrue(json.contains("\"what\": \"bare Netty\""), json);
    }
}
