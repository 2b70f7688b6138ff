package io.gatehouse.loadtest.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.ScriptedServer;
import io.gatehouse.loadtest.ScriptedServer.Mischief;
import io.gatehouse.loadtest.Sites;
import io.gatehouse.loadtest.link.GateStream;
import io.gatehouse.loadtest.link.Speech;
import io.gatehouse.loadtest.plan.Answer;
import io.gatehouse.loadtest.plan.History;
import io.gatehouse.loadtest.plan.Horizon;
import io.gatehouse.loadtest.plan.Plan;
import io.gatehouse.loadtest.plan.Scenario;
import io.gatehouse.loadtest.plan.Sends;
import io.gatehouse.loadtest.plan.Stage;
import io.gatehouse.loadtest.site.Site;
import io.gatehouse.loadtest.wire.ScanFrame;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs by a plan: each answer is held against the right one, and each scan is accounted for. */
@Timeout(60)
class PlannedRunTest {
    private static final Site SITE = Sites.of(6, 1);

    @Test
    void aServerThatIsRightIsFoundRight() throws Exception {
        RunResult result = run(Mischief.NONE, 1000);
        Accounting all = result.accounts().all();
        assertEquals(List.of(), all.answers().firstWrong());
        assertEquals(List.of(), all.imbalances());
        assertTrue(result.ok(), result.failures().describe());
        assertEquals(1000, all.planned());
        assertEquals(1000, all.answers().checked());
    }

    @Test
    void aServerThatLiesIsNamedWithGateSequenceAndPass() throws Exception {
        RunResult result = run(Mischief.LIES, 3000);
        Accounting all = result.accounts().all();
        assertFalse(result.ok());
        assertEquals(0, result.failures().total());
        // Each gate's hundredth, two hundredth ...: some 500 scans at each of six gates.
        assertEquals(27, all.answers().wrong(), 5);
        assertEquals(10, all.answers().firstWrong().size());
        for (String words : all.answers().firstWrong()) {
            assertTrue(
                    words.matches(
                            "gate g-\\d, sequence \\d00, (unknown )?pass no\\. \\d+, (entry|exit), .*: expected .*, got .*"),
                    words);
        }
        assertEquals(List.of(), all.imbalances());
    }

    @Test
    void whatWentWithAConnectionIsAccountedForToo() throws Exception {
        RunResult result = run(Mischief.CLOSES_AFTER_100, 600);
        Accounting all = result.accounts().all();
        assertFalse(result.ok());
        assertEquals(List.of(), all.imbalances());
        assertEquals(600, all.planned());
        assertTrue(all.unsent() > 0 && all.flow().undecided() > 0, all.toString());
    }

    /** Sums that do not add up fail a run, whatever else is well. */
    @Test
    void imbalancesAreSaid() {
        Accounting.Answers none = new Accounting.Answers(0, 0, 0, 0, 9, 0, List.of());
        Accounting all = new Accounting(10, 1, new Accounting.Flow(9, 8, 0, 9, 0), none);
        assertFalse(all.ok());
        assertEquals(
                List.of("sent is 9, but decided + undecided is 8", "decided is 8, but checked is 9"), all.imbalances());
    }

    /** What a scan costs between the plan and the check of its answer: no object. */
    @Test
    void aScanMakesNoGarbage() throws Exception {
        RunSpec spec = spec(50_000);
        Plan plan = plan(spec);
        AnswerCheck check = new AnswerCheck(plan, 1, null);
        ScanFrame frame = new ScanFrame();
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            Sends sends = plan.sends(spec.timing(), 0, 1, 6);
            long before = threads.getCurrentThreadAllocatedBytes();
            long sequence = 0;
            while (sends.offsetNanos() != Long.MAX_VALUE) {
                long ticket = sends.ticket();
                plan.fill(frame, sends.gate(), ++sequence, ticket);
                int right = plan.right(sends.gate(), sequence, ticket);
                int bit = Integer.numberOfTrailingZeros(right);
                check.decided(sends.gate(), sequence, ticket, bit / 2 + 1, bit % 2 == 1);
                sends.advance();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            assertEquals(50_000, sequence);
        }
        assertTrue(least < 1_000, least + " bytes for 50,000 scans");
        assertEquals(0, check.answers(new io.gatehouse.loadtest.measure.Tally()).wrong());
        assertTrue(Answer.describe(Answer.of(Answer.ALLOW, true)).endsWith("!"));
    }

    private static RunResult run(Mischief mischief, int scans) throws Exception {
        try (ScriptedServer server = new ScriptedServer(mischief)) {
            List<GateStream> streams =
                    SITE.gates().stream().map(GateStream::new).toList();
            RunSpec spec = spec(scans);
            Target target = new Target(server.address(), Speech.gates(streams), 0, 6, plan(spec));
            return new LoadRun(target, spec, 2).run();
        }
    }

    private static RunSpec spec(int scans) {
        Scenario half = Scenario.of("test", 2.0 * scans, List.of(new Stage(Duration.ofMillis(500), 2.0 * scans)));
        return new RunSpec(0, half, false, false, Duration.ZERO, 1);
    }

    private static Plan plan(RunSpec spec) throws Exception {
        Horizon horizon =
                Horizon.of(Instant.now(), spec.duration(), SITE.rules().zone());
        return Plan.of(SITE, SITE.gates(), spec.scenario(), spec.timing(), horizon, History.NONE);
    }
}
