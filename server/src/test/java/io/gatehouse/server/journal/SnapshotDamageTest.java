package io.gatehouse.server.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.journal.v1.AlarmRecord;
import io.gatehouse.proto.journal.v1.EstateRow;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.journal.v1.SnapshotRecord;
import io.gatehouse.server.sim.SimDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is done to snapshots, or to the journal that they need, is passed over and said, or refused. */
class SnapshotDamageTest {
    private final SimDisk disk = new SimDisk(1);
    private final List<String> written = new ArrayList<>();
    private List<String> names;

    @BeforeEach
    void twoSnapshots() throws IOException {
        Journal journal = Journals.open(disk);
        Snapshots keeper = journal.snapshots();
        for (int i = 0; i < 120; i++) {
            append(journal, i + "x".repeat(300));
            journal.commit();
            if (i == 60 || i == 100) {
                SnapshotDraft draft = keeper.begin(journal.durablePosition(), i, "test");
                for (String text : written) {
                    draft.record(SnapshotRecord.newBuilder()
                            .setEstate(EstateRow.newBuilder().setName(text))
                            .build());
                }
                keeper.publish(draft, journal.durablePosition());
            }
        }
        journal.close();
        names = SnapshotName.list(disk);
        assertEquals(2, names.size());
        assertTrue(Segments.list(disk).size() > 2);
    }

    private void append(Journal journal, String text) throws IOException {
        Record record = Record.newBuilder()
                .setAlarm(AlarmRecord.newBuilder().setGateId(text).setReceivedAtUs(written.size() + 1))
                .build();
        written.add(text);
        ByteBuffer buffer = journal.begin(record.getSerializedSize());
        buffer.put(record.toByteArray());
        journal.end();
    }

    private final class Reading implements StateVisitor {
        final List<String> state = new ArrayList<>();
        final List<String> passedOver = new ArrayList<>();
        String from;

        @Override
        public void onState(byte[] bytes, int offset, int length) throws IOException {
            state.add(SnapshotRecord.parser()
                    .parseFrom(bytes, offset, length)
                    .getEstate()
                    .getName());
        }

        @Override
        public void onStateRead(SnapshotSummary snapshot) {
            from = snapshot.name();
        }

        @Override
        public void onPassedOver(String name, String why) {
            passedOver.add(name);
        }

        @Override
        public void onRecord(long position, byte[] bytes, int offset, int length) throws IOException {
            state.add(
                    Record.parser().parseFrom(bytes, offset, length).getAlarm().getGateId());
        }
    }

    private Reading read() throws IOException {
        Reading reading = new Reading();
        JournalReader.read(disk, reading);
        assertEquals(written, reading.state);
        return reading;
    }

    @Test
    void beginsWithTheNewest() throws IOException {
        assertEquals(names.get(0), read().from);
    }

    @Test
    void everyChangedByteIsPassedOver() throws IOException {
        byte[] good = disk.content(names.get(0));
        for (int at = 0; at < good.length; at += at < 200 || at > good.length - 200 ? 1 : 37) {
            byte[] bad = good.clone();
            bad[at] ^= (byte) (1 << at % 8);
            disk.put(names.get(0), bad);
            Reading reading = read();
            assertEquals(List.of(names.get(0)), reading.passedOver);
            assertEquals(names.get(1), reading.from);
        }
    }

    @Test
    void everyCutIsPassedOver() throws IOException {
        byte[] good = disk.content(names.get(0));
        for (int length = 0; length < good.length; length += length < 200 || length > good.length - 200 ? 1 : 101) {
            disk.put(names.get(0), Arrays.copyOf(good, length));
            assertEquals(names.get(1), read().from);
        }
        disk.put(names.get(0), Arrays.copyOf(good, good.length + 1));
        assertEquals(names.get(1), read().from);
    }

    @Test
    void oneUnderAnotherNameIsPassedOver() throws IOException {
        disk.put(names.get(0), disk.content(names.get(1)));
        assertEquals(names.get(1), read().from);
    }

    @Test
    void withoutAnyTheWholeJournalIsRead() throws IOException {
        for (String name : names) {
            disk.put(name, new byte[10]);
        }
        Reading reading = read();
        assertEquals(names, reading.passedOver);
        assertEquals(null, reading.from);
    }

    @Test
    void neitherSnapshotNorFirstSegmentIsRefused() throws IOException {
        for (String name : names) {
            disk.remove(name);
        }
        disk.remove(SegmentName.of(0));
        refused();
        Segments.list(disk).forEach(base -> disk.remove(SegmentName.of(base)));
        disk.put(names.get(0), new byte[10]);
        refused();
    }

    @Test
    void aSnapshotWithoutItsJournalIsRefused() throws IOException {
        Segments.list(disk).forEach(base -> disk.remove(SegmentName.of(base)));
        refused();
    }

    @Test
    void aSegmentThatItNeedsIsRefusedWhereMissing() throws IOException {
        long needed = Segments.list(disk).floor(Long.parseLong(names.get(0).substring(0, 20)));
        disk.remove(SegmentName.of(needed));
        refused();
    }

    @Test
    void aSnapshotAheadOfTheJournalIsRefused() throws IOException {
        long position = Long.parseLong(names.get(0).substring(0, 20));
        long base = Segments.list(disk).floor(position - 1);
        Segments.list(disk).tailSet(base, false).forEach(later -> disk.remove(SegmentName.of(later)));
        byte[] segment = disk.content(SegmentName.of(base));
        Arrays.fill(segment, (int) (position - base) - 300, segment.length, (byte) 0);
        disk.put(SegmentName.of(base), segment);
        JournalDamagedException refused = refused();
        assertTrue(refused.getMessage().contains("was on disk"), refused.getMessage());
    }

    @Test
    void aSnapshotOfAnotherJournalIsRefused() throws IOException {
        SimDisk other = new SimDisk(7);
        JournalOptions options = new JournalOptions(
                16 << 10, 4 << 10, 2 << 10, 2 << 10, Runnable::run, () -> ~Journals.KEY, new JournalListener() {});
        Journal.open(other, options, (position, bytes, offset, length) -> {})
                .journal()
                .close();
        other.put(names.get(0), disk.content(names.get(0)));
        assertThrows(JournalDamagedException.class, () -> JournalReader.read(other, new Reading()));
    }

    private JournalDamagedException refused() {
        assertThrows(JournalDamagedException.class, () -> Journal.open(disk, Journals.small(), new Reading()));
        disk.kill();
        return assertThrows(JournalDamagedException.class, () -> JournalReader.read(disk, new Reading()));
    }
}
