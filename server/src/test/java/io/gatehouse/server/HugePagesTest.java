package io.gatehouse.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HugePagesTest {
    @TempDir
    private Path folder;

    @Test
    void readsAFileOfTheSystem() throws IOException {
        Path file = folder.resolve("smaps_rollup");
        Files.writeString(file, "00400000-7fff rollup\nRss:    812 kB\nAnonHugePages:   204800 kB\nSwap:   0 kB\n");
        assertEquals(200 << 20, HugePages.bytes(file, "AnonHugePages:").orElseThrow());
        assertTrue(HugePages.bytes(file, "Nothing:").isEmpty());
        assertTrue(HugePages.bytes(folder.resolve("absent"), "Rss:").isEmpty());
    }

    @Test
    void fourFifthsAreEnough() {
        assertTrue(HugePages.enough(80 << 20, 100 << 20));
        assertFalse(HugePages.enough(79 << 20, 100 << 20));
    }

    @Test
    void saysWhatToDo() {
        String line = HugePages.describe(1L << 40);
        assertTrue(line.startsWith("huge pages: "), line);
        assertTrue(line.contains("not known") || line.contains("glibc.malloc.hugetlb=1"), line);
        assertFalse(HugePages.describe(0).contains("GLIBC"));
    }
}
