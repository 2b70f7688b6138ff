package io.gatehouse.server.roster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ChroniclePassTableTest {
    private record State(int place, long passage, int gate, int direction, long high) {
        static final State EMPTY = new State(0, 0, 0, 0, 0);
    }

    private record Held(PassRow row, State state) {}

    private static int operations() {
        return switch (System.getProperty("gatehouse.tests", "quick")) {
            case "full" -> 20_000_000;
            case "ci" -> 2_000_000;
            default -> 300_000;
        };
    }

    @Test
    void agreesWithAPlainMapWhileItGrows() {
        int operations = operations();
        long seed = 20_200_203;
        SplittableRandom random = new SplittableRandom(seed);
        RandomRows rows = new RandomRows(random, operations / 8);
        Map<UUID, Held> model = new HashMap<>();
        int[] done = new int[5];
        try (ChroniclePassTable table = new ChroniclePassTable(0, new Audit(1))) {
            long room = table.room();
            for (int i = 0; i < operations; i++) {
                String where = "seed " + seed + ", operation " + i;
                int id = rows.id();
                switch (random.nextInt(10)) {
                    case 0, 1, 2, 3 -> {
                        put(table, model, rows.row(id));
                        done[0]++;
                    }
                    case 4, 5 -> {
                        table.remove(RandomRows.hi(id), RandomRows.lo(id));
                        model.remove(new UUID(RandomRows.hi(id), RandomRows.lo(id)));
                        done[1]++;
                    }
                    case 6, 7 -> {
                        writeState(table, model, id, random);
                        done[2]++;
                    }
                    default -> {
                        check(table, model, id, where);
                        done[3]++;
                    }
                }
                assertEquals(model.size(), table.size(), where);
                if (table.room() != room) {
                    room = table.room();
                    done[4]++;
                    checkAll(table, model, where);
                }
            }
            checkAll(table, model, "seed " + seed + ", end");
        }
        assertTrue(done[4] >= 3, "it grew only " + done[4] + " times");
        System.out.printf(
                "pass table against a plain map: %,d puts, %,d removes, %,d state writes, %,d reads, grown %d times%n",
                done[0], done[1], done[2], done[3], done[4]);
    }

    /** Larger maps come when they come, and are filled a step now and then. */
    @Test
    void agreesWithAPlainMapWhileItGrowsInSteps() {
        int operations = operations();
        long seed = 20_200_204;
        SplittableRandom random = new SplittableRandom(seed);
        ArrayDeque<Runnable> made = new ArrayDeque<>();
        int[] done = new int[4];
        for (int round = 0; round < 3; round++) {
            Map<UUID, Held> model = new HashMap<>();
            RandomRows rows = new RandomRows(random, operations / 10);
            try (ChroniclePassTable table = new ChroniclePassTable(0, new Audit(1))) {
                table.growInSteps(made::add);
                long room = table.room();
                int steps = 0;
                int expected = random.nextInt(1, 3_000);
                for (int i = 0; i < operations / 3; i++) {
                    String where = "seed " + seed + ", round " + round + ", operation " + i;
                    int id = rows.id();
                    // Sometimes nobody says what comes, or works: it grows at the brim then.
                    switch (random.nextInt(round == 2 ? 9 : 16)) {
                        case 0, 1, 2, 3 -> put(table, model, rows.row(id));
                        case 4, 5 -> {
                            table.remove(RandomRows.hi(id), RandomRows.lo(id));
                            model.remove(new UUID(RandomRows.hi(id), RandomRows.lo(id)));
                        }
                        case 6, 7 -> writeState(table, model, id, random);
                        case 8 -> check(table, model, id, where);
                        case 9 -> table.expect(expected);
                        default -> {
                            boolean worked = table.work();
                            assertTrue(worked || !table.growing() || !made.isEmpty(), where);
                            steps += worked ? 1 : 0;
                        }
                    }
                    if (table.growing() && table.room() - table.size() < room / 50 || random.nextInt(40) == 0) {
                        run(made);
                    }
                    assertEquals(model.size(), table.size(), where);
                    if (table.room() != room) {
                        room = table.room();
                        done[0]++;
                        done[steps > 0 ? 1 : 2]++;
                        done[3] += steps;
                        steps = 0;
                        expected = random.nextInt(1, 3_000);
                        checkAll(table, model, where);
                    }
                }
                checkAll(table, model, "seed " + seed + ", end");
                run(made);
            }
            run(made);
        }
        assertTrue(done[1] > 3, "it grew only " + done[1] + " times by and by");
        System.out.printf(
                "pass table that grows in steps: grown %d times, %d of them in %,d steps, %d at the brim%n",
                done[0], done[1], done[3], done[2]);
    }

    private static void run(ArrayDeque<Runnable> made) {
        while (!made.isEmpty()) {
            made.poll().run();
        }
    }

    /** The larger map is made, and the old one let go, on another thread. */
    @Test
    void growsBesideAThreadOfItsOwn() throws Exception {
        RandomRows rows = new RandomRows(new SplittableRandom(4), 1);
        ExecutorService maker = Executors.newSingleThreadExecutor();
        try (ChroniclePassTable table = new ChroniclePassTable(10_000, new Audit(1))) {
            table.growInSteps(maker);
            for (int i = 0; i < 10_000; i++) {
                table.put(rows.row(i));
            }
            long room = table.room();
            table.expect(90_000);
            int next = 10_000;
            while (table.growing()) {
                if (table.work() && next < 10_400) {
                    table.put(rows.row(next++));
                }
            }
            assertTrue(table.room() >= 100_000 && table.room() > room);
            for (int i = 0; i < next; i++) {
                assertNotEquals(0, table.locate(RandomRows.hi(i), RandomRows.lo(i)));
            }
            maker.shutdown();
            assertTrue(maker.awaitTermination(60, TimeUnit.SECONDS));
        }
    }

    private static void put(PassTable table, Map<UUID, Held> model, PassRow row) {
        table.put(row);
        model.merge(row.id(), new Held(row, State.EMPTY), (old, now) -> new Held(row, old.state));
    }

    private static void writeState(PassTable table, Map<UUID, Held> model, int id, SplittableRandom random) {
        long handle = table.locate(RandomRows.hi(id), RandomRows.lo(id));
        UUID uuid = new UUID(RandomRows.hi(id), RandomRows.lo(id));
        assertEquals(model.containsKey(uuid), handle != 0);
        if (handle != 0) {
            State s = new State(
                    random.nextInt(3), random.nextLong(), random.nextInt(), random.nextInt(3), random.nextLong());
            table.at(handle).setState(s.place, s.passage, s.gate, s.direction, s.high);
            model.computeIfPresent(uuid, (k, held) -> new Held(held.row, s));
        }
    }

    private static void check(PassTable table, Map<UUID, Held> model, int id, String where) {
        Held held = model.get(new UUID(RandomRows.hi(id), RandomRows.lo(id)));
        long handle = table.locate(RandomRows.hi(id), RandomRows.lo(id));
        if (held == null) {
            assertEquals(0, handle, where);
        } else {
            assertNotEquals(0, handle, where);
            assertEquals(held, read(held.row.hi(), held.row.lo(), table.at(handle)), where);
        }
    }

    private static void checkAll(PassTable table, Map<UUID, Held> model, String where) {
        Map<UUID, Held> seen = new HashMap<>();
        table.forEach((hi, lo, pass) -> {
            Held twice = seen.put(new UUID(hi, lo), read(hi, lo, pass));
            assertEquals(null, twice, where);
        });
        assertEquals(model, seen, where);
    }

    private static Held read(long hi, long lo, Pass p) {
        return new Held(
                new PassRow(
                        hi,
                        lo,
                        p.estateId(),
                        p.kind(),
                        p.scope(),
                        p.validFromUs(),
                        p.validUntilUs(),
                        p.status(),
                        p.household(),
                        p.propertyListed(),
                        p.gridListed(),
                        p.declared(),
                        p.quarantined()),
                new State(p.place(), p.lastPassageUs(), p.lastPassageGate(), p.lastPassageDirection(), p.lastHighUs()));
    }

    @Test
    void addressesStandWhileOthersComeAndGo() {
        RandomRows rows = new RandomRows(new SplittableRandom(7), 1);
        try (ChroniclePassTable table = new ChroniclePassTable(20_000, new Audit(1))) {
            long[] at = new long[10_000];
            for (int i = 0; i < at.length; i++) {
                table.put(rows.row(i));
                at[i] = table.locate(RandomRows.hi(i), RandomRows.lo(i));
            }
            for (int i = 10_000; i < 20_000; i++) {
                table.put(rows.row(i));
            }
            for (int i = 10_000; i < 20_000; i += 2) {
                table.remove(RandomRows.hi(i), RandomRows.lo(i));
            }
            for (int i = 0; i < at.length; i++) {
                table.put(rows.row(i));
                assertEquals(at[i], table.locate(RandomRows.hi(i), RandomRows.lo(i)), "pass " + i);
            }
        }
    }

    @Test
    void closesOnce() {
        ChroniclePassTable table = new ChroniclePassTable(10, new Audit(1));
        table.put(new RandomRows(new SplittableRandom(1), 1).row(1));
        table.close();
        table.close();
        assertThrows(RuntimeException.class, () -> table.forEach((hi, lo, pass) -> {}));
    }

    @Test
    void aPassThatComesBackBeginsAfresh() {
        RandomRows rows = new RandomRows(new SplittableRandom(8), 1);
        try (ChroniclePassTable table = new ChroniclePassTable(10, new Audit(1))) {
            PassRow row = rows.row(1);
            table.put(row);
            long handle = table.locate(row.hi(), row.lo());
            table.at(handle).setState(Pass.INSIDE, 5, 6, 1, 7);
            table.remove(row.hi(), row.lo());
            assertEquals(0, table.locate(row.hi(), row.lo()));
            assertTrue((PassFields.MEMORY.readInt(handle + PassFields.BITS) & PassFields.REMOVED) != 0);
            table.remove(row.hi(), row.lo());
            assertEquals(0, table.size());

            table.put(row);
            handle = table.locate(row.hi(), row.lo());
            assertEquals(new Held(row, State.EMPTY), read(row.hi(), row.lo(), table.at(handle)));
            assertFalse((PassFields.MEMORY.readInt(handle + PassFields.BITS) & PassFields.REMOVED) != 0);
        }
    }

    @Test
    void onlyTheOwnerChangesIt() throws InterruptedException {
        RandomRows rows = new RandomRows(new SplittableRandom(9), 1);
        try (ChroniclePassTable table = new ChroniclePassTable(10, new Audit(1))) {
            table.put(rows.row(1));
            Throwable[] thrown = new Throwable[3];
            Thread other = new Thread(() -> {
                thrown[0] = assertThrows(IllegalStateException.class, () -> table.put(rows.row(2)));
                thrown[1] = assertThrows(IllegalStateException.class, () -> table.remove(1, 2));
                assertEquals(1, table.size());
                thrown[2] = thrown[0];
            });
            other.start();
            other.join();
            assertNotEquals(null, thrown[2]);
            assertTrue(thrown[0].getMessage().contains(Thread.currentThread().getName()), thrown[0].getMessage());

            table.handOver();
            Thread next = new Thread(() -> table.put(rows.row(2)));
            next.start();
            next.join();
            assertEquals(2, table.size());
            assertThrows(IllegalStateException.class, () -> table.put(rows.row(3)));
        }
    }

    @Test
    void locatesAndWritesWithoutGarbage() {
        RandomRows rows = new RandomRows(new SplittableRandom(10), 1);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (ChroniclePassTable table = new ChroniclePassTable(5_000, new Audit(1))) {
            for (int i = 0; i < 5_000; i++) {
                table.put(rows.row(i));
            }
            int inside = 0;
            long best = Long.MAX_VALUE;
            for (int round = 0; round < 20 && best > 0; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 6_000; i++) {
                    long handle = table.locate(RandomRows.hi(i), RandomRows.lo(i));
                    if (handle != 0) {
                        Pass pass = table.at(handle);
                        pass.setState(Pass.INSIDE, pass.lastPassageUs() + 1, i, 1, 0);
                        inside += pass.place();
                    }
                }
                best = Math.min(best, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertTrue(inside > 0);
            assertTrue(best < 600, best + " bytes for 6,000 look-ups");
        }
    }
}
