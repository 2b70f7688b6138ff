package io.gatehouse.server.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.server.sim.SimDisk;
import io.gatehouse.testing.Counts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is done to a journal's bytes either cuts what was never promised or is refused by file and offset. */
class JournalDamageTest {
    private static final int BYTES = Counts.of(3 << 10, 8 << 10, 64 << 10);

    private final SimDisk disk = new SimDisk(3);
    private final List<String> written = new ArrayList<>();

    private static JournalOptions options() {
        return new JournalOptions(
                2 << 10, 1 << 10, 512, 400, Runnable::run, () -> Journals.KEY, new JournalListener() {});
    }

    /** Writes about so many bytes of frames. */
    private void write(int bytes, boolean seal, JournalOptions options) throws IOException {
        SplittableRandom random = new SplittableRandom(bytes);
        Journal journal = Journal.open(disk, options, (position, buffer, offset, length) -> {})
                .journal();
        while (journal.durablePosition() < bytes) {
            for (int i = random.nextInt(3); i >= 0; i--) {
                String record = Journals.record(written.size(), random, 80);
                Journals.append(journal, record);
                written.add(record);
            }
            journal.commit();
        }
        if (seal) {
            journal.close();
        } else {
            disk.kill();
        }
    }

    private Map<String, byte[]> segments() throws IOException {
        Map<String, byte[]> segments = new TreeMap<>();
        for (String name : disk.list()) {
            if (name.endsWith(SegmentName.SUFFIX)) {
                segments.put(name, disk.content(name));
            }
        }
        return segments;
    }

    private static SimDisk diskOf(Map<String, byte[]> files) {
        SimDisk copy = new SimDisk(5);
        files.forEach(copy::put);
        return copy;
    }

    private static String last(Map<String, byte[]> segments) {
        return ((TreeMap<String, byte[]>) segments).lastKey();
    }

    // ---- cuts -----------------------------------------------------------------------------------

    @Test
    void aFileCutAtAnyByteOfItsLastFramesLosesOnlyThem() throws IOException {
        write(1500, false, Journals.small());
        Map<String, byte[]> segments = segments();
        byte[] whole = segments.get(last(segments));
        List<Frames.Frame> frames = Frames.of(whole);
        int from = frames.get(frames.size() - 3).start();
        int to = frames.get(frames.size() - 1).end();
        for (int cut = from; cut < to; cut++) {
            cutAt(segments, frames, Arrays.copyOf(whole, cut), cut);
            byte[] zeroed = whole.clone();
            Arrays.fill(zeroed, cut, whole.length, (byte) 0);
            cutAt(segments, frames, zeroed, cut);
        }
    }

    private void cutAt(Map<String, byte[]> segments, List<Frames.Frame> frames, byte[] content, int cut)
            throws IOException {
        Map<String, byte[]> files = new TreeMap<>(segments);
        files.put(last(segments), content);
        SimDisk copy = diskOf(files);
        int records = frames.stream()
                .filter(f -> f.end() <= cut)
                .mapToInt(Frames.Frame::records)
                .sum();
        int end = frames.stream()
                .filter(f -> f.end() <= cut)
                .mapToInt(Frames.Frame::end)
                .max()
                .orElse(0);
        if (end == content.length) { // looks as a start leaves a segment, and the one that the start made is missing
            assertEquals(
                    end,
                    assertThrows(JournalDamagedException.class, () -> Journals.open(copy))
                            .offset());
            return;
        }
        List<String> found = new ArrayList<>();
        Opened opened = Journals.open(copy, found);
        assertEquals(written.subList(0, records), found, () -> "cut at " + cut);
        int torn = cut;
        while (torn > end && content[torn - 1] == 0) {
            torn--;
        }
        assertEquals(torn - end, opened.found().cutBytes(), () -> "cut at " + cut);
        if (torn > end) {
            assertEquals(last(segments), opened.found().cutFile());
            assertEquals(end, opened.found().cutOffset());
        }
        opened.journal().close();
    }

    // ---- bits -----------------------------------------------------------------------------------

    @Test
    void everyFlippedBitIsCutOrRefused() throws IOException {
        for (boolean seal : new boolean[] {false, true}) {
            disk.list().forEach(disk::remove);
            written.clear();
            write(BYTES, seal, options());
            flipAll();
        }
    }

    private void flipAll() throws IOException {
        Map<String, byte[]> segments = segments();
        List<String> names = List.copyOf(segments.keySet());
        assertTrue(names.size() > 1);
        int[] outcomes = new int[3];
        for (int i = 0; i < names.size(); i++) {
            long base = SegmentName.base(names.get(i));
            int length = segments.get(names.get(i)).length;
            int end = i + 1 < names.size() ? (int) (SegmentName.base(names.get(i + 1)) - base) : length;
            for (int bit = 0; bit < length * 8; bit++) {
                outcomes[flip(segments, names.get(i), bit, end, i + 1 == names.size())]++;
            }
        }
        System.out.println("flipped bits: " + outcomes[0] + " without effect, " + outcomes[1] + " cut, " + outcomes[2]
                + " refused");
    }

    private int flip(Map<String, byte[]> segments, String name, int bit, int end, boolean isLast) throws IOException {
        byte[] whole = segments.get(name);
        int at = bit / 8;
        List<Frames.Frame> frames = Frames.of(whole);
        Frames.Frame hit = frames.stream()
                .filter(f -> f.start() <= at && at < f.end())
                .findFirst()
                .orElse(null);
        whole[at] ^= (byte) (1 << (bit % 8));
        try {
            SimDisk copy = diskOf(segments);
            List<String> found = new ArrayList<>();
            if (at >= end) { // behind a segment's end nothing is read
                assertEquals(
                        0,
                        Journal.open(copy, options(), Journals.collector(found))
                                .found()
                                .cutBytes());
                assertEquals(written, found);
                return 0;
            }
            if (hit != null && !(isLast && hit == frames.get(frames.size() - 1))) {
                JournalDamagedException e = assertThrows(
                        JournalDamagedException.class,
                        () -> Journal.open(copy, options(), Journals.collector(found)),
                        () -> name + " bit " + bit);
                assertEquals(name, e.file());
                assertEquals(hit.start(), e.offset());
                return 2;
            }
            int lost = hit == null ? 0 : hit.records();
            JournalSummary summary =
                    Journal.open(copy, options(), Journals.collector(found)).found();
            assertEquals(written.subList(0, written.size() - lost), found, () -> name + " bit " + bit);
            assertTrue(summary.cutBytes() > 0);
            return 1;
        } finally {
            whole[at] ^= (byte) (1 << (bit % 8));
        }
    }

    // ---- blocks and files -----------------------------------------------------------------------

    private void refused(Map<String, byte[]> files, String file) {
        SimDisk copy = diskOf(files);
        List<String> before = copy.list();
        JournalDamagedException e =
                assertThrows(JournalDamagedException.class, () -> Journal.open(copy, options(), (p, b, o, l) -> {}));
        assertEquals(file, e.file(), e::getMessage);
        assertEquals(before, copy.list(), "nothing was touched");
        assertEquals(0, copy.calls(), "nothing was touched");
        assertThrows(JournalDamagedException.class, () -> JournalReader.verify(copy));
    }

    @Test
    void everyMissingSegmentIsRefused() throws IOException {
        write(9000, true, options());
        List<String> names = List.copyOf(segments().keySet());
        for (int i = 0; i < names.size(); i++) {
            Map<String, byte[]> files = segments();
            files.remove(names.get(i));
            refused(files, names.get(Math.max(0, i - 1)));
        }
    }

    @Test
    void everyDoubledSegmentIsRefused() throws IOException {
        write(9000, true, options());
        List<String> names = List.copyOf(segments().keySet());
        for (String name : names) {
            long base = SegmentName.base(name);
            for (Frames.Frame frame : Frames.of(segments().get(name))) {
                String copyName = SegmentName.of(base + frame.end());
                Map<String, byte[]> files = segments();
                if (files.putIfAbsent(copyName, files.get(name)) == null) {
                    SimDisk copy = diskOf(files);
                    assertThrows(
                            JournalDamagedException.class, () -> Journal.open(copy, options(), (p, b, o, l) -> {}));
                }
            }
        }
    }

    @Test
    void everyForeignSegmentIsRefused() throws IOException {
        write(9000, true, options());
        Map<String, byte[]> own = segments();
        disk.list().forEach(disk::remove);
        written.clear();
        JournalOptions o = options();
        JournalOptions foreign = new JournalOptions(
                o.segmentBytes(),
                o.readyBytes(),
                o.copyBytes(),
                o.maxFrameBytes(),
                o.background(),
                () -> 99,
                o.listener());
        write(9000, true, foreign);
        List<String> names = List.copyOf(own.keySet());
        byte[] stranger = segments().values().iterator().next();
        for (int i = 0; i < names.size(); i++) {
            Map<String, byte[]> files = new TreeMap<>(own);
            files.put(names.get(i), stranger);
            refused(files, names.get(i == 0 ? 1 : i));
        }
    }

    @Test
    void anOldCopyOfASegmentIsRefused() throws IOException {
        write(1000, true, Journals.small());
        String name = last(segments());
        byte[] old = segments().get(name);
        write(20_000, true, Journals.small());
        Map<String, byte[]> files = segments();
        files.put(name, old);
        refused(files, name);
    }

    @Test
    void everyZeroedOrSwappedBlockIsRefused() throws IOException {
        write(12000, true, Journals.small());
        Map<String, byte[]> segments = segments();
        byte[] whole = segments.get(last(segments));
        List<Frames.Frame> frames = Frames.of(whole);
        int blocks = frames.get(frames.size() - 2).start() / 512;
        for (int a = 0; a < blocks; a++) {
            byte[] zeroed = whole.clone();
            Arrays.fill(zeroed, a * 512, a * 512 + 512, (byte) 0);
            segments.put(last(segments), zeroed);
            refused(segments, last(segments));
            for (int b = a + 1; b < blocks; b++) {
                byte[] swapped = whole.clone();
                System.arraycopy(whole, a * 512, swapped, b * 512, 512);
                System.arraycopy(whole, b * 512, swapped, a * 512, 512);
                segments.put(last(segments), swapped);
                refused(segments, last(segments));
            }
        }
    }

    @Test
    void theSegmentThatAStartMadeIsMissed() throws IOException {
        write(3000, false, Journals.small()); // above copyBytes: the start cuts it and makes a second one
        Journals.open(disk).close();
        Map<String, byte[]> files = segments();
        assertEquals(2, files.size());
        String made = last(files);
        assertEquals(SegmentName.base(made), files.get(SegmentName.of(0)).length);
        files.remove(made);
        refused(files, SegmentName.of(0));
    }

    @Test
    void aSegmentOfAnotherHistoryOfTheSameJournalIsRefused() throws IOException {
        write(9000, true, options());
        Map<String, byte[]> own = segments();
        disk.list().forEach(disk::remove);
        for (Map.Entry<String, byte[]> segment : own.entrySet()) {
            Map<String, byte[]> files = new TreeMap<>(own);
            files.put(segment.getKey(), otherHistory(segment.getValue()));
            long first = SegmentName.base(segment.getKey());
            String next = files.keySet().stream()
                    .filter(name -> SegmentName.base(name) > first)
                    .findFirst()
                    .orElse(null);
            if (next != null) { // nothing comes after the last one that could tell
                refused(files, next);
            }
        }
    }

    /** The same frames with a changed byte in the last of them, and right CRCs. */
    private static byte[] otherHistory(byte[] segment) {
        byte[] other = segment.clone();
        List<Frames.Frame> frames = Frames.of(segment);
        Frames.Frame last = frames.stream()
                .filter(f -> f.goesOnAt() == 0 && f.records() > 0)
                .reduce((a, b) -> b)
                .orElseThrow();
        other[last.end() - 1] ^= 1;
        Frames.seal(other, last.start());
        return other;
    }

    @Test
    void bytesThatLookLikeAFrameProveNothing() throws IOException {
        write(500, false, Journals.small());
        byte[] whole = segments().get(SegmentName.of(0));
        List<Frames.Frame> frames = Frames.of(whole);
        int end = frames.get(frames.size() - 1).end();
        whole[end] = 1; // a torn frame, in it the bytes of a frame that says that all was on disk
        System.arraycopy(Frames.empty(4711, 1L << 40), 0, whole, end + 60, 48);
        Map<String, byte[]> files = new TreeMap<>();
        files.put(SegmentName.of(0), whole);
        List<String> found = new ArrayList<>();
        Opened opened = Journals.open(diskOf(files), found);
        assertEquals(written, found);
        assertEquals(60 + 48, opened.found().cutBytes());
    }

    @Test
    void anEmptyOrNewerFileIsRefused() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        files.put(SegmentName.of(0), new byte[4096]);
        refused(files, SegmentName.of(0));
        files.put(SegmentName.of(0), new byte[0]);
        refused(files, SegmentName.of(0));
        write(500, true, options());
        byte[] newer = segments().get(SegmentName.of(0));
        newer[3] = 2;
        files.put(SegmentName.of(0), newer);
        refused(files, SegmentName.of(0));
        files.put("copy of 00000000000000000000.journal", newer);
        refused(files, "copy of 00000000000000000000.journal");
    }
}
