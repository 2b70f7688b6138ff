package io.gatehouse.loadtest.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.ScriptedServer;
import io.gatehouse.loadtest.ScriptedServer.Mischief;
import io.gatehouse.loadtest.Sites;
import io.gatehouse.loadtest.echo.EchoServer;
import io.gatehouse.loadtest.link.GateStream;
import io.gatehouse.loadtest.link.Speech;
import io.gatehouse.loadtest.measure.Failures;
import io.gatehouse.loadtest.site.Gate;
import io.gatehouse.loadtest.site.Site;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class LoadRunTest {
    private static final Site SITE = Sites.of(6, 1);

    @Test
    void aClosedLoopAccountsForEveryScan() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Mischief.NONE)) {
            RunResult result = new LoadRun(target(server.address()), spec(100, 0), 2).run();
            assertTrue(result.ok(), result.failures().describe());
            assertAccounted(server, result);
            assertEquals(6, server.heartbeatAnswers.get());
            assertEquals(6, server.applied.get());
            assertTrue(result.total().attention > 0);
            assertTrue(result.total().decision.count() > 0);
            assertTrue(result.total().ack.count() > 0);
        }
    }

    @Test
    void anOpenLoopSendsItsPlan() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Mischief.NONE)) {
            RunResult result = new LoadRun(target(server.address()), spec(0, 2000), 1).run();
            assertTrue(result.ok(), result.failures().describe());
            assertAccounted(server, result);
            assertEquals(600, result.accounts().due(), 1);
            assertEquals(0, result.accounts().unsent());
            assertEquals(result.accounts().due(), result.total().decision.count());
            assertEquals(result.accounts().due(), result.total().ack.count());
            assertEquals(
                    result.accounts().due(), result.total().decisionFromSend.count());
            assertEquals(result.accounts().due(), result.total().lateness.count());
        }
    }

    private static void assertAccounted(ScriptedServer server, RunResult result) {
        assertEquals(List.of(), server.complaints);
        assertEquals(server.scans.get(), result.total().sent);
        assertEquals(server.scans.get(), result.total().answered);
        assertEquals(server.scans.get(), result.total().acked);
        assertEquals(
                server.scans.get(),
                java.util.Arrays.stream(result.total().verdicts).sum());
    }

    @Test
    void streamsGoOnFromOneRunToTheNext() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Mischief.NONE)) {
            Target target = target(server.address());
            RunResult first = new LoadRun(target, spec(4, 0), 1).run();
            RunResult second = new LoadRun(target, spec(0, 1000), 1).run();
            assertTrue(first.ok(), first.accounts() + first.failures().describe());
            assertTrue(second.ok(), second.accounts() + second.failures().describe());
            assertEquals(List.of(), server.complaints);
            assertEquals(server.scans.get(), first.total().sent + second.total().sent);
        }
    }

    @Test
    void itsOwnHeartbeatsKeepTheInterval() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Mischief.NONE)) {
            server.heartbeatMs = 250;
            RunResult result = new LoadRun(target(server.address()), spec(2, 0, 1200), 1).run();
            assertTrue(result.ok(), result.failures().describe());
            assertTrue(server.ownHeartbeats.get() >= 6, "heartbeats: " + server.ownHeartbeats);
        }
    }

    @Test
    void whatAnEchoGivesBackIsCounted() throws Exception {
        try (EchoServer echo = new EchoServer(0)) {
            Target target = new Target(echo.address(), Speech.echo(), 0, 8, SiteScans.drawn(8, 1000, 1));
            for (RunSpec spec : List.of(spec(16, 0), spec(1024, 0), spec(0, 5000))) {
                RunResult result = new LoadRun(target, spec, 1).run();
                assertTrue(result.ok(), result.failures().describe());
                assertTrue(result.events() > 0);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SKIPS_A_DECISION, WRONG_ANSWER, a decision for sequence 101 came where sequence 100 was due",
        "ACKS_UNDECIDED, WRONG_ANSWER, an ack up to sequence 100 came",
        "SENDS_GARBAGE, MALFORMED, does not parse",
        "CLOSES_AFTER_100, CLOSED, closed the connection",
    })
    void sayWhatTheServerDidWrong(Mischief mischief, Failures.Kind kind, String words) throws Exception {
        try (ScriptedServer server = new ScriptedServer(mischief)) {
            RunFailed failed = assertThrows(
                    RunFailed.class, () -> new LoadRun(target(server.address()), spec(32, 0, 20_000), 1).run());
            assertTrue(failed.getMessage().contains(words), failed.getMessage());
            assertTrue(failed.getMessage().contains("gate g-"), failed.getMessage());
        }
    }

    @Test
    void oneBrokenGateFailsTheRunAndTheOthersGoOn() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Mischief.CLOSES_AFTER_100)) {
            // By this plan some gates come to their hundredth scan and some do not.
            Target target = target(server.address());
            RunResult result = new LoadRun(target, spec(0, 1700), 1).run();
            assertFalse(result.ok());
            assertTrue(result.failures().count(Failures.Kind.CLOSED) > 0);
        }
    }

    @Test
    void aRefusalSaysWhy() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Mischief.REFUSES)) {
            RunFailed failed =
                    assertThrows(RunFailed.class, () -> new LoadRun(target(server.address()), spec(4, 0), 1).run());
            assertTrue(failed.getMessage().contains("CODE_UNAUTHENTICATED who are you?"), failed.getMessage());
            assertTrue(failed.getMessage().contains("--site"), failed.getMessage());
        }
    }

    @Test
    void nobodyListens() {
        RunFailed failed = assertThrows(
                RunFailed.class, () -> new LoadRun(target(new InetSocketAddress("127.0.0.1", 1)), spec(4, 0), 1).run());
        assertTrue(failed.getMessage().contains("refused"), failed.getMessage());
    }

    @Test
    void aStormCountsTheWelcomeAndNamesTheOthers() throws Exception {
        List<GateStream> streams = SITE.gates().stream().map(GateStream::new).toList();
        try (ScriptedServer server = new ScriptedServer(Mischief.NONE)) {
            ConnectStorm.Result all = new ConnectStorm(server.address(), streams).run(Duration.ofSeconds(30));
            assertEquals(6, all.welcome());
            assertEquals(6, all.each().count());
            assertEquals(0, all.failures().total());
        }
        try (ScriptedServer server = new ScriptedServer(Mischief.REFUSES)) {
            ConnectStorm.Result none = new ConnectStorm(server.address(), streams).run(Duration.ofSeconds(30));
            assertEquals(0, none.welcome());
            assertEquals(6, none.failures().count(Failures.Kind.REFUSED));
        }
        try (ScriptedServer server = new ScriptedServer(Mischief.NEVER_WELCOMES)) {
            assertEquals(
                    0,
                    new ConnectStorm(server.address(), streams)
                            .run(Duration.ofMillis(200))
                            .welcome());
        }
    }

    private static Target target(InetSocketAddress address) {
        List<Gate> gates = SITE.gates();
        List<GateStream> streams = gates.stream().map(GateStream::new).toList();
        return new Target(address, Speech.gates(streams), 0, gates.size(), SiteScans.of(gates, SITE.passes(), 1));
    }

    private static RunSpec spec(int window, double rate) {
        return spec(window, rate, 300);
    }

    private static RunSpec spec(int window, double rate, long millis) {
        return new RunSpec(window, rate, false, false, Duration.ofMillis(50), Duration.ofMillis(millis), 1);
    }
}
