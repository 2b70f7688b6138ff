package io.gatehouse.server.journal;

import java.io.IOException;

/**
 * Reads a journal without changing it, also while a server writes it: then it ends with the last frame that was whole
 * when it got there.
 */
public final class JournalReader {
    private JournalReader() {}

    /**
     * Hands over every record in order.
     *
     * @throws JournalDamagedException naming file and offset, after the records before the damage were handed over
     */
    public static JournalSummary read(Disk disk, RecordVisitor visitor) throws IOException {
        Tail tail = JournalScan.of(disk, visitor);
        return JournalSummary.of(tail, tail.end);
    }

    /** Reads and checks all of it. */
    public static JournalSummary verify(Disk disk) throws IOException {
        return read(disk, (position, buffer, offset, length) -> {});
    }
}
