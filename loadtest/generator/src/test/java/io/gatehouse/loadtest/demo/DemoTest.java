package io.gatehouse.loadtest.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.ScriptedServer;
import io.gatehouse.loadtest.ScriptedServer.Mischief;
import io.gatehouse.loadtest.Sites;
import io.gatehouse.loadtest.run.Interval;
import io.gatehouse.loadtest.run.RunFailed;
import io.gatehouse.loadtest.run.RunWatcher;
import io.gatehouse.loadtest.site.Site;
import io.gatehouse.proto.v1.Scan;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DemoTest {
    private static final Site SITE = Sites.of(6, 1);

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final List<Interval> seconds = new ArrayList<>();

    private Demo demo(ScriptedServer server) {
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        RunWatcher watcher = new RunWatcher() {
            @Override
            public void passed(Interval interval) {
                seconds.add(interval);
            }
        };
        return new Demo(server.address(), SITE, 1, Duration.ofSeconds(4), 1000, out, new Demo.Onlooker(watcher, 0));
    }

    @Test
    void aMorningRunsAndEndsWithNothingLeft() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Mischief.NONE)) {
            server.remember = true;
            demo(server).run(Duration.ofSeconds(5));
            String text = said.toString(StandardCharsets.UTF_8);
            assertTrue(text.contains("6/6"), text);
            assertTrue(text.contains(" 0 neither way; 0 connections lost"), text);
            assertTrue(text.contains("%,d acknowledged".formatted(server.scans.get())), text);
            assertEquals(List.of(), server.complaints);
            assertSecondsAddUp(server);
            assertMeasuredAgain(server.seen);
        }
    }

    /** The last moment, after the last whole second, is nobody's. */
    private void assertSecondsAddUp(ScriptedServer server) {
        assertEquals(5, seconds.size());
        long sent = seconds.stream().mapToLong(second -> second.tally().sent).sum();
        long came = seconds.stream().mapToLong(Interval::due).sum();
        long nowhere = seconds.stream().mapToLong(Interval::unsent).sum();
        assertTrue(sent > 0 && sent <= server.scans.get(), sent + " of " + server.scans);
        assertEquals(0, came - nowhere - sent, 50);
        assertTrue(seconds.stream().allMatch(second -> second.ownCores() > 0));
        assertEquals(6, seconds.get(4).connections());
    }

    /** Whoever is sent to be measured again comes again: not before 2 s, so those of the last seconds do not. */
    private static void assertMeasuredAgain(List<Scan> seen) {
        Map<Object, Integer> hot = new HashMap<>();
        Set<Object> twice = new HashSet<>();
        for (Scan scan : seen) {
            if (hot.containsKey(scan.getPassId())) {
                twice.add(scan.getPassId());
            }
            if (scan.getTemperatureDecicelsius() >= 373) {
                hot.merge(scan.getPassId(), 1, Integer::sum);
            }
        }
        assertTrue(hot.size() > 2 && twice.size() > hot.size() / 4, hot.size() + " hot, " + twice.size() + " again");
    }

    @Test
    void gatesComeBackWhenTheirConnectionsBreak() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Mischief.NONE)) {
            Demo demo = demo(server);
            Thread breaker = new Thread(() -> {
                try {
                    while (server.scans.get() < 200) {
                        Thread.onSpinWait();
                    }
                    server.breakAll();
                    long more = server.scans.get() + 500;
                    while (server.scans.get() < more) {
                        Thread.onSpinWait();
                    }
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                } finally {
                    demo.stop();
                }
            });
            breaker.start();
            demo.run(null);
            breaker.join();
            String text = said.toString(StandardCharsets.UTF_8);
            assertTrue(text.contains(" connections lost"), text);
            assertTrue(!text.contains(" 0 connections lost"), text);
        }
    }

    @Test
    void aServerThatBreaksTheProtocolFailsIt() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Mischief.SKIPS_A_DECISION)) {
            RunFailed failed = assertThrows(RunFailed.class, () -> demo(server).run(Duration.ofSeconds(3)));
            assertTrue(failed.getMessage().contains("sequence 101 came"), failed.getMessage());
        }
    }

    @Test
    void theCurveStaysWithinItsPeakAndReachesIt() {
        MorningCurve curve = new MorningCurve(180_000_000_000L, 3000);
        double highest = 0;
        for (long second = 0; second < 180; second++) {
            double rate = curve.perSecond(second * 1_000_000_000L);
            assertTrue(rate > 0 && rate <= 3000);
            highest = Math.max(highest, rate);
        }
        assertEquals(3000, highest, 60);
        assertEquals("06:30", curve.clock(0));
        assertEquals("08:00", curve.clock(90_000_000_000L));
        assertEquals("06:30", curve.clock(180_000_000_000L));
    }
}
