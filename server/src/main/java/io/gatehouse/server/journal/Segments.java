package io.gatehouse.server.journal;

import java.io.IOException;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The segments that a directory holds, by their base positions. */
final class Segments {
    private Segments() {}

    static NavigableSet<Long> list(Disk disk) throws IOException {
        NavigableSet<Long> bases = new TreeSet<>();
        for (String name : disk.list()) {
            if (!name.endsWith(SegmentName.SUFFIX)) {
                continue;
            }
            long base = SegmentName.base(name);
            if (base < 0) {
                throw new JournalDamagedException(name, 0, "not the name of a segment; move it away if it is none");
            }
            bases.add(base);
        }
        return bases;
    }
}
