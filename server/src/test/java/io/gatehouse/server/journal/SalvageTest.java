package io.gatehouse.server.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.journal.v1.ChangeSetRecord;
import io.gatehouse.proto.journal.v1.GateRecord;
import io.gatehouse.proto.journal.v1.GateRow;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.journal.v1.ScanRecord;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.Verdict;
import io.gatehouse.server.sim.SimDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What stands whole is taken over, what is missing is named, and the damaged journal stays as it is. */
final class SalvageTest {
    private static final int FRAMES = 400;
    private static final int SCANS = 3;
    /** Version of the last change-set before the scans. */
    private static final long ROSTER = 41;

    private final SimDisk disk = new SimDisk(5);
    /** Bytes of each record in the order of the journal, by the position of its frame. */
    private final Map<Long, List<Record>> byFrame = new HashMap<>();

    private final List<Long> frameAt = new ArrayList<>();

    SalvageTest() throws IOException {
        Journal journal = Journals.open(disk);
        write(journal, List.of(gate("g-1"), gate("g-2"), changeSet()));
        for (int i = 0; i < FRAMES; i++) {
            List<Record> scans = new ArrayList<>();
            for (int k = 1; k <= SCANS; k++) {
                scans.add(scan("g-" + (1 + i % 2), SCANS * (i / 2L) + k));
            }
            write(journal, scans);
        }
        journal.close();
    }

    private void write(Journal journal, List<Record> records) throws IOException {
        for (Record record : records) {
            byte[] bytes = record.toByteArray();
            journal.begin(bytes.length).put(bytes);
            journal.end();
        }
        journal.write();
        long end = journal.sync();
        int size = records.stream()
                .mapToInt(r -> r.getSerializedSize() + FrameBuffer.varintBytes(r.getSerializedSize()))
                .sum();
        long at = end - size - FrameLayout.HEADER;
        frameAt.add(at);
        byFrame.put(at, records);
    }

    private static Record gate(String id) {
        return Record.newBuilder()
                .setGate(GateRecord.newBuilder()
                        .setAfter(GateRow.newBuilder().setGateId(id).setEstateId(1))
                        .setRegisterVersion(1))
                .build();
    }

    private static Record changeSet() {
        return Record.newBuilder()
                .setChangeSet(ChangeSetRecord.newBuilder().setEstateId(1).setRosterVersion(ROSTER))
                .build();
    }

    private static Record scan(String gate, long sequence) {
        return Record.newBuilder()
                .setScan(ScanRecord.newBuilder()
                        .setGateId(gate)
                        .setStreamId(9)
                        .setSequence(sequence)
                        .setPassId(ByteString.copyFrom(new byte[16]))
                        .setDirection(Direction.DIRECTION_ENTRY)
                        .setVerdict(Verdict.VERDICT_ALLOW)
                        .setReceivedAtUs(1_000 + sequence)
                        .setJudgedAtUs(1_000 + sequence))
                .build();
    }

    // ---- what comes of it -----------------------------------------------------------------------------

    private static Map<String, byte[]> contents(SimDisk disk) throws IOException {
        Map<String, byte[]> contents = new HashMap<>();
        for (String name : disk.list()) {
            contents.put(name, disk.content(name));
        }
        return contents;
    }

    /** Salvages, and checks all that holds after any damage; the report and what the new journal holds. */
    private Salvage.Report salvage(List<Record> kept) throws IOException {
        Map<String, byte[]> before = contents(disk);
        SimDisk target = new SimDisk(6);
        Salvage.Report report = Salvage.run(disk, target, Journals.small(), 77);
        Map<String, byte[]> after = contents(disk);
        assertEquals(before.keySet(), after.keySet());
        before.forEach((name, bytes) -> assertArrayEquals(bytes, after.get(name), name));
        long[] raised = new long[1];
        List<Salvage.Gap> gaps = new ArrayList<>();
        List<Record> found = new ArrayList<>();
        JournalReader.read(target, (position, bytes, offset, length) -> {
            Record record = Record.parseFrom(ByteString.copyFrom(bytes, offset, length));
            if (!record.hasGap()) {
                found.add(record);
            } else if (record.getGap().getRosterVersion() > 0) {
                raised[0] = record.getGap().getRosterVersion();
            } else {
                gaps.add(new Salvage.Gap(
                        record.getGap().getFromPosition(), record.getGap().getToPosition()));
                assertEquals(77, record.getGap().getAtUs());
            }
        });
        assertEquals(kept, found);
        assertEquals(gaps, report.gaps());
        assertEquals(raised[0], report.rosterVersion());
        long lost = gaps.stream().mapToLong(gap -> gap.to() - gap.from()).sum();
        assertTrue(raised[0] > lost, () -> raised[0] + " is not beyond " + lost + " lost change-sets");
        return report;
    }

    private void flip(long position) throws IOException {
        long base = Segments.list(disk).floor(position);
        byte[] bytes = disk.content(SegmentName.of(base));
        bytes[(int) (position - base)] ^= 4;
        disk.put(SegmentName.of(base), bytes);
    }

    private List<Record> without(java.util.Set<Long> lost) {
        return frameAt.stream()
                .filter(at -> !lost.contains(at))
                .flatMap(at -> byFrame.get(at).stream())
                .collect(Collectors.toList());
    }

    @Test
    void oneFrameAnywhere() throws IOException {
        Map<String, byte[]> whole = contents(disk);
        for (int i = 1; i < frameAt.size(); i += 7) {
            long at = frameAt.get(i);
            flip(at + FrameLayout.HEADER + 5);
            assertThrows(JournalDamagedException.class, () -> Journals.open(disk));
            Salvage.Report report = salvage(without(java.util.Set.of(at)));
            assertNotNull(report.damage());
            assertEquals(1, report.gaps().size());
            assertEquals(at, report.gaps().get(0).from());
            assertTrue(report.rosterVersion() > ROSTER);
            whole.forEach(disk::put);
        }
    }

    @Test
    void twoFramesApart() throws IOException {
        long first = frameAt.get(20);
        long second = frameAt.get(300);
        flip(first + 1);
        flip(second + 1);
        assertEquals(2, salvage(without(java.util.Set.of(first, second))).gaps().size());
    }

    @Test
    void aSegmentThatIsMissing() throws IOException {
        List<Long> bases = new ArrayList<>(Segments.list(disk));
        assertTrue(bases.size() > 3);
        long gone = bases.get(2);
        long next = bases.get(3);
        disk.remove(SegmentName.of(gone));
        Salvage.Report report = salvage(
                without(frameAt.stream().filter(at -> at >= gone && at < next).collect(Collectors.toSet())));
        assertEquals(List.of(new Salvage.Gap(gone, next)), report.gaps());
    }

    @Test
    void theFirstFrameTakesItsGatesWithIt() throws IOException {
        flip(frameAt.get(0) + FrameLayout.HEADER + 5);
        Salvage.Report report = salvage(List.of());
        assertEquals(FRAMES * SCANS, report.dropped());
        assertEquals(0, report.recordsBehind());
    }

    @Test
    void aGoodJournalIsLeftAlone() throws IOException {
        SimDisk target = new SimDisk(6);
        assertNull(Salvage.run(disk, target, Journals.small(), 77).damage());
        assertEquals(List.of(), target.list());
    }

    @Test
    void aFolderWithSomethingInItIsRefused() throws IOException {
        SimDisk target = new SimDisk(6);
        target.put("x", new byte[1]);
        assertThrows(IOException.class, () -> Salvage.run(disk, target, Journals.small(), 77));
    }
}
