package io.gatehouse.loadtest.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.ScriptedServer;
import io.gatehouse.loadtest.ScriptedServer.Mischief;
import io.gatehouse.loadtest.Sites;
import io.gatehouse.loadtest.link.GateStream;
import io.gatehouse.loadtest.link.Speech;
import io.gatehouse.loadtest.plan.Behaviour;
import io.gatehouse.loadtest.site.Site;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ConductTest {
    private static final Site SITE = Sites.of(6, 1);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void afterAPowerCutNothingIsMissing(boolean silent) throws Exception {
        Behaviour cut =
                behaviour(new Behaviour.PowerCut(Duration.ofMillis(400), Duration.ofMillis(200)), null, 0, false);
        try (SlowDisk server = new SlowDisk(true)) {
            RunResult result = run(server.address(), cut, silent, 2000, 900);
            LinkFigures links = result.links();
            assertEquals(List.of(), server.complaints);
            assertTrue(result.ok(), result.accounts() + result.failures().describe());
            assertEquals(6, links.connects().cut());
            assertEquals(6, links.connects().back().count());
            assertEquals(6, links.connects().first().count());
            // All gates had filled their windows; one has part of it on disk without a decision.
            assertEquals(6 * 64 - SlowDisk.ON_DISK, links.resent());
            assertEquals(links.resent(), server.duplicates.get());
            assertEquals(5 * SlowDisk.SAID, server.acted.get());
            assertEquals(SlowDisk.ON_DISK - SlowDisk.SAID, links.decisionsLost());
            assertEquals(result.total().sent, server.held());
            assertEquals(result.total().sent, result.total().acked);
            assertEquals(result.total().sent - links.decisionsLost(), result.total().answered);
            assertEquals(0, result.accounts().unsent());
            assertEquals(result.accounts().due(), result.total().ack.count());
            // Who came in the first 50 ms of the measured time waited through the outage: nobody is left out.
            assertTrue(
                    result.total().decision.maxMillis() > 400,
                    "max " + result.total().decision.maxMillis());
        }
    }

    @Test
    void offlineEventsComeFirstAndCountForThemselves() throws Exception {
        Behaviour backlog = behaviour(null, new Behaviour.Backlog(5, 700), 0, false);
        try (SlowDisk server = new SlowDisk(false)) {
            RunResult result = run(server.address(), backlog, false, 1000, 300);
            assertTrue(result.ok(), result.accounts() + result.failures().describe());
            assertEquals(List.of(), server.complaints);
            assertEquals(6 * 700, server.old.get());
            assertEquals(6 * 700, result.links().drain().acked());
            assertTrue(result.links().drain().perSecond() > 0);
            assertEquals(result.total().sent + 6 * 700, server.held());
            assertEquals(result.total().sent, result.total().answered);
            assertEquals(result.accounts().due(), result.total().decision.count());
        }
    }

    @Test
    void gatesConnectAtTheirRateAndIdleOnesJustStay() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Mischief.NONE)) {
            server.heartbeatMs = 300;
            long begin = System.nanoTime();
            RunResult result = run(server.address(), behaviour(null, null, 20, true), false, 1, 700);
            assertTrue(result.ok(), result.failures().describe());
            assertTrue(System.nanoTime() - begin > 5 * 50_000_000L + 700_000_000L);
            assertEquals(6, result.links().connects().first().count());
            assertEquals(0, server.scans.get());
            assertTrue(server.ownHeartbeats.get() >= 6);
            assertEquals(List.of(), server.complaints);
        }
    }

    @Test
    void aGateThatIsTurnedAwayComesBackWhenToldTo() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Mischief.NONE)) {
            server.turnsAway = 9;
            RunResult result =
                    run(server.address(), behaviour(null, null, Double.POSITIVE_INFINITY, false), false, 500, 300);
            assertTrue(result.ok(), result.failures().describe());
            assertEquals(9, result.links().connects().turnedAway());
            assertEquals(List.of(), server.complaints);
        }
    }

    @Test
    void aServerThatLetsNobodyInEndsTheRun() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Mischief.NONE)) {
            server.slamsTheDoor = true;
            RunFailed failed = assertThrows(
                    RunFailed.class, () -> run(server.address(), behaviour(null, null, 1000, false), false, 500, 300));
            assertTrue(failed.getMessage().contains("before it said anything"), failed.getMessage());
        }
    }

    @Test
    void aConnectionThatMayBeLostIsTakenUpAgain() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Mischief.CLOSES_AFTER_100)) {
            Conduct conduct = Conduct.of(Behaviour.USUAL, false, true);
            RunResult result =
                    new LoadRun(target(server.address()), spec(1700, 600), 1, List.of(), Map::of, conduct).run();
            assertTrue(result.ok(), result.accounts() + result.failures().describe());
            assertEquals(6, result.links().connects().lost());
            assertEquals(result.total().sent, server.scans.get());
            assertEquals(List.of(), server.complaints);
        }
    }

    @Test
    void whatListensThereIsNamed() throws Exception {
        for (String[] stranger : new String[][] {
            {"HTTP/1.1 400 Bad Request\r\n\r\n", "an HTTP one"},
            {"\u0015\u0003\u0003\u0000\u0002\u0002\u0016", "speaks TLS"},
            {"220 mail ESMTP\r\n", "no gate server of this protocol: it says '220 mail ESMTP"},
        }) {
            try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
                Thread says = new Thread(() -> saysTo(listener, stranger[0]));
                says.setDaemon(true);
                says.start();
                InetSocketAddress at = (InetSocketAddress) listener.getLocalSocketAddress();
                RunFailed failed = assertThrows(RunFailed.class, () -> run(at, Behaviour.USUAL, false, 500, 300));
                assertTrue(failed.getMessage().contains(stranger[1]), failed.getMessage());
            }
        }
    }

    private static void saysTo(ServerSocket listener, String words) {
        try {
            while (true) {
                listener.accept().getOutputStream().write(words.getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            // Closed by the test.
        }
    }

    @Test
    void tooFewDescriptorsAreSaidBeforeAnythingConnects() {
        RunFailed failed = assertThrows(RunFailed.class, () -> Descriptors.require(Long.MAX_VALUE));
        assertTrue(failed.getMessage().contains("ulimit -n"), failed.getMessage());
    }

    private static Behaviour behaviour(
            Behaviour.PowerCut cut, Behaviour.Backlog backlog, double connrate, boolean idle) {
        return new Behaviour(cut, backlog, connrate, 0, idle, false);
    }

    private static RunResult run(InetSocketAddress at, Behaviour behaviour, boolean silent, double rate, long millis)
            throws RunFailed, InterruptedException {
        Conduct conduct = Conduct.of(behaviour, silent, false);
        return new LoadRun(target(at), spec(rate, millis), 2, List.of(), Map::of, conduct).run();
    }

    private static Target target(InetSocketAddress address) {
        List<GateStream> streams = SITE.gates().stream().map(GateStream::new).toList();
        return new Target(
                address, Speech.gates(streams), 0, streams.size(), SiteScans.of(SITE.gates(), SITE.passes(), 1));
    }

    private static RunSpec spec(double rate, long millis) {
        return new RunSpec(0, rate, false, false, Duration.ofMillis(50), Duration.ofMillis(millis), 1);
    }
}
