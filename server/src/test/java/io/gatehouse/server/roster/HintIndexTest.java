package io.gatehouse.server.roster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class HintIndexTest {
    private static int operations() {
        return switch (System.getProperty("gatehouse.tests", "quick")) {
            case "full" -> 20_000_000;
            case "ci" -> 2_000_000;
            default -> 300_000;
        };
    }

    /** What somebody does wrong with the index, on purpose. */
    private enum Spoiled {
        NOT,
        /** The hints of removed passes stay. */
        NEVER_CLEANED,
        /** Hints of living passes go. */
        FORGOTTEN,
        /** Hints that lead to another pass. */
        CROSSED
    }

    @Test
    void agreesWithTheMapInEveryStep() {
        for (Spoiled spoiled : Spoiled.values()) {
            run(spoiled, operations() / Spoiled.values().length);
        }
    }

    private static void run(Spoiled spoiled, int operations) {
        long seed = 40 + spoiled.ordinal();
        SplittableRandom random = new SplittableRandom(seed);
        int ids = 6_000;
        RandomRows rows = new RandomRows(random, ids);
        Set<Integer> held = new HashSet<>();
        int hits = 0;
        int misses = 0;
        int ahead = 0;
        long surplus;
        try (PassMap map = new PassMap(ids * 5 / 4)) {
            for (int i = 0; i < operations; i++) {
                int id = rows.id();
                long hi = RandomRows.hi(id);
                long lo = RandomRows.lo(id);
                switch (random.nextInt(4)) {
                    case 0 -> {
                        if (held.add(id)) {
                            map.add(rows.row(id));
                        }
                    }
                    case 1 -> {
                        if (held.remove(id)) {
                            long address = map.findInMap(hi, lo);
                            map.remove(hi, lo, address);
                            if (spoiled == Spoiled.NEVER_CLEANED) {
                                map.index().put(hi, lo, address);
                            }
                        }
                    }
                    default -> {
                        long truth = map.findInMap(hi, lo);
                        String where = spoiled + ", seed " + seed + ", step " + i;
                        assertEquals(held.contains(id), truth != 0, where);
                        long hint = map.index().find(hi, lo);
                        if (spoiled == Spoiled.NOT || hint != 0) {
                            assertEquals(truth, hint, where);
                        }
                        assertEquals(truth, map.find(hi, lo), where);
                        hits += hint != 0 ? 1 : 0;
                        misses += truth == 0 ? 1 : 0;
                        ahead += truth != 0 && hint == 0 ? 1 : 0;
                        spoil(spoiled, map, random, hi, lo, truth);
                    }
                }
                if (i % 1_000 == 0) {
                    checkBatch(map, random, ids, spoiled + ", seed " + seed + ", step " + i);
                }
                if (spoiled == Spoiled.NOT) {
                    assertEquals(held.size(), map.index().size());
                }
            }
            surplus = map.index().size() - held.size();
        }
        assertTrue(misses > 1_000 && hits + ahead > 1_000);
        switch (spoiled) {
            case NOT -> assertEquals(0, ahead, "answers without a hint");
            case FORGOTTEN -> assertTrue(ahead > 100, "the map had to answer only " + ahead + " times");
            default -> assertTrue(surplus > 100, "only " + surplus + " hints too many");
        }
        System.out.printf(
                "hint index, %s: %,d steps, %,d hits, %,d absent, %,d by the map%n",
                spoiled, operations, hits, misses, ahead);
    }

    private static void spoil(Spoiled spoiled, PassMap map, SplittableRandom random, long hi, long lo, long address) {
        if (address == 0 || random.nextInt(8) != 0) {
            return;
        }
        if (spoiled == Spoiled.FORGOTTEN) {
            map.index().remove(hi, lo, address);
        } else if (spoiled == Spoiled.CROSSED) {
            int other = random.nextInt(6_000);
            map.index().put(RandomRows.hi(other), RandomRows.lo(other), address);
        }
    }

    private static void checkBatch(PassMap map, SplittableRandom random, int ids, String where) {
        int count = random.nextInt(1, 600);
        long[] hi = new long[count];
        long[] lo = new long[count];
        long[] at = new long[count];
        for (int i = 0; i < count; i++) {
            int id = random.nextInt(ids * 2);
            hi[i] = RandomRows.hi(id);
            lo[i] = RandomRows.lo(id);
            at[i] = 77;
        }
        map.find(hi, lo, at, count);
        for (int i = 0; i < count; i++) {
            assertEquals(map.findInMap(hi[i], lo[i]), at[i], where + ", batch of " + count + " at " + i);
        }
    }

    @Test
    void aStaleHintNeverBringsARemovedPassBack() {
        RandomRows rows = new RandomRows(new SplittableRandom(5), 1);
        try (PassMap map = new PassMap(1_024)) {
            PassRow row = rows.row(1);
            long address = map.add(row);
            assertEquals(address, map.index().find(row.hi(), row.lo()));
            map.remove(row.hi(), row.lo(), address);
            map.index().put(row.hi(), row.lo(), address);
            // The bytes are still there, key and all; only the mark says that they do not count.
            assertEquals(row.hi(), PassFields.MEMORY.readLong(address - 16));
            assertEquals(0, map.find(row.hi(), row.lo()));
        }
    }

    @Test
    void aFullIndexTakesNoMoreAndTheMapAnswers() {
        RandomRows rows = new RandomRows(new SplittableRandom(6), 1);
        try (PassMap map = new PassMap(1_024);
                HintIndex small = new HintIndex(10)) {
            Map<Integer, Long> addresses = new HashMap<>();
            for (int i = 0; i < 500; i++) {
                PassRow row = rows.row(i);
                addresses.put(i, map.add(row));
                small.put(row.hi(), row.lo(), addresses.get(i));
            }
            assertTrue(small.size() < 100, small.size() + " hints");
            int found = 0;
            for (int i = 0; i < 500; i++) {
                long hint = small.find(RandomRows.hi(i), RandomRows.lo(i));
                assertTrue(hint == 0 || hint == addresses.get(i));
                found += hint != 0 ? 1 : 0;
            }
            assertEquals(small.size(), found);
            assertNotEquals(0, found);
        }
    }
}
