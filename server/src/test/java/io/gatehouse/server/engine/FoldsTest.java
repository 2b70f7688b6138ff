package io.gatehouse.server.engine;

import static io.gatehouse.server.engine.PassBuilder.pass;
import static io.gatehouse.server.engine.TestSite.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.proto.journal.v1.SnapshotRecord;
import io.gatehouse.proto.v1.Command;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.PassKind;
import io.gatehouse.server.engine.Event.Kind;
import io.gatehouse.server.journal.GateNumbers;
import io.gatehouse.server.journal.RecordReader;
import io.gatehouse.server.roster.Change;
import io.gatehouse.server.roster.HeapPassTable;
import io.gatehouse.server.roster.PassRow;
import io.gatehouse.server.roster.RowChange;
import io.gatehouse.testing.Counts;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The state is a fold over the journal: mixed histories from a seed, written as records and read back. */
class FoldsTest {
    private static final int EVENTS = 600;
    private static final DeviceEvent.Kind[] DEVICE = {
        DeviceEvent.Kind.KIND_EMERGENCY_OPEN, DeviceEvent.Kind.KIND_EMERGENCY_END,
        DeviceEvent.Kind.KIND_TAMPER, DeviceEvent.Kind.KIND_STARTED
    };
    private static final Command.Kind[] MODES = {
        Command.Kind.KIND_LOCKDOWN, Command.Kind.KIND_EMERGENCY_OPEN, Command.Kind.KIND_NORMAL
    };

    private int seed;
    private boolean clockJumps;
    private SplittableRandom random;
    private TestSite site;
    private Event lastScan;

    @Test
    void foldsOverTheSameRecordsGiveTheSameBytes() throws Exception {
        int seeds = Counts.of(40, 200, 2_000);
        for (seed = 1; seed <= seeds; seed++) {
            history();
            Engine fresh = new Engine(new HeapPassTable());
            byte[] journal = site.journal.toByteArray();
            fold(fresh, journal, 0);
            assertArrayEquals(site.state(), state(fresh), "seed " + seed);
            int middle = positionOfRecord(journal, EVENTS / 2);
            byte[] before = stateButFigures(fresh);
            fold(fresh, journal, middle);
            assertArrayEquals(before, stateButFigures(fresh), "a stretch applied twice, seed " + seed);
        }
        Counts.report("histories folded", seeds, 2_000);
    }

    @Test
    void theSameHistoryGivesTheSameDecisions() throws Exception {
        for (seed = 1; seed <= Counts.of(20, 100, 1_000); seed++) {
            history();
            Engine engine = new Engine(new HeapPassTable());
            RecordReader reader = reader(engine);
            byte[] journal = site.journal.toByteArray();
            Event recorded = new Event();
            Event again = new Event();
            for (int at = 0; at < journal.length; ) {
                at = reader.next(journal, at, journal.length);
                reader.read(journal, reader.offset(), reader.length(), recorded);
                reader.read(journal, reader.offset(), reader.length(), again);
                if (recorded.kind != Kind.STREAM && recorded.kind != Kind.ALARM) {
                    again.clearOutcome();
                    engine.locate(again);
                    engine.decide(again);
                    assertEquals(outcome(recorded), outcome(again), "seed " + seed);
                }
                engine.apply(recorded);
            }
        }
    }

    /** A snapshot that begins at any event, its parts cut anywhere among those that follow, then the rest. */
    @Test
    void aSnapshotAndTheRestGiveTheSameBytes() throws Exception {
        int seeds = Counts.of(100, 1_000, 10_000);
        int parts = 0;
        for (int i = 1; i <= seeds; i++) {
            Snapshot snapshot = new Snapshot(i);
            seed = i;
            clockJumps = true;
            history(snapshot);
            Engine fresh = new Engine(new HeapPassTable());
            for (byte[] record : snapshot.records) {
                if (!fresh.readPass(record, 0, record.length)) {
                    fresh.readState(SnapshotRecord.parseFrom(record));
                }
            }
            fresh.stateRead();
            fold(fresh, site.journal.toByteArray(), snapshot.position);
            assertArrayEquals(site.state(), state(fresh), "seed " + i);
            parts += snapshot.parts;
        }
        Counts.report("snapshots with the rest of the journal, " + parts + " parts, seeds", seeds, 10_000);
    }

    /** Takes a snapshot while a history goes on. */
    private final class Snapshot implements Runnable, StateSink {
        final List<byte[]> records = new ArrayList<>();
        private final SplittableRandom when;
        private final int begins;
        private final int each;
        int position;
        int parts;
        private int events;
        private StateParts copy;
        private boolean done;

        Snapshot(long seed) {
            when = new SplittableRandom(~seed);
            begins = when.nextInt(EVENTS);
            each = 1 + when.nextInt(when.nextBoolean() ? 4 : 60);
        }

        @Override
        public void run() {
            if (events++ == begins) {
                position = site.journal.size();
                copy = site.engine.copyState();
                part();
            }
            while (copy != null && !done && (events == EVENTS || when.nextInt(each) == 0)) {
                part();
            }
        }

        private void part() {
            StateCopy part = copy.next();
            done = part == null;
            parts += done ? 0 : 1;
            if (!done) {
                try {
                    part.write(this);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        @Override
        public void record(byte[] bytes, int offset, int length) {
            records.add(Arrays.copyOfRange(bytes, offset, offset + length));
        }

        @Override
        public void record(SnapshotRecord record) {
            records.add(record.toByteArray());
        }
    }

    static String outcome(Event e) {
        return e.kind + " " + e.result + " " + e.verdict + " " + e.reasons + " " + e.attention + " " + e.judgedAtUs
                + " "
                + e.version + " " + e.gateEmergency + " " + e.firstSequence + " " + e.statedFirstSequence
                + (e.kind == Kind.OUTCOME ? " " + e.differs : "")
                + (e.passChanged ? " at " + e.place + " " + e.lastPassageUs + " " + e.lastHighUs : "")
                + (e.outingChanged ? " outing " + e.outingDay + " " + e.outingCount : "");
    }

    static void fold(Engine engine, byte[] journal, int from) throws Exception {
        RecordReader reader = reader(engine);
        Event e = new Event();
        for (int at = from; at < journal.length; ) {
            at = reader.next(journal, at, journal.length);
            reader.read(journal, reader.offset(), reader.length(), e);
            engine.apply(e);
        }
    }

    private static int positionOfRecord(byte[] journal, int number) throws Exception {
        RecordReader reader = reader(new TestSite().engine);
        int at = 0;
        for (int i = 0; i < number && at < journal.length; i++) {
            at = reader.next(journal, at, journal.length);
        }
        return at;
    }

    private static RecordReader reader(Engine engine) {
        return new RecordReader(new GateNumbers() {
            @Override
            public int numberOf(byte[] utf8, int offset, int length) {
                return engine.register().numberOf(utf8, offset, length);
            }

            @Override
            public byte[] idOf(int number) {
                return engine.register().gateId(number);
            }
        });
    }

    private static byte[] stateButFigures(Engine engine) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (Fold fold : engine.folds()) {
            if (!(fold instanceof Figures)) {
                fold.write(out);
            }
        }
        return bytes.toByteArray();
    }

    private void history() {
        history(() -> {});
    }

    private void history(Runnable afterEach) {
        random = new SplittableRandom(seed);
        site = new TestSite();
        site.policy("outings", "2", "curfew.VISITOR", "07:00-20:00");
        lastScan = site.entry(0, 1);
        for (int i = 0; i < EVENTS; i++) {
            site.now += random.nextLong(random.nextInt(20) == 0 ? DAY / 4 : MINUTE);
            if (clockJumps && random.nextInt(60) == 0) {
                site.now += random.nextLong(-150 * DAY, 150 * DAY);
            }
            step();
            afterEach.run();
        }
    }

    private void step() {
        int gate = random.nextInt(4);
        int what = random.nextInt(100);
        if (what < 55) {
            scan(gate);
        } else if (what < 68) {
            site.outcome(random.nextInt(4) > 0 ? lastScan.gate : gate, lastScan, random.nextBoolean());
        } else if (what < 72) {
            site.device(gate, DEVICE[random.nextInt(DEVICE.length)]);
        } else if (what < 75) {
            site.takeIn(site.lost(gate, 1, site.engine.expected(gate) + random.nextInt(4)));
        } else if (what < 80) {
            site.hello(gate, random.nextInt(4) > 0 ? 100 + gate : 1000 + random.nextInt(3));
        } else if (what < 83) {
            site.mode(
                    MODES[random.nextInt(3)], random.nextInt(4), random.nextBoolean() ? "" : "1-02", random.nextLong());
        } else {
            roster();
        }
    }

    private void scan(int gate) {
        Event e = site.scan(gate, random.nextInt(30), random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(2));
        e.temperature = random.nextInt(5) == 0 ? 370 + random.nextInt(8) : 366;
        e.offsetUs = random.nextLong(-3 * MINUTE, 3 * MINUTE);
        if (random.nextInt(3) == 0) {
            act(e, random.nextBoolean());
            e.gateTimeUs = site.now - random.nextLong(3 * DAY) + e.offsetUs;
        }
        if (random.nextInt(10) == 0 && e.sequence > 1) {
            e.sequence--;
        }
        site.takeIn(e);
        lastScan = e;
    }

    private void roster() {
        long lo = random.nextInt(30);
        PassRow before = site.row(lo);
        if (before != null && random.nextInt(4) == 0) {
            site.rows(Change.UNDO, before.estateId(), List.of(new RowChange(before, null)));
            return;
        }
        PassBuilder after = pass(lo).estate(before == null ? 1 + random.nextInt(3) : before.estateId())
                .household(random.nextInt(4))
                .kind(PassKind.forNumber(1 + random.nextInt(5)))
                .status(random.nextInt(6) == 0 ? 2 + random.nextInt(2) : 1);
        site.put(Change.UNDO, random.nextInt(8) == 0 ? after.quarantined() : after);
    }
}
