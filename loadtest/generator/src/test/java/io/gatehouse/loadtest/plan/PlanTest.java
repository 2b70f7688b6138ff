package io.gatehouse.loadtest.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.Counts;
import io.gatehouse.loadtest.Sites;
import io.gatehouse.loadtest.site.Rules;
import io.gatehouse.loadtest.site.Site;
import io.gatehouse.loadtest.wire.ScanFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final Site SITE = Sites.of(20, 1);
    private static final Instant NOON = Instant.parse("2020-02-10T04:00:00Z");

    @Test
    void theSameSeedGivesTheSameBytesAndOthersDoNot() throws Exception {
        byte[] first = bytes(plan(scenario(2000, 5), 7));
        assertArrayEquals(first, bytes(plan(scenario(2000, 5), 7)));
        assertFalse(Arrays.equals(first, bytes(plan(scenario(2000, 5), 8))));
        assertFalse(Arrays.equals(first, bytes(plan(scenario(2001, 5), 7))));
        MessageDigest sum = MessageDigest.getInstance("SHA-256");
        assertEquals(
                HexFormat.of().formatHex(sum.digest(first)),
                plan(scenario(2000, 5), 7).sha256());
    }

    /** The bytes themselves: a change of the plan's making changes what all earlier reports call the same plan. */
    @Test
    void aPlanIsLinesOfText() throws Exception {
        String text = new String(bytes(plan(scenario(2000, 5), 7)), StandardCharsets.US_ASCII);
        String[] lines = text.split("\n");
        assertEquals(10_001, lines.length);
        assertEquals("offset_ns,gate_id,pass_id,direction,temperature_decicelsius,medium,answers", lines[0]);
        for (int i = 1; i < lines.length; i++) {
            assertTrue(
                    lines[i].matches("\\d+,g-\\d+,[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12},[EX],(\\d{3})?,[123],"
                            + "(ALLOW|DENY|REFER|RETEST)!?(\\|(ALLOW|DENY|REFER|RETEST)!?)*"),
                    lines[i]);
        }
        assertTrue(lines[2].startsWith("500000,"), lines[2]);
    }

    @Test
    void everyScanHasOneRightVerdictButRaces() throws Exception {
        Plan plan = plan(scenario(5000, 20), 3);
        Map<Integer, Integer> verdicts = new HashMap<>();
        int races = 0;
        for (long i = 0; i < plan.size(); i++) {
            int answers = ScanTicket.answers(plan.ticket(i));
            assertTrue(answers != 0, "scan " + i);
            if (ScanTicket.isRace(plan.ticket(i))) {
                races++;
            } else {
                assertEquals(1, Answer.verdicts(answers), () -> Answer.describe(answers));
            }
            verdicts.merge(answers, 1, Integer::sum);
        }
        System.out.println("plan: " + plan.size() + " scans, " + races + " in races, " + verdicts.size() + " sets");
        assertTrue(races > 20 && races % 2 == 0, races + " races");
        for (int verdict = Answer.ALLOW; verdict <= Answer.RETEST; verdict++) {
            int of = verdict;
            assertTrue(verdicts.keySet().stream().anyMatch(set -> (set & Answer.either(of)) != 0), "verdict " + of);
        }
    }

    /** One pass, one gate: then its scans come in their order whatever the network does. */
    @Test
    void aPassIsAtOneGateAtATime() throws Exception {
        Plan plan = plan(scenario(5000, 10), 5);
        Map<Integer, Integer> gates = new HashMap<>();
        for (long i = 0; i < plan.size(); i++) {
            long ticket = plan.ticket(i);
            if (!ScanTicket.unknown(ticket) && !ScanTicket.isRace(ticket)) {
                Integer before = gates.put(ScanTicket.pass(ticket), plan.gate(i));
                assertTrue(before == null || before == plan.gate(i), "pass " + ScanTicket.pass(ticket));
            }
        }
        assertTrue(gates.size() > 500, gates.size() + " passes");
    }

    @Test
    void whoCameWhileAGateWasOfflineStaysAwayFromTheRun() throws Exception {
        Scenario day = scenario(5000, 4);
        Behaviour offline = new Behaviour(null, new Behaviour.Backlog(4, 100), 0, 0, false, false);
        Scenario drain = new Scenario("drain", "", day.startRate(), day.stages(), day.mix(), 0, offline);
        Plan plan = plan(drain, 5);
        Set<UUID> inTheRun = new HashSet<>();
        for (long i = 0; i < plan.size(); i++) {
            inTheRun.add(new UUID(plan.high(plan.ticket(i)), plan.low(plan.ticket(i))));
        }
        ScanFrame frame = new ScanFrame();
        Set<UUID> earlier = new HashSet<>();
        for (int gate = 0; gate < 20; gate++) {
            for (int sequence = 1; sequence <= 100; sequence++) {
                plan.fillOld(frame, gate, sequence);
                assertTrue(frame.direction == Checks.ENTRY || frame.direction == Checks.EXIT);
                earlier.add(new UUID(frame.passHigh, frame.passLow));
            }
        }
        assertTrue(earlier.size() > 20, earlier.size() + " passes");
        assertTrue(earlier.stream().noneMatch(inTheRun::contains));
    }

    @Test
    void loopsShareOutTheGates() throws Exception {
        Plan plan = plan(scenario(1000, 5), 5);
        long scans = 0;
        for (int lane = 0; lane < 3; lane++) {
            long before = -1;
            for (Sends sends = plan.sends(timing(scenario(1000, 5), 5), lane, 3, 20);
                    sends.offsetNanos() != Long.MAX_VALUE;
                    sends.advance()) {
                assertEquals(lane, sends.gate() % 3);
                assertTrue(sends.offsetNanos() > before);
                before = sends.offsetNanos();
                scans++;
            }
        }
        assertEquals(plan.size(), scans);
    }

    /** Not timed: that it fits and comes out whole is what is held. */
    @Test
    void aMinuteOfFiftyThousandASecondIsPlanned() throws Exception {
        int seconds = Counts.of("seconds of 50,000 planned scans", 4, 10, 60);
        long begin = System.nanoTime();
        Plan plan = plan(scenario(50_000, seconds), 1);
        long planned = System.nanoTime();
        assertEquals(50_000L * seconds, plan.size());
        assertNotEquals("", plan.sha256());
        System.out.printf(
                "%,d scans planned in %d ms, summed in %d ms%n",
                plan.size(), (planned - begin) / 1_000_000, (System.nanoTime() - planned) / 1_000_000);
    }

    @Test
    void whatDoesNotFitIsRefusedInWords() {
        PlanException refused = assertThrows(PlanException.class, () -> plan(scenario(50e6, 3600), 1));
        assertTrue(refused.getMessage().contains("there is room for"), refused.getMessage());
        assertTrue(refused.getMessage().contains("-Xmx"), refused.getMessage());
    }

    private static Scenario scenario(double rate, int seconds) {
        return Scenario.of("test", rate, List.of(new Stage(Duration.ofSeconds(seconds), rate)));
    }

    private static Timing timing(Scenario scenario, long seed) {
        return new Timing(scenario.startRate(), scenario.stages(), Duration.ZERO, false, seed);
    }

    private static Plan plan(Scenario scenario, long seed) throws PlanException {
        Timing timing = timing(scenario, seed);
        Horizon horizon = Horizon.of(NOON, scenario.duration(), Rules.USUAL_ZONE);
        return Plan.of(SITE, SITE.gates(), scenario, timing, horizon, History.NONE);
    }

    private static byte[] bytes(Plan plan) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        plan.write(out);
        return out.toByteArray();
    }
}
