package io.gatehouse.server.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.server.sim.SimDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JournalTest {
    private final SimDisk disk = new SimDisk(1);

    @Test
    void makesAJournalWhereNoneWas() throws IOException {
        Opened opened = Journals.open(disk, new ArrayList<>());
        assertTrue(opened.found().fresh());
        assertEquals(FrameLayout.HEADER, opened.found().position());
        assertTrue(disk.list().contains("00000000000000000000.journal"), disk.list()::toString);
        opened.journal().close();
    }

    @Test
    void givesBackWhatWasCommitted() throws IOException {
        List<String> written = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(7);
        for (int start = 0; start < 5; start++) {
            List<String> found = new ArrayList<>();
            Journal journal = Journals.open(disk, found).journal();
            assertEquals(written, found);
            for (int commit = 0; commit < 20; commit++) {
                long end = 0;
                for (int i = random.nextInt(6); i >= 0; i--) {
                    String record = Journals.record(written.size(), random, 300);
                    end = Journals.append(journal, record);
                    written.add(record);
                }
                assertEquals(end, journal.commit());
                assertEquals(end, journal.durablePosition());
            }
            if (start % 2 == 0) {
                journal.close();
            } else {
                disk.crash();
            }
        }
        List<String> found = Journals.read(disk);
        assertEquals(written, found);
        assertTrue(Segments.list(disk).size() > 2, "rolled");
    }

    @Test
    void commitsByItselfWhenAFrameIsFull() throws IOException {
        Journal journal = Journals.open(disk);
        String record = "x".repeat(1000);
        for (int i = 0; i < 10; i++) {
            Journals.append(journal, record);
        }
        disk.crash();
        assertTrue(Journals.read(disk).size() >= 8);
    }

    @Test
    void takesRecordsUpToTheFramesBound() throws IOException {
        Journal journal = Journals.open(disk);
        int most = journal.maxRecordBytes();
        assertThrows(IllegalArgumentException.class, () -> journal.begin(most + 1));
        journal.begin(most).put(new byte[most]);
        journal.end();
        journal.commit();
        disk.crash();
        assertEquals(most, Journals.read(disk).get(0).length());
    }

    @Test
    void sealsAfterStandingStill() throws IOException {
        Journal journal = Journals.open(disk);
        Journals.append(journal, "a");
        long durable = journal.commit();
        journal.idle(1_000_000_000L);
        journal.idle(1_049_999_999L);
        assertEquals(durable, journal.durablePosition());
        journal.idle(1_050_000_000L);
        assertEquals(durable + FrameLayout.HEADER, journal.durablePosition());
        journal.idle(2_050_000_000L);
        assertEquals(durable + FrameLayout.HEADER, journal.durablePosition(), "one seal is enough");
    }

    @Test
    void manyStartsLeaveNoPileOfFiles() throws IOException {
        for (int start = 0; start < 50; start++) {
            Journal journal = Journals.open(disk);
            Journals.append(journal, "start " + start);
            journal.commit();
            if (start % 3 == 0) {
                disk.crash();
            } else if (start % 3 == 1) {
                disk.kill();
            } else {
                journal.close();
            }
        }
        assertEquals(50, Journals.read(disk).size());
        assertTrue(Segments.list(disk).size() <= 3, disk.list()::toString);
    }

    @Test
    void aFailedSyncIsFinal() throws IOException {
        Journal journal = Journals.open(disk);
        Journals.append(journal, "a");
        journal.commit();
        Journals.append(journal, "b");
        disk.failAt(SimDisk.Call.SYNC, 1, false);
        long durable = journal.durablePosition();
        assertThrows(JournalFailedException.class, journal::commit);
        long calls = disk.calls();
        assertThrows(JournalFailedException.class, journal::commit);
        assertThrows(JournalFailedException.class, () -> journal.begin(10));
        assertThrows(JournalFailedException.class, () -> journal.idle(1));
        journal.close();
        assertEquals(durable, journal.durablePosition());
        assertEquals(calls, disk.calls(), "nothing was tried again");
        assertEquals("Input/output error", journal.failed().getMessage());
    }

    @Test
    void oneHolderForEachDirectory() throws IOException {
        Journal journal = Journals.open(disk);
        assertThrows(JournalInUseException.class, () -> Journals.open(disk));
        journal.close();
        assertFalse(Journals.open(disk).spaceLow());
    }
}
