package io.gatehouse.server.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.server.sim.SimDisk;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A disk that runs full, and calls that fail. */
class JournalSpaceTest {
    private static final int SEGMENT = 16 << 10;
    /** What the journal leaves to others. */
    private static final int MARGIN = 1 << 20;

    private final SimDisk disk = new SimDisk(11);
    private final List<String> told = new ArrayList<>();

    private JournalOptions options() {
        JournalListener listener = new JournalListener() {
            @Override
            public void onSpaceShort(String why) {
                told.add("short");
            }

            @Override
            public void onSpaceBack() {
                told.add("back");
            }

            @Override
            public void onRoll(long base) {
                told.add("roll");
            }
        };
        return new JournalOptions(SEGMENT, 4 << 10, 2 << 10, 2 << 10, Runnable::run, () -> Journals.KEY, listener);
    }

    private Journal open() throws IOException {
        return Journal.open(disk, options(), (position, buffer, offset, length) -> {})
                .journal();
    }

    private static void commit(Journal journal) throws IOException {
        Journals.append(journal, "y".repeat(500));
        journal.commit();
    }

    @Test
    void withoutRoomForASpareItGoesOnToSevenEighths() throws IOException {
        disk.capacity(MARGIN + SEGMENT + SEGMENT / 2);
        Journal journal = open();
        assertEquals(List.of("short"), told);
        while (!journal.spaceLow()) {
            commit(journal);
        }
        long left = SEGMENT - journal.durablePosition();
        assertTrue(left < SEGMENT / 8 && left > SEGMENT / 8 - 600, "left " + left);
        assertFalse(disk.list().contains(SegmentName.SPARE));

        journal.idle(2_000_000_000L);
        assertTrue(journal.spaceLow(), "still full");
        disk.capacity(MARGIN + 4 * SEGMENT);
        journal.idle(2_500_000_000L);
        assertTrue(journal.spaceLow(), "asked once a second at most");
        journal.idle(3_000_000_000L);
        assertFalse(journal.spaceLow(), "resumes by itself");
        assertEquals(List.of("short", "back"), told);
        for (int i = 0; i < 10; i++) {
            commit(journal);
        }
        assertEquals("roll", told.get(2));
        journal.close();
    }

    @Test
    void aFullDiskUnderAnAppendIsAFailedWrite() throws IOException {
        disk.capacity(MARGIN + SEGMENT + SEGMENT / 2);
        Journal journal = open();
        int records = 0;
        try {
            while (true) {
                commit(journal);
                records++;
            }
        } catch (JournalFailedException e) {
            assertTrue(e.getCause() instanceof DiskFullException, e::toString);
        }
        assertThrows(JournalFailedException.class, journal::commit);
        journal.close();
        disk.capacity(Long.MAX_VALUE);
        assertEquals(
                records,
                Journal.open(disk, options(), (p, b, o, l) -> {}).found().records());
    }

    @Test
    void roomThatIsNotReadyPausesReading() throws IOException {
        Deque<Runnable> background = new ArrayDeque<>();
        Journal journal = Journal.open(disk, Journals.small(background::add), (p, b, o, l) -> {})
                .journal();
        assertFalse(journal.spaceLow());
        while (!journal.spaceLow()) {
            commit(journal);
        }
        // What a start makes ready, up to a whole block.
        assertTrue(journal.durablePosition() < SEGMENT / 4 + 100 + DirectWrites.MAX_BLOCK);
        while (!background.isEmpty()) {
            background.poll().run();
        }
        assertFalse(journal.spaceLow());
        assertTrue(disk.list().contains(SegmentName.SPARE));
        journal.close();
    }

    @Test
    void theWriterMakesRoomItselfWhereItMust() throws IOException {
        Deque<Runnable> never = new ArrayDeque<>();
        Journal journal = Journal.open(disk, Journals.small(never::add), (p, b, o, l) -> {})
                .journal();
        for (int i = 0; i < 200; i++) {
            commit(journal);
        }
        journal.close();
        assertEquals(200, Journals.read(disk).size());
        assertTrue(Segments.list(disk).size() > 5);
    }

    @Test
    void theBackgroundMayComeInWhileTheSpareIsTaken() throws IOException {
        Deque<Runnable> background = new ArrayDeque<>();
        disk.onRename(() -> {
            while (!background.isEmpty()) {
                background.poll().run();
            }
        });
        Journal journal = Journal.open(disk, Journals.small(background::add), (p, b, o, l) -> {})
                .journal();
        for (int i = 0; i < 200; i++) {
            commit(journal);
        }
        journal.close();
        assertEquals(200, Journals.read(disk).size());
    }

    @Test
    void anyCallThatFailsStopsItForGood() throws IOException {
        int failures = 0;
        for (SimDisk.Call kind : SimDisk.Call.values()) {
            for (boolean full : new boolean[] {false, true}) {
                for (int n = 1; n <= 60; n++) {
                    failures += failsOnce(kind, n, full) ? 1 : 0;
                }
            }
        }
        System.out.println("failed " + failures + " disk calls");
        assertTrue(failures > 100);
    }

    private boolean failsOnce(SimDisk.Call kind, int n, boolean full) throws IOException {
        SimDisk failing = new SimDisk(n);
        String where = kind + " " + n + (full ? " ENOSPC" : " EIO");
        List<String> promised = new ArrayList<>();
        List<String> pending = new ArrayList<>();
        Journal journal = Journals.open(failing);
        failing.failAt(kind, n, full);
        boolean failed = false;
        try {
            for (int i = 0; i < 100; i++) {
                pending.add(i + "z".repeat(600));
                Journals.append(journal, pending.get(0));
                journal.commit();
                promised.addAll(pending);
                pending.clear();
            }
        } catch (JournalFailedException e) {
            failed = true;
            assertNotNull(journal.failed(), where);
            long calls = failing.calls();
            assertThrows(JournalFailedException.class, journal::commit, where);
            journal.close();
            assertEquals(calls, failing.calls(), where + ": tried again");
        }
        failing.crash();
        List<String> found = new ArrayList<>();
        Journals.open(failing, found);
        assertTrue(found.size() >= promised.size() && found.size() <= promised.size() + pending.size(), where);
        promised.addAll(pending);
        assertEquals(promised.subList(0, found.size()), found, where);
        return failed;
    }
}
