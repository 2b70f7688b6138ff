package io.gatehouse.server.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.server.sim.SimCrash;
import io.gatehouse.server.sim.SimDisk;
import io.gatehouse.testing.Counts;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Power goes at every disk call of a run and of the recoveries after it. */
class JournalCrashTest {
    private static final int COMMITS = 60;
    private static final int SEEDS = Counts.of(6, 40, 400);
    private static final int NESTED_SEEDS = Counts.of(1, 4, 40);

    /** What was promised, and what may be there beyond it. */
    private static final class Run {
        final SimDisk disk;
        final SplittableRandom random;
        final Deque<Runnable> background = new ArrayDeque<>();
        final List<String> promised = new ArrayList<>();
        final List<String> pending = new ArrayList<>();
        int number;

        Run(long seed) {
            disk = new SimDisk(seed);
            random = new SplittableRandom(seed + 1);
        }

        Journal open(List<String> found) throws IOException {
            background.clear();
            return Journal.open(disk, Journals.small(background::add), Journals.collector(found))
                    .journal();
        }

        /** The same calls for the same seed, up to the crash. */
        void script() throws IOException {
            Journal journal = open(new ArrayList<>());
            long now = 0;
            for (int i = 0; i < COMMITS; i++) {
                for (int left = random.nextInt(4); left >= 0; left--) {
                    String record = Journals.record(number++, random, 400);
                    pending.add(record);
                    Journals.append(journal, record);
                }
                journal.commit();
                promised.addAll(pending);
                pending.clear();
                while (!background.isEmpty() && random.nextInt(3) > 0) {
                    background.poll().run();
                }
                now += random.nextInt(60) * 1_000_000L;
                journal.idle(now);
                journal.idle(now + 30_000_000L);
                if (random.nextInt(15) == 0) {
                    journal.close();
                    journal = open(new ArrayList<>());
                }
            }
        }

        /** What is there now begins with all that was promised, and goes on with what was under way, in order. */
        void check(List<String> found, String where) {
            List<String> all = new ArrayList<>(promised);
            all.addAll(pending);
            assertTrue(
                    found.size() >= promised.size(),
                    () -> where + ": " + promised.size() + " were promised, " + found.size() + " are there");
            assertTrue(found.size() <= all.size(), where);
            assertEquals(all.subList(0, found.size()), found, where);
        }

        /** What stands after a recovery stays. */
        void settle(List<String> found) {
            promised.clear();
            promised.addAll(found);
            pending.clear();
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

        private void lose() {
            if (random.nextInt(4) == 0) {
                disk.kill();
            } else {
                disk.crash();
            }
        }

        /** Recovers for good, twice, with the same result. */
        void recover(String where) throws IOException {
            List<String> scanned = Journals.read(disk);
            List<String> first = new ArrayList<>();
            Journal journal = open(first);
            assertEquals(scanned, first, where);
            check(first, where);
            settle(first);
            long position = journal.durablePosition();
            lose();
            List<String> second = new ArrayList<>();
            Journal again = open(second);
            assertEquals(first, second, where);
            assertEquals(position, again.durablePosition(), where);
            again.close();
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    @Test
    void losesNothingPromisedAtAnyCall() throws IOException {
        long points = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            boolean crashed = true;
            for (long call = 1; crashed; call++) {
                String where = "seed " + seed + ", call " + call;
                Run run = new Run(seed);
                run.disk.crashAtCall(call);
                crashed = run.crashes(run::script);
                for (int nested = run.random.nextInt(4); nested > 0; nested--) {
                    run.disk.crashAtCall(1 + run.random.nextInt(25));
                    List<String> found = new ArrayList<>();
                    if (!run.crashes(() -> run.open(found))) {
                        run.check(found, where);
                        run.settle(found);
                    }
                }
                run.recover(where);
                crashed = crashed && afterwards(run, where);
                points++;
            }
        }
        Counts.report("journal crashes, " + points + " disk calls, seeds", SEEDS, 400);
    }

    /** The journal is as good as new. */
    private static boolean afterwards(Run run, String where) throws IOException {
        run.script();
        run.lose();
        run.recover(where + ", second run");
        return true;
    }

    @Test
    void losesNothingPromisedAtAnyCallOfARecovery() throws IOException {
        long points = 0;
        for (long seed = 1000; seed < 1000 + NESTED_SEEDS; seed++) {
            for (long call = 1; call < 400; call += 7) {
                boolean crashed = true;
                for (long inner = 1; crashed; inner++) {
                    String where = "seed " + seed + ", call " + call + ", then " + inner;
                    Run run = new Run(seed);
                    run.disk.crashAtCall(call);
                    run.crashes(run::script);
                    run.disk.crashAtCall(inner);
                    List<String> found = new ArrayList<>();
                    crashed = run.crashes(() -> run.open(found));
                    if (!crashed) {
                        run.check(found, where);
                        run.settle(found);
                    }
                    run.recover(where);
                    points++;
                }
            }
        }
        Counts.report("journal crashes in recovery, " + points + " disk calls, seeds", NESTED_SEEDS, 40);
    }
}
