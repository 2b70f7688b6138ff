package io.gatehouse.server.journal;

import io.gatehouse.proto.journal.v1.PassRow;
import io.gatehouse.proto.journal.v1.RowChange;
import java.nio.ByteBuffer;

/** Writes rows of a change-set, sized before they are written. */
final class PassRowWriter {
    private static final int ID_BYTES = 16;

    private PassRowWriter() {}

    static int size(io.gatehouse.server.roster.RowChange row) {
        return (row.before() == null ? 0 : Fields.message(size(row.before())))
                + (row.after() == null ? 0 : Fields.message(size(row.after())));
    }

    private static int size(io.gatehouse.server.roster.PassRow row) {
        return Fields.message(ID_BYTES)
                + Fields.uint32(row.estateId())
                + Fields.enumeration(row.kind())
                + Fields.enumeration(row.scope())
                + Fields.fixed64(row.validFromUs())
                + Fields.fixed64(row.validUntilUs())
                + Fields.enumeration(row.status())
                + Fields.uint32(row.household())
                + (row.propertyListed() ? 2 : 0)
                + (row.gridListed() ? 2 : 0)
                + (row.declared() ? 2 : 0)
                + (row.quarantined() ? 2 : 0);
    }

    static void write(ByteBuffer out, int field, io.gatehouse.server.roster.RowChange row) {
        Fields.head(out, field, size(row));
        if (row.before() != null) {
            write(out, RowChange.BEFORE_FIELD_NUMBER, row.before());
        }
        if (row.after() != null) {
            write(out, RowChange.AFTER_FIELD_NUMBER, row.after());
        }
    }

    private static void write(ByteBuffer out, int field, io.gatehouse.server.roster.PassRow row) {
        Fields.head(out, field, size(row));
        Fields.head(out, PassRow.PASS_ID_FIELD_NUMBER, ID_BYTES);
        Fields.big(out, row.hi());
        Fields.big(out, row.lo());
        Fields.unsigned(out, PassRow.ESTATE_ID_FIELD_NUMBER, Integer.toUnsignedLong(row.estateId()));
        Fields.unsigned(out, PassRow.KIND_FIELD_NUMBER, row.kind());
        Fields.unsigned(out, PassRow.SCOPE_FIELD_NUMBER, row.scope());
        Fields.fixed64(out, PassRow.VALID_FROM_US_FIELD_NUMBER, row.validFromUs());
        Fields.fixed64(out, PassRow.VALID_UNTIL_US_FIELD_NUMBER, row.validUntilUs());
        Fields.unsigned(out, PassRow.STATUS_FIELD_NUMBER, row.status());
        Fields.unsigned(out, PassRow.HOUSEHOLD_FIELD_NUMBER, Integer.toUnsignedLong(row.household()));
        Fields.unsigned(out, PassRow.PROPERTY_LISTED_FIELD_NUMBER, row.propertyListed() ? 1 : 0);
        Fields.unsigned(out, PassRow.GRID_LISTED_FIELD_NUMBER, row.gridListed() ? 1 : 0);
        Fields.unsigned(out, PassRow.DECLARED_FIELD_NUMBER, row.declared() ? 1 : 0);
        Fields.unsigned(out, PassRow.QUARANTINED_FIELD_NUMBER, row.quarantined() ? 1 : 0);
    }
}
