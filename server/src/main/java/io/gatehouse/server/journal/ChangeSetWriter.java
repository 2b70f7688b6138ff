package io.gatehouse.server.journal;

import io.gatehouse.proto.journal.v1.ChangeSetRecord;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.wire.ProtoWriter;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.roster.Change.PassChanges;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes change-sets as records, the same bytes as the generated classes write, without an object for each row: a first
 * load is hundreds of thousands of rows in a process that has just begun. One thread at a time.
 */
final class ChangeSetWriter {
    private PassChanges set;
    private long version;
    private long atUs;
    private byte[] source;
    private byte[] sha256;
    private byte[] who;
    private byte[] why;
    private int setBytes;

    /** Bytes that {@link #write} will take, the record's length included. */
    int size(Event event) {
        prepare(event);
        int record = recordBytes();
        return ProtoWriter.sizeOf(record) + record;
    }

    private int recordBytes() {
        return 1 + ProtoWriter.sizeOf(setBytes) + setBytes;
    }

    private void prepare(Event event) {
        if (set == event.change && version == event.version && atUs == event.receivedAtUs) {
            return;
        }
        set = (PassChanges) event.change;
        version = event.version;
        atUs = event.receivedAtUs;
        source = set.source().getBytes(StandardCharsets.UTF_8);
        sha256 = SiteRows.bytes(set.fileSha256()).toByteArray();
        who = set.who().getBytes(StandardCharsets.UTF_8);
        why = set.why().getBytes(StandardCharsets.UTF_8);
        int bytes = Fields.fixed64(set.id())
                + Fields.enumeration(set.kind())
                + Fields.uint32(set.estateId())
                + Fields.uint64(set.baseVersion())
                + Fields.uint64(version)
                + Fields.bytes(source.length)
                + Fields.bytes(sha256.length)
                + Fields.bytes(who.length)
                + Fields.bytes(why.length)
                + Fields.fixed64(atUs);
        for (int i = 0; i < set.rows().size(); i++) {
            bytes += Fields.message(PassRowWriter.size(set.rows().get(i)));
        }
        setBytes = bytes;
    }

    /** @throws BufferOverflowException where it does not fit */
    void write(Event event, ByteBuffer out) {
        if (size(event) > out.remaining()) {
            throw new BufferOverflowException();
        }
        Fields.varint(out, recordBytes());
        Fields.head(out, Record.CHANGE_SET_FIELD_NUMBER, setBytes);
        Fields.fixed64(out, ChangeSetRecord.CHANGE_SET_ID_FIELD_NUMBER, set.id());
        Fields.unsigned(out, ChangeSetRecord.KIND_FIELD_NUMBER, set.kind());
        Fields.unsigned(out, ChangeSetRecord.ESTATE_ID_FIELD_NUMBER, Integer.toUnsignedLong(set.estateId()));
        Fields.unsigned(out, ChangeSetRecord.BASE_VERSION_FIELD_NUMBER, set.baseVersion());
        Fields.unsigned(out, ChangeSetRecord.ROSTER_VERSION_FIELD_NUMBER, version);
        Fields.bytes(out, ChangeSetRecord.SOURCE_FIELD_NUMBER, source);
        Fields.bytes(out, ChangeSetRecord.FILE_SHA256_FIELD_NUMBER, sha256);
        Fields.bytes(out, ChangeSetRecord.WHO_FIELD_NUMBER, who);
        Fields.bytes(out, ChangeSetRecord.WHY_FIELD_NUMBER, why);
        Fields.fixed64(out, ChangeSetRecord.AT_US_FIELD_NUMBER, atUs);
        for (int i = 0; i < set.rows().size(); i++) {
            PassRowWriter.write(
                    out, ChangeSetRecord.ROWS_FIELD_NUMBER, set.rows().get(i));
        }
        set = null;
    }
}
