package io.gatehouse.server.journal;

import io.gatehouse.proto.journal.v1.PassRow;
import io.gatehouse.proto.journal.v1.RowChange;
import java.nio.ByteBuffer;

/** Rows of a change-set from messages. */
final class PassRows {
    private static final int ID_SIZE = 16;

    private PassRows() {}

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
