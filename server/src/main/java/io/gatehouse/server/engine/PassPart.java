package io.gatehouse.server.engine;

import io.gatehouse.proto.journal.v1.PassRow;
import io.gatehouse.proto.journal.v1.SnapshotPass;
import io.gatehouse.proto.journal.v1.SnapshotRecord;
import io.gatehouse.proto.wire.ReverseWriter;
import io.gatehouse.server.roster.Pass;
import io.gatehouse.server.roster.PassTable;
import java.io.IOException;
import java.util.Arrays;

/** Copies of some passes, eight longs each: made on the engine's thread in tens of nanoseconds, written on another. */
final class PassPart implements StateCopy, PassTable.Visitor {
    private static final int LONGS = 8;
    private static final int MAX_RECORD = 160;

    private final ReverseWriter out = new ReverseWriter(MAX_RECORD);
    private long[] longs = new long[LONGS * 1_024];
    private int count;

    /** So many that one is written before its turn comes again. */
    static PassPart[] turns() {
        PassPart[] turns = new PassPart[StateParts.WAITING + 2];
        Arrays.setAll(turns, i -> new PassPart());
        return turns;
    }

    void clear() {
        count = 0;
    }

    int count() {
        return count;
    }

    @Override
    public void visit(long hi, long lo, Pass pass) {
        int at = count++ * LONGS;
        if (at == longs.length) {
            longs = Arrays.copyOf(longs, at * 2);
        }
        longs[at] = hi;
        longs[at + 1] = lo;
        longs[at + 2] = pass.validFromUs();
        longs[at + 3] = pass.validUntilUs();
        longs[at + 4] = pass.lastPassageUs();
        longs[at + 5] = pass.lastHighUs();
        longs[at + 6] = (long) pass.estateId() << 32 | pass.household() & 0xFFFF_FFFFL;
        longs[at + 7] = (long) pass.lastPassageGate() << 32 | small(pass);
    }

    private static int small(Pass pass) {
        return pass.kind()
                | pass.scope() << 8
                | pass.status() << 12
                | pass.place() << 16
                | pass.lastPassageDirection() << 20
                | (pass.propertyListed() ? 1 << 24 : 0)
                | (pass.gridListed() ? 1 << 25 : 0)
                | (pass.declared() ? 1 << 26 : 0)
                | (pass.quarantined() ? 1 << 27 : 0);
    }

    @Override
    public void write(StateSink to) throws IOException {
        for (int i = 0; i < count; i++) {
            out.reset();
            write(i * LONGS);
            to.record(out.array(), out.offset(), out.length());
        }
    }

    /** From the last field to the first. */
    private void write(int at) {
        int end = out.offset();
        int small = (int) longs[at + 7];
        out.fixed64(SnapshotPass.LAST_HIGH_US_FIELD_NUMBER, longs[at + 5]);
        if (longs[at + 4] != 0) {
            out.unsigned(SnapshotPass.LAST_PASSAGE_DIRECTION_FIELD_NUMBER, small >>> 20 & 15);
            out.unsigned(SnapshotPass.LAST_PASSAGE_GATE_FIELD_NUMBER, longs[at + 7] >>> 32);
            out.fixed64(SnapshotPass.LAST_PASSAGE_US_FIELD_NUMBER, longs[at + 4]);
        }
        out.unsigned(SnapshotPass.PLACE_FIELD_NUMBER, small >>> 16 & 15);
        int rowEnd = out.offset();
        out.bool(PassRow.QUARANTINED_FIELD_NUMBER, (small & 1 << 27) != 0);
        out.bool(PassRow.DECLARED_FIELD_NUMBER, (small & 1 << 26) != 0);
        out.bool(PassRow.GRID_LISTED_FIELD_NUMBER, (small & 1 << 25) != 0);
        out.bool(PassRow.PROPERTY_LISTED_FIELD_NUMBER, (small & 1 << 24) != 0);
        out.unsigned(PassRow.HOUSEHOLD_FIELD_NUMBER, longs[at + 6] & 0xFFFF_FFFFL);
        out.unsigned(PassRow.STATUS_FIELD_NUMBER, small >>> 12 & 15);
        out.fixed64(PassRow.VALID_UNTIL_US_FIELD_NUMBER, longs[at + 3]);
        out.fixed64(PassRow.VALID_FROM_US_FIELD_NUMBER, longs[at + 2]);
        out.unsigned(PassRow.SCOPE_FIELD_NUMBER, small >>> 8 & 15);
        out.unsigned(PassRow.KIND_FIELD_NUMBER, small & 255);
        out.unsigned(PassRow.ESTATE_ID_FIELD_NUMBER, longs[at + 6] >>> 32);
        int idEnd = out.offset();
        out.bigEndian(longs[at + 1]);
        out.bigEndian(longs[at]);
        out.head(PassRow.PASS_ID_FIELD_NUMBER, idEnd);
        out.head(SnapshotPass.ROW_FIELD_NUMBER, rowEnd);
        out.head(SnapshotRecord.PASS_FIELD_NUMBER, end);
    }
}
