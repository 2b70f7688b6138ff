package io.gatehouse.server.journal;

import io.gatehouse.server.sim.SimDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A journal with everything in it that one can have: rolls, starts, seals within and at the end, a tail. */
final class WrittenJournal {
    private static final long MILLIS_50 = 50_000_000;

    final List<String> records = new ArrayList<>();
    final TreeMap<String, byte[]> files = new TreeMap<>();
    /** How many of the records were acknowledged. */
    final int acknowledged;

    private final SimDisk disk = new SimDisk(3);
    private final SplittableRandom random;
    private final long key;
    private long ticks;

    /**
     * @param bytes length of the journal, about
     * @param sealed whether it ends with a seal, or else with a frame that nobody waited for
     */
    WrittenJournal(long key, int bytes, boolean sealed) throws IOException {
        this.key = key;
        random = new SplittableRandom(key ^ bytes);
        live(bytes * 3 / 8).close();
        live(bytes * 5 / 8);
        disk.kill();
        Journal last = live(bytes);
        acknowledged = records.size();
        if (sealed) {
            last.close();
        } else {
            add(last);
            last.write();
            disk.kill();
        }
        for (String name : disk.list()) {
            if (name.endsWith(".journal")) {
                files.put(name, disk.content(name));
            }
        }
    }

    static JournalOptions options(long key) {
        return new JournalOptions(
                16 << 10, 4 << 10, 2 << 10, 2 << 10, Runnable::run, () -> key, new JournalListener() {});
    }

    private Journal live(int upTo) throws IOException {
        Journal journal = Journal.open(disk, options(key), (position, buffer, offset, length) -> {})
                .journal();
        while (journal.durablePosition() < upTo) {
            for (int i = random.nextInt(4); i >= 0; i--) {
                add(journal);
            }
            journal.commit();
            if (random.nextInt(6) == 0) {
                journal.idle(++ticks);
                journal.idle(ticks += MILLIS_50);
            }
        }
        return journal;
    }

    private void add(Journal journal) throws IOException {
        String record = Journals.record(records.size(), random, 200);
        Journals.append(journal, record);
        records.add(record);
    }

    /** A copy whose files may be replaced. */
    Map<String, byte[]> copy() {
        return new TreeMap<>(files);
    }

    long bytes() {
        return files.values().stream().mapToLong(f -> f.length).sum();
    }
}
