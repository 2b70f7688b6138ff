package io.gatehouse.server.engine;

import static io.gatehouse.server.engine.PassBuilder.pass;

import io.gatehouse.server.engine.Event.Kind;
import io.gatehouse.server.roster.Audit;
import io.gatehouse.server.roster.Change;
import io.gatehouse.server.roster.ChroniclePassTable;
import io.gatehouse.server.roster.RowChange;
import io.gatehouse.server.roster.RowIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongFunction;

/**
 * What many passes cost: memory, time to load, and a scan (located in batches of 64, decided, applied) in interleaved
 * rounds of one run, so that what travels is the ratio of large to small. Arguments: numbers of passes, 1,000,000 and
 * 20,000,000 by default.
 */
public final class RosterScale {
    private static final int BATCH = 64;
    private static final int ROUNDS = 7;
    private static final int SCANS = 1_500_000;

    private RosterScale() {}

    private static final class Roster {
        final int passes;
        final double[] nanos = new double[ROUNDS];
        final SplittableRandom random = new SplittableRandom(1);
        final Event[] events = new Event[BATCH];
        final LongFunction<Event> byNumber;
        final TestSite site;
        final ChroniclePassTable table;
        long sequence;

        Roster(int passes) throws IOException {
            this.passes = passes;
            long before = kilobytes("VmRSS:");
            long begin = System.nanoTime();
            table = new ChroniclePassTable(passes, new Audit(Audit.SAMPLED));
            for (int i = 0; i < passes; i++) {
                table.put(pass(i).household(1 + i / 3).row());
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            System.out.printf(
                    "%,12d %10.1f %,16.0f %18.1f%n",
                    passes, seconds, passes / seconds, (kilobytes("VmRSS:") - before) * 1024.0 / passes);
            site = new TestSite(table);
            Arrays.setAll(events, i -> new Event());
            byNumber = at -> events[(int) at];
        }

        double nanosPerScan() {
            long begin = System.nanoTime();
            int reasons = 0;
            for (int i = 0; i < SCANS; i += BATCH) {
                for (Event event : events) {
                    prepare(event);
                }
                site.engine.locate(byNumber, 0, BATCH - 1);
                for (Event event : events) {
                    site.engine.takeIn(event);
                    reasons |= event.reasons;
                }
            }
            if ((reasons & 1 << io.gatehouse.proto.v1.Reason.REASON_UNKNOWN_PASS_VALUE) != 0) {
                throw new IllegalStateException("a pass was not found");
            }
            return (System.nanoTime() - begin) / (double) SCANS;
        }

        /** A change-set of the largest size, all of it new passes: checked ahead, then in by slices. */
        void changeSet() {
            List<RowChange> rows = new ArrayList<>();
            for (int i = 0; i < Changes.MAX_ROWS; i++) {
                rows.add(new RowChange(null, pass(passes + i).household(1).row()));
            }
            Change.PassChanges set = new Change.PassChanges(
                    1, Change.IMPORT, 1, site.engine.rosterVersion(1), "bench", "", "bench", "", rows);
            RowIndex index = RowIndex.of(rows);
            Event event = new Event();
            event.kind = Kind.CHANGE;
            event.change = set;
            event.rows = index;
            event.receivedAtUs = site.now;
            Pieces.time("rows checked ahead", () -> site.engine.checkAhead(set, index));
            Pieces.time("decided", () -> {
                site.engine.takeIn(event);
                return false;
            });
            if (event.result != Event.Result.RECORDED) {
                throw new IllegalStateException(event.changeRefused);
            }
            Pieces.time("slices", () -> site.engine.work(false));
        }

        void grow() {
            long before = table.room();
            table.growInSteps(Runnable::run);
            table.expect(table.room() + 1 - table.size());
            Pieces.time("steps to a larger map", () -> site.engine.work(false));
            if (table.room() == before) {
                throw new IllegalStateException("it did not grow");
            }
        }

        private void prepare(Event event) {
            site.now += 1_000;
            event.clear();
            event.kind = Kind.SCAN;
            event.gate = 0;
            event.session = 1;
            event.streamId = 100;
            event.sequence = ++sequence;
            event.receivedAtUs = site.now;
            event.gateTimeUs = site.now;
            event.temperature = 366;
            TestSite.pass(event, random.nextInt(passes), 1 + (int) (sequence & 1));
        }
    }

    public static void main(String[] args) throws IOException {
        List<Integer> sizes = args.length == 0
                ? List.of(1_000_000, 20_000_000)
                : Arrays.stream(args).map(Integer::parseInt).toList();
        System.out.printf("%12s %10s %16s %18s%n", "passes", "load s", "passes/s", "resident B/pass");
        List<Roster> rosters = new ArrayList<>();
        for (int size : sizes) {
            rosters.add(new Roster(size));
        }
        System.out.printf("in huge pages: %,d MiB%n", kilobytes("AnonHugePages:", "/proc/self/smaps_rollup") >> 10);
        for (int round = -2; round < ROUNDS; round++) {
            for (Roster roster : rosters) {
                double nanos = roster.nanosPerScan();
                if (round >= 0) {
                    roster.nanos[round] = nanos;
                }
            }
        }
        report(rosters);
        for (Roster roster : rosters) {
            System.out.printf("%,d passes, a change-set of %,d more:%n", roster.passes, Changes.MAX_ROWS);
            roster.changeSet();
        }
        System.out.printf("%,d passes, twice the room:%n", rosters.get(0).passes);
        rosters.get(0).grow();
    }

    private static void report(List<Roster> rosters) {
        System.out.printf(
                "%12s %12s %12s %12s %26s%n", "passes", "ns a scan", "lowest", "highest", "to the first, same round");
        for (Roster roster : rosters) {
            double[] ratios = new double[ROUNDS];
            Arrays.setAll(ratios, i -> roster.nanos[i] / rosters.get(0).nanos[i]);
            double[] sorted = roster.nanos.clone();
            Arrays.sort(sorted);
            Arrays.sort(ratios);
            System.out.printf(
                    "%,12d %12.1f %12.1f %12.1f %26.2f%n",
                    roster.passes, sorted[ROUNDS / 2], sorted[0], sorted[ROUNDS - 1], ratios[ROUNDS / 2]);
        }
    }

    private static long kilobytes(String key) throws IOException {
        return kilobytes(key, "/proc/self/status");
    }

    private static long kilobytes(String key, String file) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}
