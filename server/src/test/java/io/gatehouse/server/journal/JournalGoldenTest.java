package io.gatehouse.server.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.server.sim.SimDisk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bytes of every released format stay readable, and those of the present one are what is written. */
class JournalGoldenTest {
    private static final List<String> RECORDS = List.of("one", "two", "", "x".repeat(130), "four");

    /** Lines of hex; a line may begin with what it shows and a colon. */
    private static byte[] golden(String name) throws IOException {
        try (InputStream in = JournalGoldenTest.class.getResourceAsStream("/journal/" + name)) {
            StringBuilder hex = new StringBuilder();
            for (String line : new String(in.readAllBytes(), StandardCharsets.US_ASCII).split("\n")) {
                hex.append(line.substring(line.indexOf(':') + 1).replace(" ", ""));
            }
            return HexFormat.of().parseHex(hex);
        }
    }

    @Test
    void format1IsRead() throws IOException {
        byte[] segment = golden("format-1.hex");
        SimDisk disk = new SimDisk(1);
        disk.put(SegmentName.of(0), Arrays.copyOf(segment, segment.length + 100));
        List<String> found = new ArrayList<>();
        JournalReader.read(disk, Journals.collector(found));
        assertEquals(RECORDS, found);
    }

    @Test
    void format1IsWritten() throws IOException {
        SimDisk disk = new SimDisk(1);
        Journal journal = Journals.open(disk);
        Journals.append(journal, RECORDS.get(0));
        Journals.append(journal, RECORDS.get(1));
        Journals.append(journal, RECORDS.get(2));
        journal.commit();
        Journals.append(journal, RECORDS.get(3));
        journal.commit();
        Journals.append(journal, RECORDS.get(4));
        journal.close();
        byte[] written = disk.content(SegmentName.of(0));
        byte[] golden = golden("format-1.hex");
        HexFormat hex = HexFormat.of();
        assertEquals(hex.formatHex(golden), hex.formatHex(written, 0, golden.length));
        for (int i = golden.length; i < written.length; i++) {
            assertEquals(0, written[i]);
        }
    }
}
