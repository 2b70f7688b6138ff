package io.gatehouse.loadtest.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.Counts;
import io.gatehouse.loadtest.RealServer;
import io.gatehouse.loadtest.link.GateStream;
import io.gatehouse.loadtest.link.Speech;
import io.gatehouse.loadtest.plan.Behaviour;
import io.gatehouse.loadtest.plan.History;
import io.gatehouse.loadtest.plan.Horizon;
import io.gatehouse.loadtest.plan.Mix;
import io.gatehouse.loadtest.plan.Plan;
import io.gatehouse.loadtest.plan.Replay;
import io.gatehouse.loadtest.plan.Scenario;
import io.gatehouse.loadtest.plan.Scenarios;
import io.gatehouse.loadtest.plan.Stage;
import io.gatehouse.loadtest.run.Accounting;
import io.gatehouse.loadtest.run.Ledger;
import io.gatehouse.loadtest.run.LoadRun;
import io.gatehouse.loadtest.run.RunResult;
import io.gatehouse.loadtest.run.RunSpec;
import io.gatehouse.loadtest.run.SiteScans;
import io.gatehouse.loadtest.run.Target;
import io.gatehouse.loadtest.site.Site;
import io.gatehouse.loadtest.site.SiteReader;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.v1.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The plan's right answers beside those of the real server, over a stop and a start, and its journal after each run. */
@Timeout(180)
class RealServerTest {
    private static final Mix EVERYTHING =
            new Mix(0.5, 0.05, 0.08, 0.02, 0.05, new Mix.Temperatures(0.05, 0.03, 0.1), 0.02);

    @TempDir
    Path home;

    /** One run, with what is needed to check it. */
    private record Done(RunResult result, List<GateStream> streams, Plan plan, Ledger ledger, JournalStart before) {
        Accounting.Answers answers() {
            return result.accounts().all().answers();
        }

        JournalCheck.Findings check(Path data) throws IOException, InterruptedException {
            return JournalCheck.check(data, before.position(), streams, plan, ledger);
        }
    }

    @Test
    void theServerAnswersAsThePlanSays() throws Exception {
        int seeds = Counts.of("demo sites on the real server", 1, 1, 4);
        for (int seed = 1; seed <= seeds; seed++) {
            Path of = Files.createDirectory(home.resolve("seed-" + seed));
            try (RealServer server = RealServer.start(of, seed, 3000, 24)) {
                overTwoStarts(server, seed);
            }
        }
    }

    private void overTwoStarts(RealServer server, long seed) throws Exception {
        Site folder = new SiteReader(server.site()).read();
        Done first = run(server, JournalStart.of(folder, History.NONE, null), seed);
        assertRight(first, seed);
        long[] verdicts = first.result.total().verdicts;
        for (int verdict = 1; verdict < verdicts.length; verdict++) {
            assertTrue(verdicts[verdict] > 0, "verdict " + verdict + " of seed " + seed);
        }
        assertEquals(0, verdicts[0]);
        server.stop();
        server.serve();
        // Its journal says who is inside and who was hot: without that, answers would be wrong or left open.
        JournalStart before = JournalStart.read(server.data(), folder);
        assertEquals(null, before.mind());
        assertEquals(folder.passes().size(), before.site().passes().size());
        assertTrue(before.position() > 0);
        Done second = run(server, before, seed + 100);
        assertRight(second, seed);
        JournalCheck.Findings found = second.check(server.data());
        assertEquals(second.result.total().sent, found.scans());
        assertEquals(List.of(), found.words());
        // A server of which nobody knows: nothing is wrong, but more is open.
        Done third = run(server, JournalStart.of(folder, History.UNKNOWN, "?"), seed + 200);
        assertEquals(List.of(), third.answers().firstWrong(), "seed " + seed);
        assertTrue(third.result.ok(), () -> third.result.failures().describe());
        falsified(server, second);
        playedAgain(server, seed, third);
    }

    /** Where several gates scan the same passes in no order, what does not depend on the order is checked. */
    private static void aClosedLoopIsCheckedToo(RealServer server, Site site) throws Exception {
        List<GateStream> streams = site.gates().stream().map(GateStream::new).toList();
        SiteScans scans = SiteScans.of(site.gates(), site, 1);
        Target target = new Target(server.gates(), Speech.gates(streams), 0, streams.size(), scans);
        RunSpec spec = new RunSpec(8, 0, false, false, Duration.ZERO, Duration.ofMillis(500), 1);
        RunResult result = new LoadRun(target, spec, 2).run();
        Accounting all = result.accounts().all();
        assertEquals(List.of(), all.answers().firstWrong());
        assertTrue(result.ok(), () -> result.failures().describe() + all);
        assertTrue(all.answers().checked() > all.flow().decided() * 9 / 10, all.toString());
        System.out.printf(
                "closed loop: %,d decided, %,d checked%n",
                all.flow().decided(), all.answers().checked());
    }

    private static void assertRight(Done done, long seed) {
        Accounting all = done.result.accounts().all();
        assertEquals(List.of(), all.answers().firstWrong(), "seed " + seed);
        assertEquals(List.of(), all.imbalances(), "seed " + seed);
        assertEquals(0, all.answers().wrong());
        assertEquals(all.flow().decided(), all.answers().checked());
        assertTrue(done.result.ok(), () -> done.result.failures().describe());
        System.out.printf(
                "seed %d: %,d answers checked, %d with more than one right verdict%n",
                seed, all.answers().checked(), all.answers().open());
        assertTrue(
                all.answers().open() > 0 && all.answers().open() < all.answers().checked() / 20);
    }

    /** No frame is damaged, yet the journal is not what the gates were told. */
    private void falsified(RealServer server, Done run) throws Exception {
        GateStream busiest = run.streams.get(0);
        for (GateStream stream : run.streams) {
            busiest = stream.acked() > busiest.acked() ? stream : busiest;
        }
        GateStream gate = busiest;
        long last = gate.acked();
        JournalCheck.Findings other = treated(
                server,
                run,
                "verdict",
                record -> isScan(record, gate, last)
                        ? changed(
                                record,
                                record.getScan().getVerdict() == Verdict.VERDICT_ALLOW
                                        ? Verdict.VERDICT_DENY
                                        : Verdict.VERDICT_ALLOW)
                        : record);
        assertEquals(1, other.different());
        assertEquals(0, other.lost() + other.twice());
        assertTrue(
                other.words().get(0).contains("the gate was told"),
                other.words().get(0));
        JournalCheck.Findings twice = treated(server, run, "twice", record -> {
            if (!isScan(record, gate, last)) {
                return record;
            }
            Record.Builder changed = record.toBuilder();
            changed.getScanBuilder().setSequence(last - 1);
            return changed.build();
        });
        assertEquals(1, twice.twice());
        assertEquals(1, twice.lost());
        assertTrue(twice.words().stream().anyMatch(words -> words.contains("does not stand in the journal")));
        assertTrue(last > 2 && last != 128, "a sequence of as many bytes: " + last);
    }

    /** All three runs on a new server, ten times as fast as they were: all scans, and not one wrong answer. */
    private void playedAgain(RealServer recorded, long seed, Done last) throws Exception {
        recorded.stop();
        Replay replay = Recording.read(recorded.data(), 10);
        assertEquals(3 * last.result.total().sent, replay.scans().size(), 3);
        Path of = Files.createDirectory(recorded.data().resolveSibling("again"));
        try (RealServer server = RealServer.start(of, seed, 3000, 24)) {
            Site site = new SiteReader(server.site()).read();
            RunSpec spec = new RunSpec(0, replay.scenario(Scenarios.load("replay")), false, false, Duration.ZERO, seed);
            Horizon horizon =
                    Horizon.of(Instant.now(), spec.duration(), site.rules().zone());
            List<GateStream> streams =
                    site.gates().stream().map(GateStream::new).toList();
            Plan plan = Plan.of(site, site.gates(), replay, spec.timing(), horizon, History.NONE);
            assertEquals(replay.scans().size(), plan.size());
            RunResult result = new LoadRun(
                            new Target(server.gates(), Speech.gates(streams), 0, streams.size(), plan), spec, 2)
                    .run();
            Accounting all = result.accounts().all();
            assertEquals(List.of(), all.answers().firstWrong(), "seed " + seed);
            assertTrue(result.ok(), () -> result.failures().describe() + all);
            assertEquals(plan.size(), all.flow().decided());
            aClosedLoopIsCheckedToo(server, site);
            System.out.printf(
                    "played again: %,d scans, %,d open%n",
                    plan.size(), all.answers().open());
        }
    }

    private static boolean isScan(Record record, GateStream gate, long sequence) {
        return record.hasScan()
                && record.getScan().getStreamId() == gate.streamId()
                && record.getScan().getSequence() == sequence;
    }

    private static Record changed(Record record, Verdict verdict) {
        Record.Builder changed = record.toBuilder();
        changed.getScanBuilder().setVerdict(verdict);
        return changed.build();
    }

    private JournalCheck.Findings treated(RealServer server, Done run, String name, UnaryOperator<Record> change)
            throws Exception {
        Path copy = Files.createDirectories(server.data().resolveSibling("doctored-" + name));
        try (var files = Files.list(server.data())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (file.toString().endsWith(".journal")) {
                    Path to = copy.resolve(file.getFileName());
                    Files.copy(file, to);
                    Doctor.treat(to, change);
                }
            }
        }
        return run.check(copy);
    }

    @Test
    void aFolderWithoutAJournalIsRefused() throws Exception {
        var refused = assertThrows(
                io.gatehouse.loadtest.plan.PlanException.class,
                () -> JournalStart.read(home, io.gatehouse.loadtest.Sites.of(2, 1)));
        assertTrue(refused.getMessage().contains("--verify-journal"), refused.getMessage());
    }

    private static Done run(RealServer server, JournalStart before, long seed) throws Exception {
        Scenario scenario = new Scenario(
                "test", "", 1500, List.of(new Stage(Duration.ofSeconds(2), 1500)), EVERYTHING, 0, Behaviour.USUAL);
        RunSpec spec = new RunSpec(0, scenario, false, false, Duration.ZERO, seed);
        List<GateStream> streams =
                before.site().gates().stream().map(GateStream::new).toList();
        Horizon horizon =
                Horizon.of(Instant.now(), spec.duration(), before.site().rules().zone());
        Plan plan = Plan.of(before.site(), before.site().gates(), scenario, spec.timing(), horizon, before.history());
        Target target = new Target(server.gates(), Speech.gates(streams), 0, streams.size(), plan);
        Ledger ledger = new Ledger(streams.size());
        RunResult result =
                new LoadRun(target, spec, 2, List.of(), Map::of).keeping(ledger).run();
        return new Done(result, streams, plan, ledger, before);
    }
}
