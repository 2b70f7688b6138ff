package io.gatehouse.server.journal;

import io.gatehouse.proto.journal.v1.SnapshotRecord;
import java.io.IOException;

/** Hands a snapshot's state to a start. */
final class StateReading {
    private StateReading() {}

    /** The snapshot was read whole before: what is wrong with it now is no damage of its bytes. */
    static void read(Disk disk, Origin origin, StateVisitor visitor) throws IOException {
        if (origin.snapshot() == null) {
            return;
        }
        String name = origin.snapshot().name();
        visitor.onStateBegins(origin.snapshot());
        long[] left = {origin.snapshot().records()};
        try {
            SnapshotSummary again = SnapshotReader.read(disk, name, (bytes, offset, length) -> {
                boolean isHead = bytes[offset] == (SnapshotRecord.HEAD_FIELD_NUMBER << 3 | 2);
                boolean isEnd = --left[0] == 0;
                if (!isHead && !isEnd) {
                    visitor.onState(bytes, offset, length);
                }
            });
            visitor.onStateRead(again);
        } catch (IllegalArgumentException e) {
            throw new JournalDamagedException(name, 0, "whole, but not to be understood: " + e.getMessage());
        } catch (SnapshotDamagedException e) {
            throw new IOException("changed while it was read", e);
        }
    }
}
