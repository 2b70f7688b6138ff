package io.gatehouse.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The golden bytes of format 1, and each rule of docs/JOURNAL.md broken in them. */
class JournalFileTest {
    private static final List<String> RECORDS = List.of("one", "two", "", "x".repeat(130), "four");
    private static final List<Long> POSITIONS = List.of(96L, 100L, 104L, 153L, 333L);
    private static final int ZEROS = 300;

    @TempDir
    Path dir;

    private final List<String> found = new ArrayList<>();
    private final List<Long> positions = new ArrayList<>();
    /** Of the frames, then the end. */
    private final List<Integer> starts = new ArrayList<>();

    private byte[] golden;

    @BeforeEach
    void readGolden() throws IOException {
        try (InputStream in = JournalFileTest.class.getResourceAsStream("/journal/format-1.hex")) {
            StringBuilder hex = new StringBuilder();
            for (String line : new String(in.readAllBytes(), StandardCharsets.US_ASCII).split("\n")) {
                hex.append(line.substring(line.indexOf(':') + 1).replace(" ", ""));
            }
            golden = HexFormat.of().parseHex(hex);
        }
        for (int at = 0; at < golden.length; at += 48 + little(golden).getInt(at + 4)) {
            starts.add(at);
        }
        starts.add(golden.length);
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String name(long base) {
        return String.format(java.util.Locale.ROOT, "%020d.journal", base);
    }

    private void put(long base, byte[] bytes) throws IOException {
        Files.write(dir.resolve(name(base)), bytes);
    }

    private JournalEnd read() throws IOException {
        found.clear();
        positions.clear();
        return JournalFile.readBytes(dir, (position, record) -> {
            positions.add(position);
            found.add(new String(record, StandardCharsets.ISO_8859_1));
        });
    }

    private void damaged(int offset, String what) {
        DamagedJournalException e = assertThrows(DamagedJournalException.class, this::read);
        assertEquals(offset, e.offset(), e.getMessage());
        assertTrue(e.getMessage().contains(what), e.getMessage());
    }

    /** Writes the CRC of the frame anew. */
    private static void seal(byte[] bytes, int at) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, at, 44);
        crc.update(bytes, at + 48, little(bytes).getInt(at + 4));
        little(bytes).putInt(at + 44, (int) crc.getValue());
    }

    private byte[] withZeros() {
        return Arrays.copyOf(golden, golden.length + ZEROS);
    }

    /** A frame without records, in the place behind the golden ones. */
    private byte[] appended(long segmentId, long number, long durableUpTo, long goesOnAt, int crcBefore) {
        byte[] bytes = withZeros();
        int at = golden.length;
        little(bytes).putInt(at, 0x014847F7).putLong(at + 8, segmentId).putLong(at + 16, number);
        little(bytes).putLong(at + 24, durableUpTo).putLong(at + 32, goesOnAt).putInt(at + 40, crcBefore);
        seal(bytes, at);
        return bytes;
    }

    private long key() {
        return little(golden).getLong(8);
    }

    private int lastCrc() {
        return little(golden).getInt(golden.length - 4);
    }

    @Test
    void readsTheGoldenFile() throws IOException {
        put(0, withZeros());
        JournalEnd end = read();
        assertEquals(RECORDS, found);
        assertEquals(POSITIONS, positions);
        assertEquals(new JournalEnd(1, 5, 5, golden.length, starts.get(4), 0), end);
    }

    @Test
    void noSegmentIsNoJournal() throws IOException {
        Files.write(dir.resolve("spare"), new byte[10]);
        Files.write(dir.resolve("00000000000000000000.tmp"), new byte[10]);
        assertEquals(0, read().segments());
    }

    @Test
    void aRecordThatIsNoMessageIsDamage() throws IOException {
        put(0, withZeros());
        DamagedJournalException e =
                assertThrows(DamagedJournalException.class, () -> JournalFile.read(dir, (position, record) -> {}));
        assertEquals(starts.get(1).intValue(), e.offset());
        assertEquals(name(0), e.file().getFileName().toString());
    }

    /** Every bit but those of the last seal is proven; the last one may look like a torn tail. */
    @Test
    void everyChangedBitBelowTheLastSealIsFound() throws IOException {
        int seal = starts.get(starts.size() - 2);
        for (int bit = 0; bit < golden.length * 8; bit++) {
            byte[] bytes = withZeros();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            put(0, bytes);
            if (bit / 8 < seal) {
                DamagedJournalException e = assertThrows(DamagedJournalException.class, this::read, "bit " + bit);
                assertTrue(starts.contains((int) e.offset()) && e.offset() <= bit / 8, e.getMessage());
            } else {
                JournalEnd end = read();
                assertEquals(seal, end.position());
                assertTrue(end.cutBytes() > 0);
                assertEquals(RECORDS, found);
            }
        }
    }

    @Test
    void aTailThatNoFrameProvesIsCut() throws IOException {
        int last = starts.get(3);
        for (int length = last; length < starts.get(4); length++) {
            put(0, Arrays.copyOf(Arrays.copyOf(golden, length), golden.length + ZEROS));
            JournalEnd end = read();
            assertEquals(last, end.position());
            assertEquals(RECORDS.subList(0, 4), found);
        }
    }

    @Test
    void aFrameOfTheSegmentBehindTheEndProvesDamage() throws IOException {
        byte[] bytes = withZeros();
        Arrays.fill(bytes, starts.get(1), starts.get(3), (byte) 0);
        put(0, bytes);
        damaged(starts.get(1), "was on disk");
    }

    @Test
    void whatIsNotInTheChain() throws IOException {
        int end = golden.length;
        put(0, appended(key(), 5, end, 0, lastCrc()));
        assertEquals(6, read().frames());
        put(0, appended(key(), 6, end, 0, lastCrc()));
        assertEquals(5, read().frames(), "another number");
        put(0, appended(key(), 5, end, 0, lastCrc() + 1));
        assertEquals(5, read().frames(), "of another frame before");
        put(0, appended(key(), 5, end + 1, 0, lastCrc()));
        damaged(end, "was on disk");
        put(0, appended(key() + 1, 5, end, 0, lastCrc()));
        damaged(end, "another segment or journal");
    }

    @Test
    void goesOnInTheNextSegment() throws IOException {
        int end = golden.length;
        put(0, appended(key(), 5, end, end, lastCrc()));
        damaged(end, "goes on at position " + end);
        byte[] second = Arrays.copyOfRange(appended(key() ^ end, 5, end, 0, lastCrc()), end, end + 100);
        put(end, second);
        JournalEnd read = read();
        assertEquals(new JournalEnd(2, 6, 5, end + 48, end, 0), read);
        put(end + 200L, new byte[100]);
        DamagedJournalException e = assertThrows(DamagedJournalException.class, this::read);
        assertEquals(name(end), e.file().getFileName().toString());
        assertEquals(48, e.offset());
        Files.delete(dir.resolve(name(0)));
        damaged(0, "missing");
    }

    /** A journal of three segments, the first of which has the golden records. */
    private int putThree() throws IOException {
        int end = golden.length;
        put(0, appended(key(), 5, end, end, lastCrc()));
        byte[] last = Arrays.copyOf(golden, golden.length);
        // A frame of records, moved into the second segment, and a seal that goes on in the third.
        byte[] second = Arrays.copyOfRange(last, starts.get(3), starts.get(4));
        long base = end;
        little(second).putLong(8, key() ^ base).putLong(16, 5).putLong(24, base).putInt(40, lastCrc());
        seal(second, 0);
        byte[] seal = new byte[48];
        long third = base + second.length;
        little(seal).putInt(0, 0x014847F7).putLong(8, key() ^ base).putLong(16, 6);
        little(seal)
                .putLong(24, third)
                .putLong(32, third)
                .putInt(40, little(second).getInt(44));
        seal(seal, 0);
        byte[] both = Arrays.copyOf(second, second.length + seal.length + 50);
        System.arraycopy(seal, 0, both, second.length, seal.length);
        put(base, both);
        byte[] open = new byte[100];
        little(open).putInt(0, 0x014847F7).putLong(8, key() ^ third).putLong(16, 6);
        little(open).putLong(24, third).putInt(40, little(second).getInt(44));
        seal(open, 0);
        put(third, open);
        return end;
    }

    private JournalEnd readWhatIsLeft() throws IOException {
        positions.clear();
        return JournalFile.readBytes(dir, JournalFile.firstPosition(dir), (position, record) -> {
            positions.add(position);
            found.add(new String(record, StandardCharsets.ISO_8859_1));
        });
    }

    /** What retention has deleted nobody can account for: only who asks for what is left gets it. */
    @Test
    void aJournalThatBeginsLaterIsNoWholeJournal() throws IOException {
        int second = putThree();
        assertEquals(0, JournalFile.firstPosition(dir));
        JournalEnd whole = read();
        assertEquals(List.of("one", "two", "", "x".repeat(130), "four", "four"), found);
        Files.delete(dir.resolve(name(0)));

        DamagedJournalException e = assertThrows(
                DamagedJournalException.class, () -> JournalFile.read(dir, (position, record) -> found.add("none")));
        assertEquals(name(0) + " at offset 0: missing, the lowest segment begins at " + second, e.getMessage());
        assertEquals(dir.resolve(name(0)), e.file());
        assertTrue(!found.contains("none"), "nothing is handed over of what may not be whole");

        found.clear();
        assertEquals(second, JournalFile.firstPosition(dir));
        JournalEnd left = readWhatIsLeft();
        assertEquals(List.of("four"), found);
        assertEquals(List.of(second + 48L), positions);
        assertEquals(
                new JournalEnd(2, whole.frames(), 1, whole.position(), whole.durableUpTo(), whole.cutBytes()), left);
    }

    /** What is left has to be whole all the same. */
    @Test
    void aJournalThatBeginsLaterIsProvenFromThereOn() throws IOException {
        int second = putThree();
        Files.delete(dir.resolve(name(0)));
        byte[] bytes = Files.readAllBytes(dir.resolve(name(second)));
        bytes[50] ^= 1;
        put(second, bytes);
        DamagedJournalException e = assertThrows(DamagedJournalException.class, this::readWhatIsLeft);
        assertTrue(e.getMessage().contains("first frame of the journal is not whole"), e.getMessage());
        bytes[50] ^= 1;
        put(second, bytes);
        Files.delete(dir.resolve(name(JournalFile.firstPosition(dir))));
        // The last segment alone is a journal too, however little of one.
        assertEquals(1, readWhatIsLeft().segments());
        putThree();
        Files.delete(dir.resolve(name(second)));
        damaged(golden.length, "the next segment begins at position");
    }

    @Test
    void aFileThatEndsWithItsLastFrameWasCutByAStart() throws IOException {
        put(0, golden);
        damaged(golden.length, "cut off");
    }

    @Test
    void theFirstFrame() throws IOException {
        byte[] bytes = withZeros();
        bytes[3] = 2;
        put(0, bytes);
        damaged(0, "another format");
        put(0, new byte[100]);
        damaged(0, "first frame");
        put(0, new byte[0]);
        damaged(0, "first frame");
    }

    @Test
    void aRecordsLengthInItsShortestForm() throws IOException {
        byte[] bytes = withZeros();
        int at = starts.get(3);
        bytes[at + 48] = (byte) 0x84;
        bytes[at + 49] = 0;
        seal(bytes, at);
        little(bytes).putInt(starts.get(4) + 40, little(bytes).getInt(at + 44));
        seal(bytes, starts.get(4));
        put(0, bytes);
        damaged(at, "shortest form");
    }
}
