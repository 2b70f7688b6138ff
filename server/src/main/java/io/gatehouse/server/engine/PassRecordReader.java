package io.gatehouse.server.engine;

import static io.gatehouse.proto.wire.ProtoReader.BYTES;
import static io.gatehouse.proto.wire.ProtoReader.FIXED64;
import static io.gatehouse.proto.wire.ProtoReader.VARINT;

import io.gatehouse.proto.journal.v1.SnapshotPass;
import io.gatehouse.proto.journal.v1.SnapshotRecord;
import io.gatehouse.proto.wire.ProtoReader;
import io.gatehouse.server.roster.PassRow;
import io.gatehouse.server.roster.PassTable;

/** Reads passes of a snapshot by hand: there are millions of them, and the server does not start before. */
final class PassRecordReader {
    private static final int ID = 16;

    private final PassTable table;
    private final ProtoReader in = new ProtoReader();

    // the roster's fields of the pass that is read
    private long hi;
    private long lo;
    private boolean named;
    private int estateId;
    private int kind;
    private int scope;
    private long validFromUs;
    private long validUntilUs;
    private int status;
    private int household;
    private boolean property;
    private boolean grid;
    private boolean declared;
    private boolean quarantined;

    PassRecordReader(PassTable table) {
        this.table = table;
    }

    /** Takes the record in where it is a pass's; false where it is another. */
    boolean read(byte[] bytes, int offset, int length) {
        in.reset(bytes, offset, length);
        if (in.tag() != (SnapshotRecord.PASS_FIELD_NUMBER << 3 | BYTES)) {
            return false;
        }
        clear();
        int outer = in.enter();
        readPass(bytes);
        in.leave(outer);
        if (in.failed() || !named || in.more()) {
            throw new IllegalArgumentException("not a pass in this format");
        }
        return true;
    }

    private void clear() {
        hi = 0;
        lo = 0;
        named = false;
        estateId = 0;
        kind = 0;
        scope = 0;
        validFromUs = 0;
        validUntilUs = 0;
        status = 0;
        household = 0;
        property = false;
        grid = false;
        declared = false;
        quarantined = false;
    }

    private void readPass(byte[] bytes) {
        int place = 0;
        long lastPassageUs = 0;
        int lastGate = 0;
        int lastDirection = 0;
        long lastHighUs = 0;
        int tag;
        while ((tag = in.tag()) != 0) {
            switch (tag) {
                case SnapshotPass.ROW_FIELD_NUMBER << 3 | BYTES -> {
                    int outer = in.enter();
                    readRow(bytes);
                    in.leave(outer);
                }
                case SnapshotPass.PLACE_FIELD_NUMBER << 3 | VARINT -> place = in.varint32();
                case SnapshotPass.LAST_PASSAGE_US_FIELD_NUMBER << 3 | FIXED64 -> lastPassageUs = in.fixed64();
                case SnapshotPass.LAST_PASSAGE_GATE_FIELD_NUMBER << 3 | VARINT -> lastGate = in.varint32();
                case SnapshotPass.LAST_PASSAGE_DIRECTION_FIELD_NUMBER << 3 | VARINT -> lastDirection = in.varint32();
                case SnapshotPass.LAST_HIGH_US_FIELD_NUMBER << 3 | FIXED64 -> lastHighUs = in.fixed64();
                default -> in.skip(tag);
            }
        }
        if (!in.failed() && named) {
            table.put(row());
            table.at(table.locate(hi, lo)).setState(place, lastPassageUs, lastGate, lastDirection, lastHighUs);
        }
    }

    private PassRow row() {
        return new PassRow(
                hi,
                lo,
                estateId,
                kind,
                scope,
                validFromUs,
                validUntilUs,
                status,
                household,
                property,
                grid,
                declared,
                quarantined);
    }

    private void readRow(byte[] bytes) {
        int tag;
        while ((tag = in.tag()) != 0) {
            switch (tag) {
                case io.gatehouse.proto.journal.v1.PassRow.PASS_ID_FIELD_NUMBER << 3 | BYTES -> readId(bytes);
                case io.gatehouse.proto.journal.v1.PassRow.ESTATE_ID_FIELD_NUMBER << 3 | VARINT ->
                    estateId = in.varint32();
                case io.gatehouse.proto.journal.v1.PassRow.KIND_FIELD_NUMBER << 3 | VARINT -> kind = in.varint32();
                case io.gatehouse.proto.journal.v1.PassRow.SCOPE_FIELD_NUMBER << 3 | VARINT -> scope = in.varint32();
                case io.gatehouse.proto.journal.v1.PassRow.VALID_FROM_US_FIELD_NUMBER << 3 | FIXED64 ->
                    validFromUs = in.fixed64();
                case io.gatehouse.proto.journal.v1.PassRow.VALID_UNTIL_US_FIELD_NUMBER << 3 | FIXED64 ->
                    validUntilUs = in.fixed64();
                case io.gatehouse.proto.journal.v1.PassRow.STATUS_FIELD_NUMBER << 3 | VARINT -> status = in.varint32();
                case io.gatehouse.proto.journal.v1.PassRow.HOUSEHOLD_FIELD_NUMBER << 3 | VARINT ->
                    household = in.varint32();
                case io.gatehouse.proto.journal.v1.PassRow.PROPERTY_LISTED_FIELD_NUMBER << 3 | VARINT ->
                    property = in.bool();
                case io.gatehouse.proto.journal.v1.PassRow.GRID_LISTED_FIELD_NUMBER << 3 | VARINT -> grid = in.bool();
                case io.gatehouse.proto.journal.v1.PassRow.DECLARED_FIELD_NUMBER << 3 | VARINT -> declared = in.bool();
                case io.gatehouse.proto.journal.v1.PassRow.QUARANTINED_FIELD_NUMBER << 3 | VARINT ->
                    quarantined = in.bool();
                default -> in.skip(tag);
            }
        }
    }

    private void readId(byte[] bytes) {
        int at = in.bytes();
        if (in.size() != ID) {
            in.fail();
            return;
        }
        hi = ProtoReader.bigEndian(bytes, at);
        lo = ProtoReader.bigEndian(bytes, at + Long.BYTES);
        named = true;
    }
}
