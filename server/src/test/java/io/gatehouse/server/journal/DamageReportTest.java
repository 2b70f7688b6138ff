package io.gatehouse.server.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.journal.v1.ScanRecord;
import io.gatehouse.server.sim.SimDisk;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DamageReportTest {
    private final SimDisk disk = new SimDisk(1);

    private static void scan(Journal journal, String gate, long sequence) throws IOException {
        ScanRecord scan = ScanRecord.newBuilder()
                .setGateId(gate)
                .setStreamId(77)
                .setSequence(sequence)
                .build();
        byte[] bytes = Record.newBuilder().setScan(scan).build().toByteArray();
        journal.begin(bytes.length).put(bytes);
        journal.end();
    }

    @Test
    void namesFileOffsetGatesAndSequences() throws IOException {
        Journal journal = Journals.open(disk);
        for (int commit = 0; commit < 5; commit++) {
            for (int i = 1; i <= 3; i++) {
                scan(journal, "north", commit * 3 + i);
            }
            if (commit != 3) {
                scan(journal, "south", commit < 3 ? commit + 1 : commit);
            }
            journal.commit();
        }
        journal.close();
        byte[] bytes = disk.content(SegmentName.of(0));
        List<Frames.Frame> frames = Frames.of(bytes);
        Frames.Frame hit = frames.get(3); // behind the seal of the start: the third commit
        bytes[hit.end() - 1] ^= 1;
        disk.put(SegmentName.of(0), bytes);

        JournalDamagedException e = assertThrows(JournalDamagedException.class, () -> Journals.open(disk));
        assertEquals(SegmentName.of(0), e.file());
        assertEquals(hit.start(), e.offset());
        assertTrue(
                e.getMessage()
                        .contains("7 records stand whole behind it; missing by gate and sequence: "
                                + "north 7..9 (stream 77), south 3 (stream 77)"),
                e::getMessage);
    }
}
