package io.gatehouse.server.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileDiskTest {
    @TempDir
    Path directory;

    @Test
    void keepsAJournal() throws IOException {
        FileDisk disk = new FileDisk(directory.resolve("a/b"));
        List<String> written = new ArrayList<>();
        for (int start = 0; start < 3; start++) {
            List<String> found = new ArrayList<>();
            try (Journal journal = Journals.open(disk, found).journal()) {
                assertEquals(written, found);
                for (int i = 0; i < 100; i++) {
                    written.add("record " + written.size() + "-".repeat(200));
                    Journals.append(journal, written.get(written.size() - 1));
                    journal.commit();
                }
            }
        }
        assertEquals(300, JournalReader.verify(disk).records());
        assertTrue(Segments.list(disk).size() > 3);
    }

    @Test
    void anotherProcessIsTurnedAway() throws Exception {
        FileDisk disk = new FileDisk(directory);
        Files.writeString(directory.resolve(SegmentName.LOCK), "4711"); // left by a killed process: no obstacle
        try (Journal journal = Journals.open(disk)) {
            String pid = Long.toString(ProcessHandle.current().pid());
            Process second = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Second.class.getName(),
                            directory.toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(second.getInputStream().readAllBytes());
            assertTrue(second.waitFor(30, TimeUnit.SECONDS));
            assertEquals(75, second.exitValue(), output);
            assertTrue(output.contains(pid), output);
            Journals.append(journal, "still mine");
            journal.commit();
            assertThrows(JournalInUseException.class, () -> Journals.open(disk));
        }
        assertEquals(1, JournalReader.verify(disk).records());
    }

    /** A second server on the same directory. */
    static final class Second {
        public static void main(String[] args) throws IOException {
            try (Journal journal = Journals.open(new FileDisk(Path.of(args[0])))) {
                System.out.println("opened at " + journal.durablePosition());
            } catch (JournalInUseException e) {
                System.out.println(e.getMessage());
                System.exit(75);
            }
        }
    }

    @Test
    void aReaderBesideTheWriterSeesAPrefix() throws Exception {
        FileDisk disk = new FileDisk(directory);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        int total = 3000;
        try (Journal journal =
                Journal.open(disk, Journals.small(threads), (p, b, o, l) -> {}).journal()) {
            Future<Integer> reader = threads.submit(() -> readUntil(disk, total));
            for (int i = 0; i < total; i++) {
                Journals.append(journal, Integer.toString(i));
                if (i % 3 == 2) {
                    journal.commit();
                }
            }
            journal.commit();
            System.out.println("read " + reader.get() + " times beside the writer");
        } finally {
            threads.shutdown();
            assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void writerAndBackgroundMakeSegmentsTogether() throws Exception {
        FileDisk disk = new FileDisk(directory);
        ExecutorService background = Executors.newSingleThreadExecutor();
        int total = 2000;
        JournalOptions options = new JournalOptions(
                4 << 10, 1 << 10, 1 << 10, 1 << 10, background, () -> Journals.KEY, new JournalListener() {});
        try (Journal journal = Journal.open(disk, options, (p, b, o, l) -> {}).journal()) {
            for (int i = 0; i < total; i++) {
                Journals.append(journal, "w".repeat(700));
                journal.commit();
            }
            while (journal.spareMissing()) { // it is made in the end, whoever came first
                Thread.onSpinWait();
            }
        } finally {
            background.shutdown();
        }
        assertEquals(total, JournalReader.verify(disk).records());
        assertTrue(Segments.list(disk).size() > total / 6);
    }

    private static int readUntil(Disk disk, int total) throws IOException {
        int rounds = 0;
        int last = 0;
        while (last < total) {
            List<String> found = new ArrayList<>();
            JournalReader.read(disk, Journals.collector(found));
            for (int i = 0; i < found.size(); i++) {
                assertEquals(Integer.toString(i), found.get(i));
            }
            assertTrue(found.size() >= last);
            last = found.size();
            rounds++;
        }
        return rounds;
    }

    /** From front to back, and with steps back and ahead: what is read is what stands, and no thread stays. */
    @Test
    void readingAheadChangesNothingThatIsRead() throws Exception {
        byte[] bytes = new byte[40 << 20];
        SplittableRandom random = new SplittableRandom(3);
        random.nextBytes(bytes);
        Files.write(directory.resolve("file"), bytes);
        Window window = new Window();
        try (DiskFile file = new FileDisk(directory).openRead("file")) {
            window.of(file);
            long at = 0;
            boolean seen = false;
            while (at < bytes.length) {
                int length = (int) Math.min(bytes.length - at, random.nextInt(1, 1 << 20));
                int index = window.at(at, length);
                assertTrue(Arrays.equals(bytes, (int) at, (int) at + length, window.bytes(), index, index + length));
                seen |= readsAhead();
                at += random.nextInt(10) == 0 ? random.nextInt(8 << 20) - Math.min(at, 2 << 20) : length;
            }
            assertTrue(seen);
        }
        while (readsAhead()) { // until it has seen that the file is closed
            Thread.onSpinWait();
        }
    }

    private static boolean readsAhead() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("gh-read-ahead"));
    }

    @Test
    void writesOnWhereTheSystemTakesAPart() throws IOException {
        PartChannel channel = new PartChannel(3);
        FileDisk.writeFully(channel, 100, ByteBuffer.wrap("0123456789".getBytes()));
        assertEquals("100:012 103:345 106:678 109:9 ", channel.log.toString());
        assertThrows(IOException.class, () -> FileDisk.writeFully(new PartChannel(0), 0, ByteBuffer.allocate(1)));
    }
}
