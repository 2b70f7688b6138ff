package io.gatehouse.server;

import io.gatehouse.proto.v1.PassKind;
import io.gatehouse.server.engine.Engine;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.journal.EventJournal;
import io.gatehouse.server.journal.FileDisk;
import io.gatehouse.server.journal.Journal;
import io.gatehouse.server.journal.JournalListener;
import io.gatehouse.server.journal.JournalOptions;
import io.gatehouse.server.journal.Opened;
import io.gatehouse.server.journal.SnapshotSummary;
import io.gatehouse.server.journal.StateVisitor;
import io.gatehouse.server.metrics.JournalMeters;
import io.gatehouse.server.metrics.SnapshotMeters;
import io.gatehouse.server.pipeline.Failure;
import io.gatehouse.server.pipeline.Intake;
import io.gatehouse.server.pipeline.LoopReplies;
import io.gatehouse.server.pipeline.Pace;
import io.gatehouse.server.pipeline.Pipeline;
import io.gatehouse.server.pipeline.Slot;
import io.gatehouse.server.pipeline.SnapshotListener;
import io.gatehouse.server.pipeline.SnapshotPlan;
import io.gatehouse.server.pipeline.Snapshotting;
import io.gatehouse.server.roster.Audit;
import io.gatehouse.server.roster.Change;
import io.gatehouse.server.roster.ChroniclePassTable;
import io.gatehouse.server.roster.EstateRow;
import io.gatehouse.server.roster.GateRow;
import io.gatehouse.server.roster.PassRow;
import io.gatehouse.server.roster.RowChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What a snapshot costs under load, and a start from it: how long the engine stalls for each part, and how long the
 * journal behind a snapshot takes to be folded. Prints both. {@code ./gatehouse bench snapshot --help}
 */
public final class SnapshotBench {
    private static final int ROWS = 50_000;
    private static final int GATES = 500;
    private static final long SECOND = 1_000_000_000L;

    private final EngineClock clock = new EngineClock();
    private final JournalMeters meters = new JournalMeters(clock);
    private final CountDownLatch made = new CountDownLatch(1);
    private final Path dir;
    private final int passes;
    private final int rate;
    private final long journalBytes;
    private SnapshotSummary summary;
    private long madeNanos;

    private SnapshotBench(Path dir, int passes, int rate, long journalBytes) {
        this.dir = dir;
        this.passes = passes;
        this.rate = rate;
        this.journalBytes = journalBytes;
    }

    public static void main(String[] arguments) throws Exception {
        List<String> given = Arrays.asList(arguments);
        if (given.contains("--help")) {
            System.out.println(
                    "snapshot [--passes N (1000000)] [--rate SCANS_A_SECOND (20000)] [--journal-mib N (256)]");
            return;
        }
        Path dir = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "snapshot-bench");
        try {
            new SnapshotBench(
                            dir,
                            option(given, "--passes", 1_000_000),
                            option(given, "--rate", 20_000),
                            (long) option(given, "--journal-mib", 256) << 20)
                    .run();
        } finally {
            try (var files = Files.walk(dir)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
        System.exit(0); // the roster's memory is gone with the process
    }

    private static int option(List<String> given, String name, int otherwise) {
        int at = given.indexOf(name);
        return at < 0 ? otherwise : Integer.parseInt(given.get(at + 1));
    }

    private void run() throws Exception {
        System.out.printf(
                "%,d passes, %,d scans/s, journal on %s (%s)%n",
                passes, rate, dir.toAbsolutePath(), Files.getFileStore(dir).type());
        ChroniclePassTable table = new ChroniclePassTable(passes, new Audit(Audit.SAMPLED));
        Engine engine = new Engine(table);
        EventJournal journal =
                new EventJournal(Journal.open(new FileDisk(dir), options(), (position, bytes, offset, length) -> {})
                        .journal());
        fill(engine, journal);
        engine.warmCopy();
        table.handOver();
        underLoad(engine, journal);
        System.out.printf(
                "snapshot: %,d records, %,.0f MiB in %.1f s%n",
                summary.records(), summary.bytes() / 1048576.0, madeNanos / 1e9);
        System.out.printf(
                "stalls of the engine by part (longest %.3f ms):%n%s",
                meters.snapshots().longestStall() / 1e6, meters.snapshots().stalls());
        System.out.printf(
                "its processor time for them (longest %.3f ms; the rest of a stall is a thread, or another machine, that had the core):%n%s",
                clock.processor().longestStall() / 1e6, clock.processor().stalls());
        System.out.printf(
                "reference, as many pieces of the same processor time that only compute, one beside each part (longest %.3f ms):%n%s",
                clock.reference().longestStall() / 1e6, clock.reference().stalls());
        System.out.printf(
                "over 1 ms by the clock: %,d parts, %,d pieces of the reference%n",
                clock.longParts(), clock.longReferences());
        table.handOver();
        behind(engine, journal);
        table.close();
        restart();
    }

    private static JournalOptions options() {
        return JournalOptions.standard(
                task -> {
                    Thread thread = new Thread(task);
                    thread.setDaemon(true);
                    thread.start();
                },
                () -> 7,
                new JournalListener() {});
    }

    // ---- the site -----------------------------------------------------------------------------------

    private void fill(Engine engine, EventJournal journal) throws IOException {
        long from = clock.nanos();
        Event event = new Event();
        change(engine, journal, event, new Change.Started(77, "bench"));
        change(engine, journal, event, new Change.EstateChange(null, new EstateRow(1, "estate", "OTHER", "")));
        for (int gate = 0; gate < GATES; gate++) {
            change(engine, journal, event, new Change.GateChange(null, new GateRow("1-" + gate, 1, "", List.of())));
        }
        for (int first = 0; first < passes; first += ROWS) {
            List<RowChange> rows = new ArrayList<>();
            for (int i = first; i < Math.min(passes, first + ROWS); i++) {
                rows.add(new RowChange(null, row(i)));
            }
            change(
                    engine,
                    journal,
                    event,
                    new Change.PassChanges(
                            first + 1, Change.FIRST_LOAD, 1, engine.rosterVersion(1), "bench", "", "", "", rows));
        }
        engine.register().publish();
        for (int gate = 0; gate < GATES; gate++) {
            hello(event, engine, gate);
            engine.takeIn(event);
            journal.append(event);
        }
        journal.commit();
        System.out.printf("filled in %.1f s%n", (clock.nanos() - from) / 1e9);
    }

    private static PassRow row(int number) {
        return new PassRow(
                0x1234_5678_9ABC_4DEFL * (number + 1),
                number,
                1,
                PassKind.PASS_KIND_RESIDENT_VALUE,
                PassRow.SCOPE_ESTATE,
                1,
                0,
                PassRow.ACTIVE,
                1 + number / 3,
                true,
                true,
                true,
                false);
    }

    private void change(Engine engine, EventJournal journal, Event event, Change change) throws IOException {
        event.clear();
        event.kind = Event.Kind.CHANGE;
        event.receivedAtUs = clock.wallUs();
        event.change = change;
        engine.takeIn(event);
        if (event.result != Event.Result.RECORDED) {
            throw new IllegalStateException(event.changeRefused);
        }
        journal.append(event);
        journal.commit();
    }

    private void hello(Event event, Engine engine, int gate) {
        event.clear();
        event.kind = Event.Kind.HELLO;
        event.gate = gate;
        event.gateId = engine.register().gateId(gate);
        event.session = gate + 1;
        event.streamId = 100 + gate;
        event.firstSequence = 1;
        event.receivedAtUs = clock.wallUs();
    }

    private void scan(Event event, Engine engine, long number, int pass) {
        int gate = (int) (number % GATES);
        event.kind = Event.Kind.SCAN;
        event.gate = gate;
        event.gateId = engine.register().gateId(gate);
        event.session = gate + 1;
        event.streamId = 100 + gate;
        event.sequence = 1 + number / GATES;
        event.receivedAtUs = clock.wallUs();
        event.gateTimeUs = event.receivedAtUs;
        event.temperature = 366;
        event.direction = 1 + (int) (number / GATES & 1);
        event.passIdLength = 16;
        event.passHi = 0x1234_5678_9ABC_4DEFL * (pass + 1);
        event.passLo = pass;
    }

    // ---- a snapshot under load --------------------------------------------------------------------------

    private long scans;
    private final SplittableRandom random = new SplittableRandom(1);

    private void underLoad(Engine engine, EventJournal journal) throws Exception {
        SnapshotMeters stalls = meters.snapshots();
        Pipeline pipeline = new Pipeline(
                16_384,
                new Pipeline.Parts(
                        engine,
                        journal,
                        clock,
                        new Fails(),
                        meters,
                        new Runnable[] {() -> {}},
                        Pace.of(Runtime.getRuntime().availableProcessors())),
                new Snapshotting(SnapshotPlan.NEVER, new Told(), stalls, 0));
        TimedLoop loop = new TimedLoop(clock);
        pipeline.replies(0).listen(loop);
        pipeline.start();
        stream(pipeline, engine, loop, 2 * SECOND, false);
        report("without a snapshot", loop);
        pipeline.orderSnapshot();
        stream(pipeline, engine, loop, 600 * SECOND, true);
        report("while it is made", loop);
        if (!pipeline.close(10_000)) {
            throw new IllegalStateException("not drained");
        }
    }

    /** Publishes at the rate until the time is over or, if so, the snapshot is made. */
    private void stream(Pipeline pipeline, Engine engine, TimedLoop loop, long nanos, boolean untilMade)
            throws InterruptedException {
        Intake intake = pipeline.intake(0);
        LoopReplies replies = pipeline.replies(0);
        long from = clock.nanos();
        long published = 0;
        while (clock.nanos() - from < nanos && !(untilMade && made.await(0, TimeUnit.SECONDS))) {
            long due = (clock.nanos() - from) * rate / SECOND;
            boolean some = published < due;
            Slot slot;
            while (published < due && (slot = intake.tryClaim()) != null) {
                scan(slot, engine, scans++, random.nextInt(passes));
                slot.party = loop;
                slot.readNanos = from + published++ * SECOND / rate;
                intake.publish(slot);
            }
            if (some) {
                intake.endOfPass();
            }
            if (replies.pending()) {
                replies.drain();
            } else {
                LockSupport.parkNanos(20_000);
            }
        }
        while (loop.count < published) {
            replies.drain();
        }
    }

    private void report(String when, TimedLoop loop) {
        long[] sorted = Arrays.copyOf(loop.nanos, (int) Math.min(loop.count, loop.nanos.length));
        Arrays.sort(sorted);
        loop.count = 0;
        if (sorted.length > 0) {
            System.out.printf(
                    "%s: %,d scans, decided after p50 %.3f ms, p99 %.3f ms, p99.9 %.3f ms, most %.3f ms (from the intended time)%n",
                    when,
                    sorted.length,
                    sorted[sorted.length / 2] / 1e6,
                    sorted[(int) (sorted.length * 0.99)] / 1e6,
                    sorted[(int) (sorted.length * 0.999)] / 1e6,
                    sorted[sorted.length - 1] / 1e6);
        }
    }

    private final class Told implements SnapshotListener {
        @Override
        public void onMade(SnapshotSummary snapshot, long nanos) {
            summary = snapshot;
            madeNanos = nanos;
            made.countDown();
        }

        @Override
        public void onFailed(IOException why, boolean full) {
            why.printStackTrace();
        }
    }

    private static final class Fails implements Failure {
        @Override
        public void storage(Throwable cause) {
            cause.printStackTrace();
        }

        @Override
        public void internal(Throwable cause) {
            cause.printStackTrace();
        }
    }

    // ---- a start behind it --------------------------------------------------------------------------------

    /** Writes so much of a journal behind the snapshot. */
    private void behind(Engine engine, EventJournal journal) throws IOException {
        Event event = new Event();
        long until = journal.durablePosition() + journalBytes;
        while (journal.durablePosition() < until) {
            for (int i = 0; i < 4_096; i++) {
                event.clear();
                scan(event, engine, scans++, random.nextInt(passes));
                engine.takeIn(event);
                journal.append(event);
            }
            journal.commit();
        }
        journal.close();
    }

    /** The clock is asked once in so many records: each time it costs some tens of nanoseconds. */
    private static final int CLOCKED = 1_024;

    private void restart() throws IOException {
        ChroniclePassTable table = new ChroniclePassTable(passes, new Audit(Audit.SAMPLED));
        Recovery recovery = new Recovery(new Engine(table), table::reserve, new SnapshotMeters());
        long[] read = new long[3];
        long from = clock.nanos();
        Opened opened = Journal.open(new FileDisk(dir), options(), new StateVisitor() {
            @Override
            public void onStateBegins(SnapshotSummary snapshot) {
                recovery.onStateBegins(snapshot);
            }

            @Override
            public void onState(byte[] bytes, int offset, int length) throws IOException {
                recovery.onState(bytes, offset, length);
            }

            @Override
            public void onStateRead(SnapshotSummary snapshot) {
                recovery.onStateRead(snapshot);
                read[0] = clock.nanos();
            }

            @Override
            public void onPassedOver(String name, String why) {
                throw new IllegalStateException(why);
            }

            @Override
            public void onRecord(long position, byte[] bytes, int offset, int length) throws IOException {
                recovery.onRecord(position, bytes, offset, length);
                if (++read[2] % CLOCKED == 0) {
                    read[1] = clock.nanos();
                }
            }
        });
        recovery.end();
        long to = clock.nanos();
        long bytes = opened.found().position() - summary.position();
        System.out.printf(
                "start: snapshot read in %.2f s (%,.0f ns a pass); %,d records, %,.0f MiB of journal behind it folded after %.2f s, the new segment ready after %.2f s: %.2f s per GiB%n",
                (read[0] - from) / 1e9,
                (double) (read[0] - from) / passes,
                opened.found().records(),
                bytes / 1048576.0,
                (read[1] - read[0]) / 1e9,
                (to - read[0]) / 1e9,
                (to - read[0]) / 1e9 / (bytes / 1073741824.0));
        opened.journal().close();
        table.close();
    }
}
