package io.gatehouse.server.engine;

import static io.gatehouse.server.engine.PassBuilder.pass;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.v1.PassKind;
import io.gatehouse.server.roster.Audit;
import io.gatehouse.server.roster.Change;
import io.gatehouse.server.roster.ChroniclePassTable;
import io.gatehouse.server.roster.HeapPassTable;
import io.gatehouse.server.roster.PassRow;
import io.gatehouse.server.roster.PassTable;
import io.gatehouse.server.roster.RowChange;
import io.gatehouse.testing.Counts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two engines take in the same history: one folds change-sets at once, the other in slices of any size that fall anywhere,
 * and moves into larger memory meanwhile. Nobody can tell them apart.
 */
@Timeout(600)
class FoldSlicesTest {
    private static final int GATES = 4;

    private SplittableRandom random;
    private TestSite whole;
    private TestSite sliced;
    private int ids;
    private int setRows;
    private final ArrayDeque<Runnable> made = new ArrayDeque<>();

    private int slices;
    private int met;
    private int middles;
    private int grown;

    @Test
    void whereSlicesFallDecidesNothing() throws Exception {
        int seeds = Counts.of(60, 400, 4_000);
        for (int seed = 1; seed <= seeds; seed++) {
            ids = 200;
            setRows = 60;
            history(seed, new HeapPassTable());
        }
        assertTrue(slices > 1_000 && met > 1_000 && middles > 50, slices + " " + met + " " + middles);
        Counts.report(
                "histories in slices, " + slices + " slices, " + met + " scans meanwhile, " + middles
                        + " recoveries in the middle",
                seeds,
                4_000);
    }

    @Test
    void aTableThatGrowsMeanwhileDecidesNothing() throws Exception {
        int seeds = Counts.of(6, 40, 400);
        for (int seed = 1; seed <= seeds; seed++) {
            ids = 6_000;
            setRows = 900;
            try (ChroniclePassTable table = new ChroniclePassTable(0, new Audit(1))) {
                table.growInSteps(made::add);
                long room = table.room();
                history(-seed, table);
                grown += table.room() > room ? 1 : 0;
                make();
            }
            make();
        }
        assertTrue(grown > seeds / 2 && slices > 100 && met > 100, grown + " " + slices + " " + met);
        Counts.report("histories over a table that grows, seeds", seeds, 400);
    }

    private void history(int seed, PassTable table) throws Exception {
        random = new SplittableRandom(seed);
        whole = new TestSite();
        sliced = new TestSite(table, new Engine(table, 1 + random.nextInt(random.nextBoolean() ? 4 : setRows)));
        sliced.sliced = true;
        int worksAt = 1 + random.nextInt(6);
        for (int i = 0; i < 300; i++) {
            String where = "seed " + seed + ", step " + i;
            long step = random.nextLong(60_000_000L);
            whole.now += step;
            sliced.now += step;
            if (random.nextInt(8) == 0) {
                changeSet(where);
            } else {
                scans(where);
            }
            for (int works = random.nextInt(worksAt); works > 0; works--) {
                boolean folds = sliced.engine.folding();
                slices += sliced.engine.work(random.nextInt(4) == 0) && folds ? 1 : 0;
            }
            if (random.nextInt(5) == 0) {
                make();
            }
            if (sliced.engine.folding() && random.nextInt(50) == 0) {
                middles++;
                assertArrayEquals(whole.state(), recovered(), where + ": the process dies in the middle");
            }
        }
        assertArrayEquals(whole.state(), recovered(), "seed " + seed + ", recovered");
        assertArrayEquals(whole.state(), sliced.state(), "seed " + seed);
        assertArrayEquals(whole.journal.toByteArray(), sliced.journal.toByteArray(), "seed " + seed);
    }

    private byte[] recovered() throws Exception {
        Engine fresh = new Engine(new HeapPassTable());
        FoldsTest.fold(fresh, sliced.journal.toByteArray(), 0);
        return TestSite.state(fresh);
    }

    private void make() {
        while (!made.isEmpty()) {
            made.poll().run();
        }
    }

    /** A batch: all are located, then decided one after the other. */
    private void scans(String where) {
        List<Event> some = new ArrayList<>();
        List<Event> same = new ArrayList<>();
        for (int gate = 0; gate < GATES; gate++) {
            if (random.nextInt(3) > 0) {
                long lo = random.nextInt(ids);
                int direction = 1 + random.nextInt(2);
                some.add(whole.scan(gate, lo, direction));
                same.add(sliced.scan(gate, lo, direction));
            }
        }
        met += sliced.engine.folding() ? some.size() : 0;
        sliced.engine.locate(at -> same.get((int) at), 0, same.size() - 1);
        for (int i = 0; i < some.size(); i++) {
            whole.takeIn(some.get(i));
            sliced.takeInLocated(same.get(i));
            assertEquals(FoldsTest.outcome(some.get(i)), FoldsTest.outcome(same.get(i)), where + ", scan " + i);
        }
    }

    private void changeSet(String where) {
        int estate = 1 + random.nextInt(3);
        List<RowChange> rows = new ArrayList<>();
        int size = 1 + random.nextInt(setRows);
        for (int i = 0; i < size; i++) {
            long lo = random.nextInt(ids / 3) * 3L + estate - 1;
            PassRow before = whole.row(lo);
            rows.add(new RowChange(before, before != null && random.nextInt(4) == 0 ? null : after(lo, estate)));
            if (random.nextInt(10) == 0) {
                // The same pass twice: the later row stands.
                rows.add(new RowChange(before, before != null && random.nextBoolean() ? null : after(lo, estate)));
            }
        }
        Event one = whole.rows(Change.UNDO, estate, rows);
        Event other = sliced.rows(Change.UNDO, estate, rows);
        assertEquals(one.changeRefused, other.changeRefused, where);
        assertEquals(FoldsTest.outcome(one), FoldsTest.outcome(other), where);
    }

    private PassRow after(long lo, int estate) {
        return pass(lo).estate(estate)
                .household(random.nextInt(4))
                .kind(PassKind.forNumber(1 + random.nextInt(5)))
                .status(random.nextInt(6) == 0 ? 2 + random.nextInt(2) : 1)
                .row();
    }
}
