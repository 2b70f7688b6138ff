package io.gatehouse.server.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.gatehouse.server.sim.SimCrash;
import io.gatehouse.testing.Counts;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Session, engine, journal and recovery on one thread from one seed, with virtual time, disk and network, and the client
 * library's own gates at the other end. Where {@code sim} draws a timetable, this one draws every step: who moves next,
 * how many bytes of a frame arrive, which side hears of an end; and it adds stops, orders, stepped clocks, several event
 * loops. One seed alone: {@code -Dgatehouse.faults.seed=N}.
 */
final class FaultsTest {
    private static final int SEEDS = Counts.of(30, 200, 1_000);
    private static final int SWEPT = Counts.of(1, 4, 20);
    private static final int GROWING = Counts.of(20, 150, 1_000);
    /** At most: a hunt ends with the first find. The rarest needs two snapshots and a retention before a crash. */
    private static final int SABOTAGED = 150;

    /** What the seeds together have to come by, or they prove less than they seem to. */
    private static final Set<String> SOUGHT = Set.of(
            "crash in a disk call",
            "crash between steps",
            "crash in recovery",
            "recovered twice",
            "journal failed",
            "CODE_STORAGE_FAILED",
            "torn tail",
            "roll",
            "snapshot",
            "snapshot over events",
            "start from a snapshot",
            "segments deleted",
            "stop",
            "live scan",
            "scan with acted",
            "decided, lost and back with acted",
            "duplicate decision",
            "OUTCOME",
            "DEVICE_EVENT",
            "order",
            "REPLACED",
            "CODE_STREAM_CLOSED");

    private static final Set<String> SOUGHT_GROWING = Set.of(
            "roster grew in steps",
            "end while the roster grew",
            "end while a change-set went in",
            "look-ups audited",
            "crash in a disk call",
            "crash between steps",
            "snapshot over events",
            "start from a snapshot",
            "stop",
            "order");

    @Test
    void keepsItsPromises() {
        Map<String, Integer> seen = new TreeMap<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            add(seen, run(SimOptions.of(seed, Saboteur.NONE)));
        }
        Counts.report("simulated seeds", SEEDS, 1_000);
        System.out.println("simulated: " + seen);
        Set<String> missed = new TreeSet<>(SOUGHT);
        missed.removeAll(seen.keySet());
        assertEquals(Set.of(), missed, "no seed came by these");
    }

    /**
     * The same over a roster that outgrows its memory again and again: a larger map is filled in steps, change-sets go in
     * by slices, and scans, snapshots, crashes and starts come between. All look-ups are audited; what is decided and what
     * stands in the end is that of records folded on the heap.
     */
    @Test
    void growsThroughCrashes() {
        Map<String, Integer> seen = new TreeMap<>();
        for (long seed = 0; seed < GROWING; seed++) {
            add(seen, run(SimOptions.growing(seed)));
        }
        Counts.report(
                "seeds with a roster that grows, " + seen.get("roster grew in steps") + " times in steps",
                GROWING,
                1_000);
        System.out.println("growing: " + seen);
        Set<String> missed = new TreeSet<>(SOUGHT_GROWING);
        missed.removeAll(seen.keySet());
        assertEquals(Set.of(), missed, "no seed came by these");
        assertTrue(seen.get("roster grew in steps") >= GROWING, "too few growths: " + seen);
    }

    /** One run, with the power lost in each of its disk calls, and behind each of its steps. */
    @Test
    void survivesACrashAtEachStep() {
        Map<String, Integer> seen = new TreeMap<>();
        int runs = 0;
        for (long seed = 0; seed < SWEPT; seed++) {
            boolean crashed = true;
            for (int call = 1; crashed; call++) {
                Map<String, Integer> one = run(SimOptions.crashing(seed, call, 0));
                crashed = one.containsKey("crash in a disk call") || one.containsKey("crash in recovery");
                add(seen, one);
                runs++;
            }
            int steps = SimOptions.crashing(seed, 0, 1).traffic().steps();
            for (int step = 1; step <= steps; step++) {
                add(seen, run(SimOptions.crashing(seed, 0, step)));
                runs++;
            }
        }
        Counts.report("crashes at each step, " + runs + " runs, seeds", SWEPT, 20);
        System.out.println("swept: " + seen);
        assertTrue(seen.containsKey("crash in recovery"), "no crash in a recovery");
    }

    /** {@code -Dgatehouse.faults.seed=N}, with {@code call}, {@code step}, {@code growing} or {@code saboteur} beside it where they were. */
    @Test
    @EnabledIfSystemProperty(named = "gatehouse.faults.seed", matches = "\\d+")
    void playsOneSeed() {
        long seed = Long.getLong("gatehouse.faults.seed");
        int call = Integer.getInteger("gatehouse.faults.call", 0);
        int step = Integer.getInteger("gatehouse.faults.step", 0);
        Saboteur saboteur = Saboteur.valueOf(System.getProperty("gatehouse.faults.saboteur", "NONE"));
        SimOptions options =
                call > 0 || step > 0 ? SimOptions.crashing(seed, call, step) : SimOptions.of(seed, saboteur);
        if (Boolean.getBoolean("gatehouse.faults.growing")) {
            options = SimOptions.growing(seed);
        }
        System.out.println(options + ": " + run(options));
    }

    private static void add(Map<String, Integer> all, Map<String, Integer> one) {
        one.forEach((what, times) -> all.merge(what, times, Integer::sum));
    }

    private static Map<String, Integer> run(SimOptions options) {
        try {
            return new Scenario(options).play().seen();
        } catch (Exception | AssertionError | SimCrash failed) {
            throw new AssertionError(failed.getMessage() + "\n" + options + "\n" + options.again(), failed);
        }
    }

    /** The checks can fail: each defect is found within a few seeds. */
    @ParameterizedTest
    @EnumSource(value = Saboteur.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void findsEachSaboteur(Saboteur saboteur) throws Exception {
        for (long seed = 0; seed < SABOTAGED; seed++) {
            try {
                new Scenario(SimOptions.of(seed, saboteur)).play();
            } catch (Violation found) {
                System.out.println("saboteur " + saboteur + ": found by seed " + seed + ": " + found.getMessage());
                return;
            }
        }
        fail(saboteur + " was not found by " + SABOTAGED + " seeds");
    }
}
