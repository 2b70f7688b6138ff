package io.gatehouse.server.journal;

import static io.gatehouse.proto.wire.ProtoReader.BYTES;
import static io.gatehouse.proto.wire.ProtoReader.FIXED64;
import static io.gatehouse.proto.wire.ProtoReader.VARINT;

import io.gatehouse.proto.journal.v1.ChangeSetRecord;
import io.gatehouse.proto.journal.v1.PassRow;
import io.gatehouse.proto.journal.v1.RowChange;
import io.gatehouse.proto.wire.ProtoReader;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.roster.Change;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads change-sets as {@link ChangeSetWriter} writes them: each field once, none but the known ones. Anything else is
 * left to the generated classes. One thread at a time.
 */
final class ChangeSetReader {
    private static final int ID_BYTES = 16;

    private final ProtoReader in;
    private byte[] bytes;
    private long id;
    private int kind;
    private int estateId;
    private long baseVersion;
    private long rosterVersion;
    private String source;
    private String sha256;
    private String who;
    private String why;
    private long atUs;
    private int lastTag;
    private int passTag;

    ChangeSetReader(ProtoReader in) {
        this.in = in;
    }

    /** Fills the event; false where the generated classes have to say what it is. */
    boolean read(byte[] array, int offset, int length, Event event) {
        clear();
        bytes = array;
        in.reset(array, offset, length);
        List<io.gatehouse.server.roster.RowChange> rows = new ArrayList<>(length / 48 + 1);
        int tag;
        while ((tag = in.tag()) != 0) {
            if (tag == (ChangeSetRecord.ROWS_FIELD_NUMBER << 3 | BYTES)) {
                lastTag = tag;
                rows.add(row());
            } else {
                head(tag);
            }
        }
        if (in.failed()) {
            return false;
        }
        event.kind = Event.Kind.CHANGE;
        event.change = new Change.PassChanges(id, kind, estateId, baseVersion, source, sha256, who, why, rows);
        event.version = rosterVersion;
        event.receivedAtUs = atUs;
        event.result = Event.Result.RECORDED;
        return true;
    }

    private void clear() {
        id = 0;
        kind = 0;
        estateId = 0;
        baseVersion = 0;
        rosterVersion = 0;
        source = "";
        sha256 = "";
        who = "";
        why = "";
        atUs = 0;
        lastTag = 0;
    }

    private void head(int tag) {
        if (tag <= lastTag) {
            in.fail();
            return;
        }
        lastTag = tag;
        switch (tag) {
            case ChangeSetRecord.CHANGE_SET_ID_FIELD_NUMBER << 3 | FIXED64 -> id = in.fixed64();
            case ChangeSetRecord.KIND_FIELD_NUMBER << 3 | VARINT -> kind = in.varint32();
            case ChangeSetRecord.ESTATE_ID_FIELD_NUMBER << 3 | VARINT -> estateId = in.varint32();
            case ChangeSetRecord.BASE_VERSION_FIELD_NUMBER << 3 | VARINT -> baseVersion = in.varint();
            case ChangeSetRecord.ROSTER_VERSION_FIELD_NUMBER << 3 | VARINT -> rosterVersion = in.varint();
            case ChangeSetRecord.SOURCE_FIELD_NUMBER << 3 | BYTES -> source = text();
            case ChangeSetRecord.FILE_SHA256_FIELD_NUMBER << 3 | BYTES -> sha256 = hex();
            case ChangeSetRecord.WHO_FIELD_NUMBER << 3 | BYTES -> who = text();
            case ChangeSetRecord.WHY_FIELD_NUMBER << 3 | BYTES -> why = text();
            case ChangeSetRecord.AT_US_FIELD_NUMBER << 3 | FIXED64 -> atUs = in.fixed64();
            default -> in.fail();
        }
    }

    /** Text that is not UTF-8 the generated classes refuse. */
    private String text() {
        int at = in.bytes();
        String text = new String(bytes, at, in.size(), StandardCharsets.UTF_8);
        if (text.indexOf('\ufffd') >= 0) {
            in.fail();
        }
        return text;
    }

    private String hex() {
        int at = in.bytes();
        return HexFormat.of().formatHex(bytes, at, at + in.size());
    }

    private io.gatehouse.server.roster.RowChange row() {
        io.gatehouse.server.roster.PassRow before = null;
        io.gatehouse.server.roster.PassRow after = null;
        int outer = in.enter();
        int tag;
        while ((tag = in.tag()) != 0) {
            if (tag == (RowChange.BEFORE_FIELD_NUMBER << 3 | BYTES) && before == null && after == null) {
                before = pass();
            } else if (tag == (RowChange.AFTER_FIELD_NUMBER << 3 | BYTES) && after == null) {
                after = pass();
            } else {
                in.fail();
            }
        }
        in.leave(outer);
        return new io.gatehouse.server.roster.RowChange(before, after);
    }

    private io.gatehouse.server.roster.PassRow pass() {
        int outer = in.enter();
        if (in.tag() != (PassRow.PASS_ID_FIELD_NUMBER << 3 | BYTES)) {
            in.fail();
        }
        int at = in.bytes();
        if (in.failed() || in.size() != ID_BYTES) {
            in.fail();
            return null;
        }
        long hi = ProtoReader.bigEndian(bytes, at);
        long lo = ProtoReader.bigEndian(bytes, at + Long.BYTES);
        passTag = in.tag();
        io.gatehouse.server.roster.PassRow row = new io.gatehouse.server.roster.PassRow(
                hi,
                lo,
                number(PassRow.ESTATE_ID_FIELD_NUMBER),
                number(PassRow.KIND_FIELD_NUMBER),
                number(PassRow.SCOPE_FIELD_NUMBER),
                fixed64(PassRow.VALID_FROM_US_FIELD_NUMBER),
                fixed64(PassRow.VALID_UNTIL_US_FIELD_NUMBER),
                number(PassRow.STATUS_FIELD_NUMBER),
                number(PassRow.HOUSEHOLD_FIELD_NUMBER),
                number(PassRow.PROPERTY_LISTED_FIELD_NUMBER) != 0,
                number(PassRow.GRID_LISTED_FIELD_NUMBER) != 0,
                number(PassRow.DECLARED_FIELD_NUMBER) != 0,
                number(PassRow.QUARANTINED_FIELD_NUMBER) != 0);
        if (passTag != 0) {
            in.fail();
        }
        in.leave(outer);
        return row;
    }

    /** The field if it is the next one: they are written in the order of their numbers, and never as 0. */
    private int number(int field) {
        if (passTag != (field << 3 | VARINT)) {
            return 0;
        }
        int value = in.varint32();
        nextOf(value);
        return value;
    }

    private long fixed64(int field) {
        if (passTag != (field << 3 | FIXED64)) {
            return 0;
        }
        long value = in.fixed64();
        nextOf(value);
        return value;
    }

    private void nextOf(long value) {
        if (value == 0) {
            in.fail();
        }
        passTag = in.tag();
    }
}
