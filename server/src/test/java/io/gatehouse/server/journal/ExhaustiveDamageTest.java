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
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Everything that can be done to a journal of 64 KiB, one thing at a time: a start either refuses by file and offset or
 * keeps exactly what a plain model says, and a model that knows what was written says which.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExhaustiveDamageTest {
    private static final int BYTES = 64 << 10;
    /** With this seed the sample of a quick run is drawn; a full run leaves nothing out. */
    private static final long SEED = 20_240_611;

    private static final int[] BLOCKS = {512, 4_096};

    /** Starts on a disk and says what came of it; the records that it kept go into the list. */
    @FunctionalInterface
    private interface Start {
        DamageOutcome on(SimDisk disk, List<String> found) throws IOException;
    }

    private final DamageModel model = new DamageModel();
    private final List<WrittenJournal> journals = new ArrayList<>();
    private WrittenJournal foreign;

    @BeforeAll
    void write() throws IOException {
        journals.add(new WrittenJournal(Journals.KEY, BYTES, true));
        journals.add(new WrittenJournal(Journals.KEY + 1, BYTES, false));
        foreign = new WrittenJournal(Journals.KEY + 2, BYTES, true);
        for (WrittenJournal journal : journals) {
            model.add(journal.files);
            assertTrue(journal.files.size() > 4, () -> journal.files.keySet().toString());
            assertEquals(DamageOutcome.started(journal.records.size(), 0), model.of(journal.files));
            check(journal, journal.files, "undamaged");
        }
        model.add(foreign.files);
    }

    // ---- one case -----------------------------------------------------------------------------------

    private static DamageOutcome open(SimDisk disk, List<String> found) throws IOException {
        try {
            Opened opened = Journal.open(disk, WrittenJournal.options(1), Journals.collector(found));
            return DamageOutcome.started(
                    (int) opened.found().records(), opened.found().cutBytes());
        } catch (JournalDamagedException e) {
            assertTrue(e.getMessage().contains(e.file()), e::getMessage);
            assertTrue(e.getMessage().contains(Long.toString(e.offset())), e::getMessage);
            return DamageOutcome.refused(e.file(), e.offset());
        }
    }

    private static DamageOutcome verify(SimDisk disk) throws IOException {
        try {
            JournalSummary found = JournalReader.verify(disk);
            return DamageOutcome.started((int) found.records(), found.cutBytes());
        } catch (JournalDamagedException e) {
            return DamageOutcome.refused(e.file(), e.offset());
        }
    }

    private static SimDisk diskOf(Map<String, byte[]> files) {
        SimDisk disk = new SimDisk(5);
        files.forEach(disk::put);
        return disk;
    }

    private DamageOutcome check(WrittenJournal journal, Map<String, byte[]> files, String what) throws IOException {
        return check(journal, files, what, ExhaustiveDamageTest::open);
    }

    private DamageOutcome check(WrittenJournal journal, Map<String, byte[]> files, String what, Start start)
            throws IOException {
        DamageOutcome expected = model.of(files);
        SimDisk disk = diskOf(files);
        List<String> found = new ArrayList<>();
        DamageOutcome outcome = start.on(disk, found);
        assertEquals(expected, outcome, what);
        if (outcome.isRefusal()) {
            assertEquals(0, disk.calls(), () -> what + ": a journal that is refused is not touched");
        } else {
            assertEquals(journal.records.subList(0, expected.records()), found, what);
        }
        return outcome;
    }

    /** What a reader says, and after a start what the next start finds: the same, with nothing more to cut. */
    private void checkTwice(WrittenJournal journal, Map<String, byte[]> files, String what) throws IOException {
        DamageOutcome outcome = check(journal, files, what);
        SimDisk disk = diskOf(files);
        assertEquals(outcome, verify(disk), what);
        if (!outcome.isRefusal()) {
            open(disk, new ArrayList<>());
            disk.crash();
            List<String> found = new ArrayList<>();
            assertEquals(DamageOutcome.started(outcome.records(), 0), open(disk, found), what);
            assertEquals(journal.records.subList(0, outcome.records()), found, what);
        }
    }

    // ---- many ---------------------------------------------------------------------------------------

    /** A damage of one file: the bytes that stand there then. */
    @FunctionalInterface
    private interface Damage {
        byte[] to(byte[] whole, int index);
    }

    /**
     * Does all of so many damages, or some drawn from them.
     *
     * @return how many a start went on from with less than was acknowledged, as nothing was left that shows it
     */
    private int many(String name, int of, int some, IntFunction<Case> cases) throws IOException {
        int todo = Math.min(of, some);
        SplittableRandom random = new SplittableRandom(SEED);
        int refused = 0;
        int cut = 0;
        int lost = 0;
        for (int i = 0; i < todo; i++) {
            Case damaged = cases.apply(todo == of ? i : random.nextInt(of));
            String what = name + ", " + damaged.what;
            DamageOutcome outcome = check(damaged.journal, damaged.files, what);
            if (i % 16 == 0) {
                checkTwice(damaged.journal, damaged.files, what);
            }
            refused += outcome.isRefusal() ? 1 : 0;
            lost += !outcome.isRefusal() && outcome.records() < damaged.journal.acknowledged ? 1 : 0;
            cut += outcome.isRefusal() || outcome.records() == damaged.journal.records.size() ? 0 : 1;
        }
        Counts.report("damaged journals, " + name, todo, of);
        System.out.printf(
                Locale.ROOT,
                "  %,d refused, %,d kept whole, %,d cut: of these %,d below what was acknowledged%n",
                refused,
                todo - refused - cut,
                cut,
                lost);
        assertTrue(refused > 0, name);
        return lost;
    }

    private record Case(WrittenJournal journal, Map<String, byte[]> files, String what) {}

    /** A damage at byte {@code at} of all files of both journals, laid one behind the other. */
    private Case atByte(int at, int index, Damage damage) {
        int left = at;
        for (WrittenJournal journal : journals) {
            for (Map.Entry<String, byte[]> file : journal.files.entrySet()) {
                byte[] whole = file.getValue();
                if (left < whole.length) {
                    Map<String, byte[]> files = journal.copy();
                    files.put(file.getKey(), damage.to(whole, left));
                    return new Case(journal, files, file.getKey() + " at " + left + " (" + index + ")");
                }
                left -= whole.length;
            }
        }
        throw new AssertionError("beyond the journals");
    }

    private int bytes() {
        return (int) journals.stream().mapToLong(WrittenJournal::bytes).sum();
    }

    @Test
    void cutAtEveryByte() throws IOException {
        int some = Counts.of(1_500, 20_000, Integer.MAX_VALUE);
        many("cut off", bytes(), some, i -> atByte(i, i, Arrays::copyOf));
        many("zeros from there on", bytes(), some, i -> atByte(i, i, (whole, at) -> zeroed(whole, at, whole.length)));
    }

    private static byte[] zeroed(byte[] whole, int from, int to) {
        byte[] bytes = whole.clone();
        Arrays.fill(bytes, from, Math.min(to, bytes.length), (byte) 0);
        return bytes;
    }

    @Test
    void everyBitFlipped() throws IOException {
        int lost = many(
                "one bit flipped",
                bytes() * 8,
                Counts.of(4_000, 60_000, Integer.MAX_VALUE),
                i -> atByte(i / 8, i % 8, (whole, at) -> {
                    byte[] bytes = whole.clone();
                    bytes[at] ^= (byte) (1 << (i % 8));
                    return bytes;
                }));
        assertEquals(0, lost, "a bit never takes away what was acknowledged");
    }

    // ---- blocks -------------------------------------------------------------------------------------

    private record Block(WrittenJournal journal, String file, int offset) {}

    private List<Block> blocks(int size) {
        List<Block> blocks = new ArrayList<>();
        for (WrittenJournal journal : journals) {
            journal.files.forEach((name, bytes) -> {
                for (int at = 0; at < bytes.length; at += size) {
                    blocks.add(new Block(journal, name, at));
                }
            });
        }
        return blocks;
    }

    @Test
    void blocksZeroed() throws IOException {
        for (int size : BLOCKS) {
            List<Block> blocks = blocks(size);
            many(size + " bytes zeroed", blocks.size(), Integer.MAX_VALUE, i -> {
                Block block = blocks.get(i);
                Map<String, byte[]> files = block.journal.copy();
                files.computeIfPresent(block.file, (name, whole) -> zeroed(whole, block.offset, block.offset + size));
                return new Case(block.journal, files, block.file + " at " + block.offset);
            });
        }
    }

    @Test
    void blocksInTheWrongPlace() throws IOException {
        int some = Counts.of(1_000, 10_000, Integer.MAX_VALUE);
        for (int size : BLOCKS) {
            List<Block> blocks = blocks(size);
            int count = blocks.size();
            many(size + " bytes swapped", count * count, some, i -> {
                Block one = blocks.get(i / count);
                Block other = blocks.get(i % count);
                Map<String, byte[]> files = put(one.journal.copy(), one, other, size);
                boolean within = one.journal == other.journal;
                return new Case(one.journal, within ? put(files, other, one, size) : files, one + " and " + other);
            });
            many(size + " stale bytes", count * count, some, i -> {
                Block place = blocks.get(i / count);
                Block older = blocks.get(i % count);
                return new Case(place.journal, put(place.journal.copy(), place, older, size), place + " of " + older);
            });
        }
    }

    /** Puts a block as it was written where another one stands, as far as that file goes. */
    private static Map<String, byte[]> put(Map<String, byte[]> files, Block place, Block source, int size) {
        byte[] from = source.journal.files.get(source.file);
        byte[] to = files.get(place.file).clone();
        int length = Math.min(size, Math.min(from.length - source.offset, to.length - place.offset));
        System.arraycopy(from, source.offset, to, place.offset, length);
        files.put(place.file, to);
        return files;
    }

    // ---- segments -----------------------------------------------------------------------------------

    @Test
    void segmentsMissingDoubledForeignAndRenamed() throws IOException {
        for (WrittenJournal journal : journals) {
            List<Case> cases = new ArrayList<>();
            List<String> names = List.copyOf(journal.files.keySet());
            for (int set = 1; set < 1 << names.size(); set++) {
                Map<String, byte[]> files = journal.copy();
                for (int i = 0; i < names.size(); i++) {
                    if ((set >> i & 1) != 0) {
                        files.remove(names.get(i));
                    }
                }
                cases.add(new Case(journal, files, "missing: set " + set));
            }
            names.forEach(name -> otherNames(journal, name, cases));
            foreign.files
                    .values()
                    .forEach(bytes -> names.forEach(name -> {
                        Map<String, byte[]> files = journal.copy();
                        files.put(name, bytes);
                        cases.add(new Case(journal, files, "foreign as " + name));
                    }));
            int lost = many("whole segments", cases.size(), Integer.MAX_VALUE, cases::get);
            assertEquals(1, lost, "without any segment it is a new journal");
        }
    }

    /** The segment under each other name that there could be a reason for, beside the one it has and instead of it. */
    private void otherNames(WrittenJournal journal, String name, List<Case> cases) {
        byte[] bytes = journal.files.get(name);
        long base = Long.parseLong(name.substring(0, 20));
        List<String> others = new ArrayList<>(journal.files.keySet());
        for (long near : new long[] {1, 48, 512, 4_096, 1L << 14, 1L << 40}) {
            others.add(SegmentName.of(base + near));
            others.add(SegmentName.of(Math.max(0, base - near)));
        }
        others.add(SegmentName.of(end(journal)));
        others.add(name.substring(1));
        others.add("copy of " + name);
        others.add("9".repeat(20) + ".journal");
        for (String other : others) {
            Map<String, byte[]> doubled = journal.copy();
            doubled.put(other, bytes);
            cases.add(new Case(journal, doubled, name + " also as " + other));
            Map<String, byte[]> renamed = journal.copy();
            renamed.remove(name);
            renamed.put(other, bytes);
            cases.add(new Case(journal, renamed, name + " as " + other));
        }
    }

    private static long end(WrittenJournal journal) {
        var last = ((TreeMap<String, byte[]>) journal.files).lastEntry();
        List<Frames.Frame> frames = Frames.of(last.getValue());
        return Long.parseLong(last.getKey().substring(0, 20))
                + frames.get(frames.size() - 1).end();
    }

    // ---- can this fail? -----------------------------------------------------------------------------

    @Test
    void aReaderThatIsWrongIsFound() {
        Start skipsInSilence = (disk, found) -> {
            DamageOutcome outcome = open(disk, found);
            return outcome.isRefusal() ? DamageOutcome.started(found.size(), 0) : outcome;
        };
        Start namesTheNextByte = (disk, found) -> {
            DamageOutcome outcome = open(disk, found);
            return outcome.isRefusal() ? DamageOutcome.refused(outcome.file(), outcome.offset() + 1) : outcome;
        };
        Start handsOneOverTwice = (disk, found) -> {
            DamageOutcome outcome = open(disk, found);
            found.add(0, found.get(0));
            return outcome;
        };
        Start losesTheLast = (disk, found) -> {
            DamageOutcome outcome = open(disk, found);
            found.remove(found.size() - 1);
            return DamageOutcome.started(found.size(), outcome.cutBytes());
        };
        Start refusesEveryTail = (disk, found) -> {
            DamageOutcome outcome = open(disk, found);
            return outcome.cutBytes() > 0 ? DamageOutcome.refused("x", 0) : outcome;
        };
        WrittenJournal journal = journals.get(1);
        String last = journal.files.lastKey();
        Map<String, byte[]> torn = journal.copy();
        List<Frames.Frame> frames = Frames.of(journal.files.get(last));
        torn.put(last, zeroed(torn.get(last), frames.get(frames.size() - 1).end() - 1, Integer.MAX_VALUE));
        assertEquals(journal.acknowledged, model.of(torn).records(), "only what nobody was promised may go");
        Map<String, byte[]> rotten = journal.copy();
        rotten.put(last, zeroed(rotten.get(last), 44, 48));
        List.of(skipsInSilence, namesTheNextByte).forEach(start -> assertFound(journal, rotten, start));
        List.of(handsOneOverTwice, losesTheLast, refusesEveryTail).forEach(start -> assertFound(journal, torn, start));
    }

    private void assertFound(WrittenJournal journal, Map<String, byte[]> files, Start start) {
        assertThrows(AssertionError.class, () -> check(journal, files, "sabotaged", start));
    }
}
