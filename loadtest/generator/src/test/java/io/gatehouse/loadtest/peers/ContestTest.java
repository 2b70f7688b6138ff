package io.gatehouse.loadtest.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.Main;
import io.gatehouse.loadtest.Sites;
import io.gatehouse.loadtest.link.AnswerBook;
import io.gatehouse.loadtest.run.SiteScans;
import io.gatehouse.loadtest.run.Target;
import io.gatehouse.loadtest.site.Passes;
import io.gatehouse.loadtest.site.Site;
import io.gatehouse.loadtest.wire.ScanFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A peer that speaks Redis as far as its script goes: what a comparison makes of right, wrong and no answers. */
@Timeout(60)
class ContestTest {
    private static final Site SITE = Sites.of(2, 5);

    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);

    /** Answers each GET of 36 bytes with the same verdict, and after so many closes. */
    private static final class Scripted implements Peer {
        private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        private final Setting setting;
        private final char verdict;
        private final int closesAfter;
        boolean closed;

        Scripted(Setting setting, char verdict, int closesAfter) throws IOException {
            this.setting = setting;
            this.verdict = verdict;
            this.closesAfter = closesAfter;
            Thread accepting = new Thread(this::accept);
            accepting.setDaemon(true);
            accepting.start();
        }

        private void accept() {
            try {
                while (true) {
                    Socket gate = listener.accept();
                    Thread serving = new Thread(() -> serve(gate));
                    serving.setDaemon(true);
                    serving.start();
                }
            } catch (IOException e) {
                // Closed.
            }
        }

        private void serve(Socket gate) {
            try (gate) {
                InputStream in = gate.getInputStream();
                OutputStream to = gate.getOutputStream();
                in.readNBytes("*1\r\n$4\r\nPING\r\n".length());
                to.write("+PONG\r\n".getBytes(StandardCharsets.US_ASCII));
                for (int i = 0; i != closesAfter && in.readNBytes(36).length == 36; i++) {
                    to.write(("$1\r\n" + verdict + "\r\n").getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException e) {
                // The gate is gone.
            }
        }

        @Override
        public PeerKind kind() {
            return PeerKind.REDIS;
        }

        @Override
        public Target target() {
            return setting.target(PeerKind.REDIS, listener.getLocalPort(), 0, gate -> new RedisDialect(gate, false));
        }

        @Override
        public String describe() {
            return "scripted";
        }

        @Override
        public String ended() {
            return closesAfter < 0 ? null : "exit code 3";
        }

        @Override
        public void close() {
            closed = true;
            try {
                listener.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    /** Of a site where everybody is allowed. */
    private Setting setting() {
        Passes good = new Passes();
        for (int i = 0; i < SITE.passes().size(); i++) {
            good.add(
                    SITE.passes().high(i),
                    SITE.passes().low(i),
                    SITE.passes().estate(i),
                    SITE.passes().kind(i),
                    io.gatehouse.loadtest.site.Standing.GOOD);
        }
        Roster roster = new Roster(good);
        SiteScans scans = SiteScans.of(SITE.gates(), good, 1);
        return new Setting(roster, scans, roster.answers(scans, 2), 2, folder, null);
    }

    private Score drive(Lineup lineup) throws InterruptedException {
        Contest.Plan plan =
                new Contest.Plan(List.of(2, 4), 2, Duration.ZERO, Duration.ofMillis(10), Duration.ofMillis(60), 1);
        Score score = new Score(lineup.peers().stream().map(Peer::kind).toList(), lineup.missing());
        new Contest(lineup, plan, score, out).run();
        return score;
    }

    private Score drive(char verdict, int closesAfter) throws Exception {
        Lineup lineup = new Lineup(setting(), Programs.in(folder));
        Scripted peer = new Scripted(setting(), verdict, closesAfter);
        lineup.add(peer);
        try {
            return drive(lineup);
        } finally {
            lineup.close();
            assertTrue(peer.closed);
        }
    }

    @Test
    void rightAnswersMakeATurnForEachRoundAndWindow() throws Exception {
        Score score = drive('1', -1);
        assertEquals(Map.of(), score.failed());
        for (int window : new int[] {2, 4}) {
            assertEquals(2, score.turns(window, PeerKind.REDIS).size());
            assertTrue(
                    score.spread(window, PeerKind.REDIS, Turn::eventsPerSecond).least() > 0);
        }
    }

    @Test
    void aWrongAnswerIsNamedAndEndsThePeersPart() throws Exception {
        Score score = drive('2', -1);
        String words = score.failed().get(PeerKind.REDIS);
        assertTrue(words.startsWith("failed in round 1 of 2, window 2: "), words);
        assertTrue(words.contains("scan 1 was answered with verdict 2, right is 1"), words);
        assertEquals(List.of(), score.turns(4, PeerKind.REDIS));
    }

    @Test
    void aPeerThatEndsInTheMiddleIsNamed() throws Exception {
        Score score = drive('1', 30);
        String words = score.failed().get(PeerKind.REDIS);
        assertTrue(words.startsWith("ended in round 1 of 2, window 2: exit code 3"), words);
        assertTrue(words.contains("the other side closed the connection"), words);
        assertTrue(said.toString(StandardCharsets.UTF_8).contains("FAILED: redis"), said.toString());
    }

    @Test
    void whatIsNotInstalledIsMissingByName() throws Exception {
        Lineup lineup = new Lineup(setting(), Programs.in(folder));
        for (PeerKind kind : PeerKind.values()) {
            if (kind != PeerKind.OURS && kind != PeerKind.ECHO) {
                lineup.start(kind, Main.class, folder + "/none.jar");
            }
        }
        lineup.close();
        assertEquals(List.of(), lineup.peers());
        assertEquals("[grpc, redis, redis-aof, mosquitto, postgresql]", labels(lineup));
        assertTrue(lineup.missing()
                .get(PeerKind.POSTGRESQL)
                .endsWith("apt-get install -y --no-install-recommends postgresql"));
        assertTrue(lineup.missing().get(PeerKind.REDIS_AOF).endsWith(" redis-server"));
        assertTrue(lineup.missing().get(PeerKind.GRPC).contains("gatehouse build"));
        assertFalse(Files.exists(folder), "a folder without anything in it goes too");
        Files.createDirectories(folder);
    }

    private static String labels(Lineup lineup) {
        return lineup.missing().keySet().stream().map(PeerKind::label).toList().toString();
    }

    @Test
    void answersAreThoseOfTheWalkAlsoAfterItsEnd() {
        SiteScans scans = SiteScans.of(SITE.gates(), SITE.passes(), 9);
        Roster roster = new Roster(SITE.passes());
        AnswerBook answers = roster.answers(scans, 2);
        Map<UUID, Integer> right = new java.util.HashMap<>();
        for (int i = 0; i < roster.size(); i++) {
            right.put(new UUID(roster.high(i), roster.low(i)), roster.verdict(i));
        }
        assertEquals(3, right.values().stream().distinct().count(), "all three verdicts occur");
        ScanFrame frame = new ScanFrame();
        for (int gate = 0; gate < 2; gate++) {
            for (long sequence = 1; sequence < 1_000; sequence++) {
                scans.fill(frame, gate, sequence, 0);
                assertEquals(
                        right.get(new UUID(frame.passHigh, frame.passLow)),
                        answers.verdict(gate, sequence),
                        "gate " + gate + ", scan " + sequence);
            }
        }
    }

    @Test
    void theRosterIsWrittenAsThePeersReadIt() throws Exception {
        Roster roster = new Roster(SITE.passes());
        Path file = folder.resolve("roster");
        roster.write(file);
        java.nio.ByteBuffer written = java.nio.ByteBuffer.wrap(Files.readAllBytes(file));
        assertEquals(17 * roster.size(), written.remaining());
        for (int i = 0; i < roster.size(); i++) {
            assertEquals(roster.high(i), written.getLong());
            assertEquals(roster.low(i), written.getLong());
            assertEquals(roster.verdict(i), written.get());
        }
    }
}
