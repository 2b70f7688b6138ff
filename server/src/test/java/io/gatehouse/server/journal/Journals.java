package io.gatehouse.server.journal;

import io.gatehouse.server.sim.SimDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;

/** Small journals for tests. */
final class Journals {
    static final long KEY = 0x5EED_0F_A_7E57L;

    private Journals() {}

    /** Segments of 16 KiB, 4 KiB before ready, copied below 2 KiB, frames of at most 2 KiB, all on the calling thread. */
    static JournalOptions small() {
        return small(Runnable::run);
    }

    static JournalOptions small(Executor background) {
        return new JournalOptions(16 << 10, 4 << 10, 2 << 10, 2 << 10, background, () -> KEY, new JournalListener() {});
    }

    static Opened open(Disk disk, List<String> found) throws IOException {
        return Journal.open(disk, small(), collector(found));
    }

    static Journal open(Disk disk) throws IOException {
        return open(disk, new ArrayList<>()).journal();
    }

    static RecordVisitor collector(List<String> found) {
        return (position, buffer, offset, length) -> found.add(new String(buffer, offset, length, "ISO-8859-1"));
    }

    static List<String> read(SimDisk disk) throws IOException {
        List<String> found = new ArrayList<>();
        new JournalScan(disk, collector(found)).run();
        return found;
    }

    static long append(Journal journal, String record) throws IOException {
        byte[] bytes = record.getBytes("ISO-8859-1");
        ByteBuffer buffer = journal.begin(bytes.length + 40);
        buffer.put(bytes);
        return journal.end();
    }

    /** A record that names its number, of 1 to {@code most} bytes more. */
    static String record(int number, SplittableRandom random, int most) {
        StringBuilder text = new StringBuilder().append(number).append(':');
        for (int left = 1 + random.nextInt(most); left > 0; left--) {
            text.append((char) random.nextInt(256));
        }
        return text.toString();
    }
}
