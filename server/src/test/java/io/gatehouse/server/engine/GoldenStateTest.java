package io.gatehouse.server.engine;

import static io.gatehouse.server.engine.PassBuilder.pass;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.checker.JournalFile;
import io.gatehouse.proto.journal.v1.SnapshotRecord;
import io.gatehouse.proto.v1.Command;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.server.journal.FileDisk;
import io.gatehouse.server.journal.GateNumbers;
import io.gatehouse.server.journal.Journal;
import io.gatehouse.server.journal.JournalListener;
import io.gatehouse.server.journal.JournalOptions;
import io.gatehouse.server.journal.JournalReader;
import io.gatehouse.server.journal.RecordReader;
import io.gatehouse.server.journal.RecordVisitor;
import io.gatehouse.server.journal.SnapshotDraft;
import io.gatehouse.server.journal.SnapshotSummary;
import io.gatehouse.server.journal.StateVisitor;
import io.gatehouse.server.roster.Change;
import io.gatehouse.server.roster.HeapPassTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A journal and a snapshot of every released format stay readable and come to the state that they came to then.
 * {@code -Dgatehouse.golden.write=true} makes those of the present format anew.
 */
class GoldenStateTest {
    private static final String FOLDER = "/journal/golden-1/";
    private static final String SEGMENT = "00000000000000000000.journal";
    private static final int ZEROS = 4_096;

    @TempDir
    Path dir;

    @Test
    void format1ComesToTheSameState() throws Exception {
        if (Boolean.getBoolean("gatehouse.golden.write")) {
            write(Path.of("src/test/resources" + FOLDER));
        }
        List<String> files = new String(resource("files.txt"), StandardCharsets.US_ASCII)
                .lines()
                .toList();
        String snapshot = files.get(0);
        byte[] segment = resource(SEGMENT);
        Files.write(dir.resolve(SEGMENT), Arrays.copyOf(segment, segment.length + ZEROS));
        Files.write(dir.resolve(snapshot), resource(snapshot));
        Fold fold = new Fold();
        JournalReader.read(new FileDisk(dir), (RecordVisitor) fold);
        assertEquals(files.get(1), fold.sha256(), "from the first record");
        Fold behind = new Fold();
        JournalReader.read(new FileDisk(dir), (StateVisitor) behind);
        assertTrue(behind.states > 0 && behind.records < fold.records);
        assertEquals(files.get(1), behind.sha256(), "from the snapshot");
        assertEquals(
                fold.records, JournalFile.read(dir, (position, record) -> {}).records(), "the checker reads it");
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = GoldenStateTest.class.getResourceAsStream(FOLDER + name)) {
            return in.readAllBytes();
        }
    }

    private static final class Fold implements StateVisitor {
        final Engine engine = new Engine(new HeapPassTable());
        private final Event event = new Event();
        private final RecordReader reader = new RecordReader(new GateNumbers() {
            @Override
            public int numberOf(byte[] utf8, int offset, int length) {
                return engine.register().numberOf(utf8, offset, length);
            }

            @Override
            public byte[] idOf(int number) {
                return engine.register().gateId(number);
            }
        });
        int states;
        int records;

        @Override
        public void onState(byte[] bytes, int offset, int length) throws IOException {
            states++;
            if (!engine.readPass(bytes, offset, length)) {
                engine.readState(SnapshotRecord.parser().parseFrom(bytes, offset, length));
            }
        }

        @Override
        public void onStateRead(SnapshotSummary snapshot) {
            engine.stateRead();
        }

        @Override
        public void onPassedOver(String name, String why) {
            throw new AssertionError(why);
        }

        @Override
        public void onRecord(long position, byte[] bytes, int offset, int length) throws IOException {
            records++;
            reader.read(bytes, offset, length, event);
            engine.apply(event);
        }

        String sha256() throws Exception {
            return GoldenStateTest.sha256(TestSite.state(engine));
        }
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    // ---- making them --------------------------------------------------------------------------------

    private void write(Path to) throws Exception {
        Path data = dir.resolve("made");
        TestSite site = new TestSite();
        JournalOptions options = new JournalOptions(
                1 << 20, 256 << 10, 64 << 10, 64 << 10, Runnable::run, () -> 0x5EED, new JournalListener() {});
        Journal journal = Journal.open(new FileDisk(data), options, (position, bytes, offset, length) -> {})
                .journal();
        happen(site, 0);
        append(site, journal);
        SnapshotDraft draft = journal.snapshots().begin(journal.durablePosition(), 1_581_300_000_000_000L, "golden");
        StateParts parts = site.engine.copyState();
        List<StateCopy> copies = new ArrayList<>();
        copies.add(parts.next());
        happen(site, 1);
        append(site, journal);
        for (StateCopy copy = parts.next(); copy != null; copy = parts.next()) {
            copies.add(copy);
        }
        for (StateCopy copy : copies) {
            copy.write(draft);
        }
        SnapshotSummary made = journal.snapshots().publish(draft, journal.durablePosition());
        happen(site, 2);
        append(site, journal);
        journal.close();
        byte[] segment = Files.readAllBytes(data.resolve(SEGMENT));
        int end = (int) JournalReader.verify(new FileDisk(data)).position();
        Files.createDirectories(to);
        Files.write(to.resolve(SEGMENT), Arrays.copyOf(segment, end));
        Files.copy(data.resolve(made.name()), to.resolve(made.name()));
        Files.writeString(to.resolve("files.txt"), made.name() + "\n" + sha256(site.state()) + "\n");
    }

    private static void append(TestSite site, Journal journal) throws IOException {
        byte[] records = site.journal.toByteArray();
        site.journal.reset();
        ByteBuffer buffer = journal.beginDelimited(records.length);
        buffer.put(records);
        journal.end();
        journal.commit();
    }

    /** Something of each kind. */
    private static void happen(TestSite site, int round) {
        site.policy("outings", Integer.toString(3 + round));
        for (int i = 0; i < 12; i++) {
            site.put(Change.IMPORT, pass(100 * round + i).estate(1).household(1 + i / 3));
        }
        site.mode(Command.Kind.KIND_LOCKDOWN, 2, "", 50 + round);
        site.mode(Command.Kind.KIND_EMERGENCY_OPEN, 0, "1-02", 60 + round);
        for (int i = 0; i < 30; i++) {
            site.now += 3_600_000_000L;
            Event scan = site.scan(i % 4, 100 * (round / 2) + i % 14, 1 + i % 2);
            scan.temperature = i % 5 == 0 ? 375 : 366;
            site.takeIn(scan);
            if (i % 7 == 0) {
                site.outcome(scan.gate, scan, i % 2 == 0);
            }
        }
        site.device(3, DeviceEvent.Kind.KIND_EMERGENCY_OPEN);
        site.hello(round, 900 + round);
        site.takeIn(site.lost(2, 1, site.engine.expected(2) + 2));
        site.change(new Change.FirstLoadDone(36, 1));
    }
}
