package io.gatehouse.server.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.testing.Counts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectWritesTest {
    private static final int SIZE = 3 << 20;

    @TempDir
    private Path folder;

    private static ByteBuffer random(SplittableRandom random, int length, boolean direct) {
        ByteBuffer bytes = direct ? ByteBuffer.allocateDirect(length) : ByteBuffer.allocate(length);
        for (int i = 0; i < length; i++) {
            bytes.put((byte) (random.nextInt() | 1));
        }
        return bytes.flip();
    }

    private static byte[] copy(ByteBuffer source) {
        byte[] bytes = new byte[source.remaining()];
        source.get(source.position(), bytes);
        return bytes;
    }

    /** Appends of any length to a file of zeros, with a plain write between now and then, read back as they were. */
    @Test
    void appendsAreReadBack() throws IOException {
        int files = Counts.of(10, 20, 200);
        FileDisk disk = new FileDisk(folder);
        for (int seed = 0; seed < files; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            String name = "file-" + seed;
            byte[] expected = new byte[SIZE - random.nextInt(2) * random.nextInt(5_000)];
            try (DiskFile file = disk.create(name)) {
                file.zero(0, expected.length);
                appendUntilFull(random, file, expected);
                file.sync();
                assertEquals(expected.length, file.size());
                byte[] back = Files.readAllBytes(folder.resolve(name));
                assertEquals(-1, Arrays.mismatch(expected, back), "seed " + seed);
            }
            disk.delete(name);
        }
        Counts.report("files appended to and read back", files, 200);
    }

    private static void appendUntilFull(SplittableRandom random, DiskFile file, byte[] expected) throws IOException {
        int[] sizes = {1, 90, 4_095, 4_096, 4_097, 70_000, 1 << 20, 1_500_000};
        int at = random.nextInt(3) * random.nextInt(9_000);
        while (true) {
            int length = 1 + random.nextInt(sizes[random.nextInt(sizes.length)]);
            if (at + length > expected.length) {
                return;
            }
            ByteBuffer bytes = random(random, length, random.nextBoolean());
            System.arraycopy(copy(bytes), 0, expected, at, length);
            if (random.nextInt(8) == 0) {
                file.write(at, bytes);
            } else {
                file.append(at, bytes);
            }
            assertEquals(0, bytes.remaining());
            // A reader beside the writer brings pages into the cache that a later append must not leave stale.
            ByteBuffer back = ByteBuffer.allocate(length);
            assertEquals(length, file.read(at, back));
            assertArrayEquals(Arrays.copyOfRange(expected, at, at + length), back.array());
            at += length + random.nextInt(2) * random.nextInt(10_000);
        }
    }

    @Test
    void zerosOfAnyRange() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        FileDisk disk = new FileDisk(folder);
        byte[] expected = new byte[SIZE];
        try (DiskFile file = disk.create("zeros")) {
            ByteBuffer bytes = random(random, SIZE, true);
            System.arraycopy(copy(bytes), 0, expected, 0, SIZE);
            file.write(0, bytes);
            for (int i = 0; i < 50; i++) {
                int from = random.nextInt(SIZE);
                int to = from + random.nextInt(Math.min(SIZE - from, 1 << 1 + random.nextInt(20)));
                file.zero(from, to);
                Arrays.fill(expected, from, to, (byte) 0);
            }
            assertArrayEquals(expected, Files.readAllBytes(folder.resolve("zeros")));
        }
    }

    @Test
    void aFileSystemInMemoryTakesPlainWrites() throws IOException {
        Path memory = Path.of("/dev/shm");
        if (!Files.isWritable(memory)) {
            return;
        }
        Path folder = Files.createTempDirectory(memory, "gatehouse");
        try (DiskFile file = new FileDisk(folder).create("file")) {
            file.zero(0, 10_000);
            file.append(5_000, ByteBuffer.wrap(new byte[] {1, 2, 3}));
            assertEquals(10_000, file.size());
            assertEquals(2, Files.readAllBytes(folder.resolve("file"))[5_001]);
        } finally {
            Files.deleteIfExists(folder.resolve("file"));
            Files.delete(folder);
        }
    }

    @Test
    void theFileSystemOfTheseTestsIsAsked() throws IOException {
        Path file = Files.write(folder.resolve("asked"), new byte[8_192]);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            DirectWrites direct = DirectWrites.open(file, channel);
            if (Files.getFileStore(file).type().equals("ext4")) {
                assertNotNull(direct);
                assertTrue(direct.append(4_000, ByteBuffer.wrap(new byte[200])));
                direct.close();
            } else if (Files.getFileStore(file).type().equals("tmpfs")) {
                assertNull(direct);
            }
        }
    }
}
