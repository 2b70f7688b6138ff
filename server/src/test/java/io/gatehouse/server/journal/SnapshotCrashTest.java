package io.gatehouse.server.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.journal.v1.AlarmRecord;
import io.gatehouse.proto.journal.v1.EstateRow;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.journal.v1.SnapshotRecord;
import io.gatehouse.server.sim.SimCrash;
import io.gatehouse.server.sim.SimDisk;
import io.gatehouse.testing.Counts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Power goes, or a call fails, at every disk call of a run that makes snapshots and lets old segments go, and of the
 * starts after it. The state is the list of all records: what a start comes to has to begin with all that was promised.
 */
class SnapshotCrashTest {
    private static final int COMMITS = 150;
    private static final int SEEDS = Counts.of(2, 10, 100);
    private static final int STRIDE = Counts.of(5, 1, 1);

    private static final class Run implements StateVisitor {
        final SimDisk disk;
        final SplittableRandom random;
        final Deque<Runnable> background = new ArrayDeque<>();
        final List<String> promised = new ArrayList<>();
        final List<String> pending = new ArrayList<>();
        List<String> state = new ArrayList<>();
        int snapshots;
        int snapshotsFailed;
        int deleted;
        int starts;
        private int number;
        private Journal journal;
        private Snapshots keeper;
        private SnapshotDraft draft;
        private List<String> copied;
        private int written;

        Run(long seed) {
            disk = new SimDisk(seed);
            random = new SplittableRandom(seed + 1);
        }

        void open() throws IOException {
            background.clear();
            state = new ArrayList<>();
            draft = null;
            journal = Journal.open(disk, Journals.small(background::add), this).journal();
            keeper = journal.snapshots();
            starts++;
        }

        @Override
        public void onState(byte[] bytes, int offset, int length) throws IOException {
            state.add(SnapshotRecord.parser()
                    .parseFrom(bytes, offset, length)
                    .getEstate()
                    .getName());
        }

        @Override
        public void onStateRead(SnapshotSummary snapshot) {}

        @Override
        public void onPassedOver(String name, String why) {
            throw new AssertionError(why);
        }

        @Override
        public void onRecord(long position, byte[] bytes, int offset, int length) throws IOException {
            state.add(
                    Record.parser().parseFrom(bytes, offset, length).getAlarm().getGateId());
        }

        void script() throws IOException {
            open();
            for (int i = 0; i < COMMITS; i++) {
                for (int left = random.nextInt(4); left >= 0; left--) {
                    append(Integer.toString(number) + "x".repeat(random.nextInt(300)));
                }
                journal.commit();
                promised.addAll(pending);
                pending.clear();
                while (!background.isEmpty() && random.nextInt(3) > 0) {
                    background.poll().run();
                }
                try {
                    snapshot();
                } catch (IOException e) {
                    draft = null;
                    snapshotsFailed++;
                }
                if (random.nextInt(40) == 0) {
                    journal.close();
                    open();
                }
            }
        }

        private void append(String text) throws IOException {
            Record record = Record.newBuilder()
                    .setAlarm(AlarmRecord.newBuilder().setGateId(text).setReceivedAtUs(++number))
                    .build();
            pending.add(text);
            state.add(text);
            ByteBuffer buffer = journal.begin(record.getSerializedSize());
            buffer.put(record.toByteArray());
            journal.end();
        }

        /** One step of one, between two commits. */
        private void snapshot() throws IOException {
            if (draft == null) {
                if (random.nextInt(10) == 0) {
                    copied = List.copyOf(state);
                    written = 0;
                    draft = keeper.begin(journal.durablePosition(), number, "test");
                }
                return;
            }
            int to = Math.min(copied.size(), written + 1 + random.nextInt(300));
            for (; written < to; written++) {
                draft.record(SnapshotRecord.newBuilder()
                        .setEstate(EstateRow.newBuilder().setName(copied.get(written)))
                        .build());
            }
            if (written == copied.size()) {
                SnapshotDraft whole = draft;
                draft = null;
                keeper.publish(whole, journal.durablePosition());
                snapshots++;
                deleted += keeper.retain(number - random.nextInt(60));
            }
        }

        void check(String where) {
            List<String> all = new ArrayList<>(promised);
            all.addAll(pending);
            assertTrue(
                    state.size() >= promised.size(),
                    () -> where + ": " + promised.size() + " were promised, " + state.size() + " are there");
            assertEquals(all.subList(0, state.size()), state, where);
            promised.clear();
            promised.addAll(state);
            pending.clear();
        }

        void lose() {
            if (random.nextInt(4) == 0) {
                disk.kill();
            } else {
                disk.crash();
            }
        }

        boolean crashes(Step step) throws IOException {
            try {
                step.run();
                return false;
            } catch (SimCrash e) {
                return true;
            } finally {
                lose();
            }
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    @Test
    void losesNothingAtAnyCall() throws IOException {
        long points = 0;
        int snapshots = 0;
        int deleted = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            boolean crashed = true;
            for (long call = 1 + seed % STRIDE; crashed; call += STRIDE) {
                String where = "seed " + seed + ", call " + call;
                Run run = new Run(seed);
                run.disk.crashAtCall(call);
                crashed = run.crashes(run::script);
                for (int nested = run.random.nextInt(3); nested > 0; nested--) {
                    run.disk.crashAtCall(1 + run.random.nextInt(25));
                    if (!run.crashes(run::open)) {
                        run.check(where);
                    }
                }
                run.open();
                run.check(where);
                run.lose();
                run.script();
                run.lose();
                run.open();
                run.check(where + ", second run");
                snapshots += run.snapshots;
                deleted += run.deleted;
                points++;
            }
        }
        Counts.report(
                "snapshots under crashes, " + points + " disk calls, " + snapshots + " snapshots, " + deleted
                        + " segments deleted, seeds",
                SEEDS,
                100);
        assertTrue(snapshots > 0 && deleted > 0);
    }

    /** A failed call costs the snapshot or, where the journal needs it, this process; never what was promised. */
    @Test
    void survivesEachFailingCall() throws IOException {
        int failed = 0;
        int points = 0;
        for (long seed = 100; seed < 100 + SEEDS; seed++) {
            for (SimDisk.Call kind : SimDisk.Call.values()) {
                boolean within = true;
                for (long n = 1; within; n += STRIDE) {
                    String where = "seed " + seed + ", failing " + kind + " " + n;
                    Run run = new Run(seed);
                    run.disk.failAt(kind, n, run.random.nextBoolean());
                    try {
                        run.script();
                    } catch (IOException e) {
                        // Final for the journal: the process ends.
                    }
                    within = run.disk.calls(kind) >= n;
                    failed += run.snapshotsFailed;
                    run.lose();
                    run.open();
                    run.check(where);
                    points++;
                }
            }
        }
        Counts.report("failing disk calls, " + points + " calls, " + failed + " snapshots failed, seeds", SEEDS, 100);
        assertTrue(failed > 0);
    }
}
