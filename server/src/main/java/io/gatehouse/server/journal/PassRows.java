package io.gatehouse.server.journal;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.journal.v1.PassRow;
import io.gatehouse.proto.journal.v1.RowChange;
import java.nio.ByteBuffer;

/** Rows of a change-set as messages and back. */
final class PassRows {
    private static final int ID_SIZE = 16;

    private PassRows() {}

    static RowChange toMessage(io.gatehouse.server.roster.RowChange row) {
        RowChange.Builder message = RowChange.newBuilder();
        if (row.before() != null) {
            message.setBefore(toMessage(row.before()));
        }
        if (row.after() != null) {
            message.setAfter(toMessage(row.after()));
        }
        return message.build();
    }

    private static PassRow toMessage(io.gatehouse.server.roster.PassRow row) {
        byte[] id =
                ByteBuffer.allocate(ID_SIZE).putLong(row.hi()).putLong(row.lo()).array();
        return PassRow.newBuilder()
                .setPassId(ByteString.copyFrom(id))
                .setEstateId(row.estateId())
                .setKindValue(row.kind())
                .setScopeValue(row.scope())
                .setValidFromUs(row.validFromUs())
                .setValidUntilUs(row.validUntilUs())
                .setStatusValue(row.status())
                .setHousehold(row.household())
                .setPropertyListed(row.propertyListed())
                .setGridListed(row.gridListed())
                .setDeclared(row.declared())
                .setQuarantined(row.quarantined())
                .build();
    }

    static io.gatehouse.server.roster.RowChange toRow(RowChange message) throws RecordException {
        return new io.gatehouse.server.roster.RowChange(
                message.hasBefore() ? toRow(message.getBefore()) : null,
                message.hasAfter() ? toRow(message.getAfter()) : null);
    }

    private static io.gatehouse.server.roster.PassRow toRow(PassRow message) throws RecordException {
        if (message.getPassId().size() != ID_SIZE) {
            throw new RecordException(
                    "a row's pass id has " + message.getPassId().size() + " bytes, not " + ID_SIZE);
        }
        ByteBuffer id = message.getPassId().asReadOnlyByteBuffer();
        return new io.gatehouse.server.roster.PassRow(
                id.getLong(),
                id.getLong(),
                message.getEstateId(),
                message.getKindValue(),
                message.getScopeValue(),
                message.getValidFromUs(),
                message.getValidUntilUs(),
                message.getStatusValue(),
                message.getHousehold(),
                message.getPropertyListed(),
                message.getGridListed(),
                message.getDeclared(),
                message.getQuarantined());
    }
}
