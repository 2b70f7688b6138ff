package io.gatehouse.server.journal;

import io.gatehouse.proto.journal.v1.DeviceEventRecord;
import io.gatehouse.proto.journal.v1.LostRecord;
import io.gatehouse.proto.journal.v1.OutcomeRecord;
import io.gatehouse.proto.journal.v1.OutingCount;
import io.gatehouse.proto.journal.v1.PassState;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.journal.v1.ScanRecord;
import io.gatehouse.proto.v1.Acted;
import io.gatehouse.proto.wire.ReverseWriter;
import io.gatehouse.server.engine.Event;

/**
 * Writes one Scan, DeviceEvent, Outcome or Lost with what came of it as a length-delimited {@code Record}. Written from
 * the last field to the first, see {@link ReverseWriter}: read the methods from their ends.
 */
final class EventRecords {
    private static final int ID_SIZE = 16;

    private final ReverseWriter out;

    EventRecords(int capacity) {
        out = new ReverseWriter(capacity);
    }

    byte[] array() {
        return out.array();
    }

    int offset() {
        return out.offset();
    }

    int length() {
        return out.length();
    }

    /** Leaves the record in {@link #array()} from {@link #offset()} on. */
    void write(Event event) {
        out.reset();
        int end = out.offset();
        int body = switch (event.kind) {
            case SCAN -> scan(event);
            case DEVICE_EVENT -> deviceEvent(event);
            case OUTCOME -> outcome(event);
            case LOST -> lost(event);
            default -> throw new IllegalArgumentException("no event of a gate: " + event.kind);
        };
        out.head(body, end);
        out.varint(out.length());
    }

    private int scan(Event e) {
        outing(ScanRecord.OUTING_FIELD_NUMBER, e);
        pass(ScanRecord.PASS_FIELD_NUMBER, e);
        out.unsigned(ScanRecord.REGISTER_VERSION_FIELD_NUMBER, e.registerVersion);
        out.unsigned(ScanRecord.POLICY_VERSION_FIELD_NUMBER, e.policyVersion);
        out.unsigned(ScanRecord.ROSTER_VERSION_FIELD_NUMBER, e.rosterVersion);
        out.bool(ScanRecord.ATTENTION_FIELD_NUMBER, e.attention);
        reasons(ScanRecord.REASONS_FIELD_NUMBER, e.reasons);
        out.unsigned(ScanRecord.VERDICT_FIELD_NUMBER, e.verdict);
        out.bool(ScanRecord.TEXT_MENDED_FIELD_NUMBER, e.textMended);
        out.bool(ScanRecord.CLOCK_SUSPECT_FIELD_NUMBER, e.clockSuspect);
        out.fixed64(ScanRecord.CLOCK_OFFSET_US_FIELD_NUMBER, e.offsetUs);
        out.fixed64(ScanRecord.JUDGED_AT_US_FIELD_NUMBER, e.judgedAtUs);
        out.fixed64(ScanRecord.RECEIVED_AT_US_FIELD_NUMBER, e.receivedAtUs);
        acted(ScanRecord.ACTED_FIELD_NUMBER, e);
        out.unsigned(ScanRecord.MEDIUM_FIELD_NUMBER, e.medium);
        if (e.temperature != Event.NOT_MEASURED) {
            out.present(ScanRecord.TEMPERATURE_DECICELSIUS_FIELD_NUMBER, e.temperature);
        }
        out.unsigned(ScanRecord.DIRECTION_FIELD_NUMBER, e.direction);
        out.fixed64(ScanRecord.SCANNED_AT_US_FIELD_NUMBER, e.gateTimeUs);
        passId(ScanRecord.PASS_ID_FIELD_NUMBER, e);
        out.unsigned(ScanRecord.SEQUENCE_FIELD_NUMBER, e.sequence);
        out.fixed64(ScanRecord.STREAM_ID_FIELD_NUMBER, e.streamId);
        gate(ScanRecord.GATE_ID_FIELD_NUMBER, e);
        return Record.SCAN_FIELD_NUMBER;
    }

    private int deviceEvent(Event e) {
        out.bool(DeviceEventRecord.GATE_EMERGENCY_FIELD_NUMBER, e.gateEmergency);
        out.bool(DeviceEventRecord.TEXT_MENDED_FIELD_NUMBER, e.textMended);
        out.bool(DeviceEventRecord.CLOCK_SUSPECT_FIELD_NUMBER, e.clockSuspect);
        out.fixed64(DeviceEventRecord.CLOCK_OFFSET_US_FIELD_NUMBER, e.offsetUs);
        out.fixed64(DeviceEventRecord.JUDGED_AT_US_FIELD_NUMBER, e.judgedAtUs);
        out.fixed64(DeviceEventRecord.RECEIVED_AT_US_FIELD_NUMBER, e.receivedAtUs);
        out.bytes(DeviceEventRecord.DETAIL_FIELD_NUMBER, e.text, e.textLength);
        out.fixed64(DeviceEventRecord.OCCURRED_AT_US_FIELD_NUMBER, e.gateTimeUs);
        out.unsigned(DeviceEventRecord.KIND_FIELD_NUMBER, e.deviceKind);
        out.unsigned(DeviceEventRecord.SEQUENCE_FIELD_NUMBER, e.sequence);
        out.fixed64(DeviceEventRecord.STREAM_ID_FIELD_NUMBER, e.streamId);
        gate(DeviceEventRecord.GATE_ID_FIELD_NUMBER, e);
        return Record.DEVICE_EVENT_FIELD_NUMBER;
    }

    private int outcome(Event e) {
        outing(OutcomeRecord.OUTING_FIELD_NUMBER, e);
        pass(OutcomeRecord.PASS_FIELD_NUMBER, e);
        out.bool(OutcomeRecord.DIFFERS_FIELD_NUMBER, e.differs);
        out.bool(OutcomeRecord.TEXT_MENDED_FIELD_NUMBER, e.textMended);
        out.bool(OutcomeRecord.CLOCK_SUSPECT_FIELD_NUMBER, e.clockSuspect);
        out.fixed64(OutcomeRecord.CLOCK_OFFSET_US_FIELD_NUMBER, e.offsetUs);
        out.fixed64(OutcomeRecord.JUDGED_AT_US_FIELD_NUMBER, e.judgedAtUs);
        out.fixed64(OutcomeRecord.RECEIVED_AT_US_FIELD_NUMBER, e.receivedAtUs);
        acted(OutcomeRecord.ACTED_FIELD_NUMBER, e);
        out.fixed64(OutcomeRecord.ACTED_AT_US_FIELD_NUMBER, e.gateTimeUs);
        out.unsigned(OutcomeRecord.DIRECTION_FIELD_NUMBER, e.direction);
        passId(OutcomeRecord.PASS_ID_FIELD_NUMBER, e);
        out.unsigned(OutcomeRecord.SCAN_SEQUENCE_FIELD_NUMBER, e.scanSequence);
        out.unsigned(OutcomeRecord.SEQUENCE_FIELD_NUMBER, e.sequence);
        out.fixed64(OutcomeRecord.STREAM_ID_FIELD_NUMBER, e.streamId);
        gate(OutcomeRecord.GATE_ID_FIELD_NUMBER, e);
        return Record.OUTCOME_FIELD_NUMBER;
    }

    private int lost(Event e) {
        out.bool(LostRecord.TEXT_MENDED_FIELD_NUMBER, e.textMended);
        out.fixed64(LostRecord.RECEIVED_AT_US_FIELD_NUMBER, e.receivedAtUs);
        out.bool(LostRecord.ACKNOWLEDGED_FIELD_NUMBER, e.acknowledged);
        out.bytes(LostRecord.DETAIL_FIELD_NUMBER, e.text, e.textLength);
        out.unsigned(LostRecord.STATED_FIRST_SEQUENCE_FIELD_NUMBER, e.statedFirstSequence);
        out.unsigned(LostRecord.FIRST_SEQUENCE_FIELD_NUMBER, e.firstSequence);
        out.unsigned(LostRecord.SEQUENCE_FIELD_NUMBER, e.sequence);
        out.fixed64(LostRecord.STREAM_ID_FIELD_NUMBER, e.streamId);
        gate(LostRecord.GATE_ID_FIELD_NUMBER, e);
        return Record.LOST_FIELD_NUMBER;
    }

    private void gate(int field, Event e) {
        out.bytes(field, e.gateId, e.gateId.length);
    }

    private void passId(int field, Event e) {
        if (e.passIdLength == ID_SIZE) {
            int end = out.offset();
            out.bigEndian(e.passLo);
            out.bigEndian(e.passHi);
            out.head(field, end);
        } else {
            out.bytes(field, e.passId, e.passIdLength);
        }
    }

    private void acted(int field, Event e) {
        if (e.acted) {
            int end = out.offset();
            out.bytes(Acted.OPERATOR_FIELD_NUMBER, e.text, e.textLength);
            out.unsigned(Acted.ROSTER_VERSION_FIELD_NUMBER, e.actedRosterVersion);
            out.unsigned(Acted.AUTHORITY_FIELD_NUMBER, e.actedAuthority);
            out.unsigned(Acted.REASON_FIELD_NUMBER, e.actedReason);
            out.bool(Acted.OPENED_FIELD_NUMBER, e.actedOpened);
            out.head(field, end);
        }
    }

    private void reasons(int field, int mask) {
        if (mask != 0) {
            int end = out.offset();
            for (int rest = mask; rest != 0; ) {
                int highest = 31 - Integer.numberOfLeadingZeros(rest);
                out.varint(highest);
                rest &= ~(1 << highest);
            }
            out.head(field, end);
        }
    }

    private void pass(int field, Event e) {
        if (e.passChanged) {
            int end = out.offset();
            out.fixed64(PassState.LAST_HIGH_US_FIELD_NUMBER, e.lastHighUs);
            out.unsigned(PassState.LAST_PASSAGE_DIRECTION_FIELD_NUMBER, e.lastPassageDirection);
            if (e.lastPassageGateId != null) {
                out.bytes(PassState.LAST_PASSAGE_GATE_FIELD_NUMBER, e.lastPassageGateId, e.lastPassageGateId.length);
            }
            out.fixed64(PassState.LAST_PASSAGE_US_FIELD_NUMBER, e.lastPassageUs);
            out.unsigned(PassState.PLACE_FIELD_NUMBER, e.place);
            out.head(field, end);
        }
    }

    private void outing(int field, Event e) {
        if (e.outingChanged) {
            int end = out.offset();
            out.unsigned(OutingCount.COUNT_FIELD_NUMBER, Integer.toUnsignedLong(e.outingCount));
            out.unsigned(OutingCount.DAY_FIELD_NUMBER, Integer.toUnsignedLong(zigZag(e.outingDay)));
            out.unsigned(OutingCount.HOUSEHOLD_FIELD_NUMBER, Integer.toUnsignedLong(e.outingHousehold));
            out.unsigned(OutingCount.ESTATE_ID_FIELD_NUMBER, Integer.toUnsignedLong(e.outingEstate));
            out.head(field, end);
        }
    }

    /** How protobuf writes a sint32: small either way is short. */
    private static int zigZag(int value) {
        return value << 1 ^ value >> 31;
    }
}
