package io.gatehouse.server.journal;

import static io.gatehouse.proto.wire.ProtoReader.BYTES;
import static io.gatehouse.proto.wire.ProtoReader.FIXED64;
import static io.gatehouse.proto.wire.ProtoReader.VARINT;

import io.gatehouse.proto.journal.v1.AlarmRecord;
import io.gatehouse.proto.journal.v1.DeviceEventRecord;
import io.gatehouse.proto.journal.v1.LostRecord;
import io.gatehouse.proto.journal.v1.OutcomeRecord;
import io.gatehouse.proto.journal.v1.OutingCount;
import io.gatehouse.proto.journal.v1.PassState;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.journal.v1.ScanRecord;
import io.gatehouse.proto.v1.Acted;
import io.gatehouse.proto.wire.ProtoReader;
import io.gatehouse.server.engine.Event;

/** Reads the records of what gates sent into events. */
final class EventRecordReader {
    private static final int ID_SIZE = 16;
    private static final int REASONS_UNPACKED = ScanRecord.REASONS_FIELD_NUMBER << 3 | VARINT;

    private final ProtoReader in;
    private final GateNumbers gates;
    private byte[] bytes;

    EventRecordReader(ProtoReader in, GateNumbers gates) {
        this.in = in;
        this.gates = gates;
    }

    boolean reads(int body) {
        return switch (body) {
            case Record.SCAN_FIELD_NUMBER,
                    Record.DEVICE_EVENT_FIELD_NUMBER,
                    Record.OUTCOME_FIELD_NUMBER,
                    Record.LOST_FIELD_NUMBER -> true;
            default -> false;
        };
    }

    void read(int body, byte[] array, int offset, int length, Event event) throws RecordException {
        bytes = array;
        in.reset(array, offset, length);
        event.result = Event.Result.RECORDED;
        switch (body) {
            case Record.SCAN_FIELD_NUMBER -> readScan(event);
            case Record.DEVICE_EVENT_FIELD_NUMBER -> readDeviceEvent(event);
            case Record.OUTCOME_FIELD_NUMBER -> readOutcome(event);
            default -> readLost(event);
        }
        if (in.failed() || event.gateId == null) {
            throw new RecordException(
                    in.failed()
                            ? "not a record of a " + event.kind + " in this format, or of a gate that is not known"
                            : "a record that names no gate");
        }
    }

    private void readScan(Event e) {
        e.kind = Event.Kind.SCAN;
        e.answered = true;
        readScanAsWritten(e);
        readVerdictAsWritten(e);
        int tag;
        while ((tag = in.tag()) != 0) {
            switch (tag) {
                case ScanRecord.GATE_ID_FIELD_NUMBER << 3 | BYTES -> readGate(e);
                case ScanRecord.STREAM_ID_FIELD_NUMBER << 3 | FIXED64 -> e.streamId = in.fixed64();
                case ScanRecord.SEQUENCE_FIELD_NUMBER << 3 | VARINT -> e.sequence = in.varint();
                case ScanRecord.PASS_ID_FIELD_NUMBER << 3 | BYTES -> readPassId(e);
                case ScanRecord.SCANNED_AT_US_FIELD_NUMBER << 3 | FIXED64 -> e.gateTimeUs = in.fixed64();
                case ScanRecord.DIRECTION_FIELD_NUMBER << 3 | VARINT -> e.direction = in.varint32();
                case ScanRecord.TEMPERATURE_DECICELSIUS_FIELD_NUMBER << 3 | VARINT -> readTemperature(e);
                case ScanRecord.MEDIUM_FIELD_NUMBER << 3 | VARINT -> e.medium = in.varint32();
                case ScanRecord.ACTED_FIELD_NUMBER << 3 | BYTES -> readActedScan(e);
                case ScanRecord.RECEIVED_AT_US_FIELD_NUMBER << 3 | FIXED64 -> e.receivedAtUs = in.fixed64();
                case ScanRecord.JUDGED_AT_US_FIELD_NUMBER << 3 | FIXED64 -> e.judgedAtUs = in.fixed64();
                case ScanRecord.CLOCK_OFFSET_US_FIELD_NUMBER << 3 | FIXED64 -> e.offsetUs = in.fixed64();
                case ScanRecord.CLOCK_SUSPECT_FIELD_NUMBER << 3 | VARINT -> e.clockSuspect = in.bool();
                case ScanRecord.TEXT_MENDED_FIELD_NUMBER << 3 | VARINT -> e.textMended = in.bool();
                default -> readVerdict(tag, e);
            }
        }
    }

    /** The fields of a scan in the order in which they are written here: no search for each tag. What is left the loop reads. */
    private void readScanAsWritten(Event e) {
        if (in.isNext(ScanRecord.GATE_ID_FIELD_NUMBER << 3 | BYTES)) {
            readGate(e);
        }
        if (in.isNext(ScanRecord.STREAM_ID_FIELD_NUMBER << 3 | FIXED64)) {
            e.streamId = in.fixed64();
        }
        if (in.isNext(ScanRecord.SEQUENCE_FIELD_NUMBER << 3 | VARINT)) {
            e.sequence = in.varint();
        }
        if (in.isNext(ScanRecord.PASS_ID_FIELD_NUMBER << 3 | BYTES)) {
            readPassId(e);
        }
        if (in.isNext(ScanRecord.SCANNED_AT_US_FIELD_NUMBER << 3 | FIXED64)) {
            e.gateTimeUs = in.fixed64();
        }
        if (in.isNext(ScanRecord.DIRECTION_FIELD_NUMBER << 3 | VARINT)) {
            e.direction = in.varint32();
        }
        if (in.isNext(ScanRecord.TEMPERATURE_DECICELSIUS_FIELD_NUMBER << 3 | VARINT)) {
            readTemperature(e);
        }
        if (in.isNext(ScanRecord.MEDIUM_FIELD_NUMBER << 3 | VARINT)) {
            e.medium = in.varint32();
        }
        if (in.isNext(ScanRecord.ACTED_FIELD_NUMBER << 3 | BYTES)) {
            readActedScan(e);
        }
        if (in.isNext(ScanRecord.RECEIVED_AT_US_FIELD_NUMBER << 3 | FIXED64)) {
            e.receivedAtUs = in.fixed64();
        }
        if (in.isNext(ScanRecord.JUDGED_AT_US_FIELD_NUMBER << 3 | FIXED64)) {
            e.judgedAtUs = in.fixed64();
        }
        if (in.isNext(ScanRecord.CLOCK_OFFSET_US_FIELD_NUMBER << 3 | FIXED64)) {
            e.offsetUs = in.fixed64();
        }
    }

    /** Goes on behind {@link #readScanAsWritten}. */
    private void readVerdictAsWritten(Event e) {
        if (in.isNext(ScanRecord.VERDICT_FIELD_NUMBER << 3 | VARINT)) {
            e.verdict = in.varint32();
        }
        if (in.isNext(ScanRecord.REASONS_FIELD_NUMBER << 3 | BYTES)) {
            readReasons(e);
        }
        if (in.isNext(ScanRecord.ATTENTION_FIELD_NUMBER << 3 | VARINT)) {
            e.attention = in.bool();
        }
        if (in.isNext(ScanRecord.ROSTER_VERSION_FIELD_NUMBER << 3 | VARINT)) {
            e.rosterVersion = in.varint();
        }
        if (in.isNext(ScanRecord.POLICY_VERSION_FIELD_NUMBER << 3 | VARINT)) {
            e.policyVersion = in.varint();
        }
        if (in.isNext(ScanRecord.REGISTER_VERSION_FIELD_NUMBER << 3 | VARINT)) {
            e.registerVersion = in.varint();
        }
        if (in.isNext(ScanRecord.PASS_FIELD_NUMBER << 3 | BYTES)) {
            readPass(e);
        }
        if (in.isNext(ScanRecord.OUTING_FIELD_NUMBER << 3 | BYTES)) {
            readOuting(e);
        }
    }

    /** The fields of a scan that say what came of it. */
    private void readVerdict(int tag, Event e) {
        switch (tag) {
            case ScanRecord.VERDICT_FIELD_NUMBER << 3 | VARINT -> e.verdict = in.varint32();
            case REASONS_UNPACKED -> addReason(e);
            case ScanRecord.REASONS_FIELD_NUMBER << 3 | BYTES -> readReasons(e);
            case ScanRecord.ATTENTION_FIELD_NUMBER << 3 | VARINT -> e.attention = in.bool();
            case ScanRecord.ROSTER_VERSION_FIELD_NUMBER << 3 | VARINT -> e.rosterVersion = in.varint();
            case ScanRecord.POLICY_VERSION_FIELD_NUMBER << 3 | VARINT -> e.policyVersion = in.varint();
            case ScanRecord.REGISTER_VERSION_FIELD_NUMBER << 3 | VARINT -> e.registerVersion = in.varint();
            case ScanRecord.PASS_FIELD_NUMBER << 3 | BYTES -> readPass(e);
            case ScanRecord.OUTING_FIELD_NUMBER << 3 | BYTES -> readOuting(e);
            default -> in.skip(tag);
        }
    }

    private void readDeviceEvent(Event e) {
        e.kind = Event.Kind.DEVICE_EVENT;
        int tag;
        while ((tag = in.tag()) != 0) {
            switch (tag) {
                case DeviceEventRecord.GATE_ID_FIELD_NUMBER << 3 | BYTES -> readGate(e);
                case DeviceEventRecord.STREAM_ID_FIELD_NUMBER << 3 | FIXED64 -> e.streamId = in.fixed64();
                case DeviceEventRecord.SEQUENCE_FIELD_NUMBER << 3 | VARINT -> e.sequence = in.varint();
                case DeviceEventRecord.KIND_FIELD_NUMBER << 3 | VARINT -> e.deviceKind = in.varint32();
                case DeviceEventRecord.OCCURRED_AT_US_FIELD_NUMBER << 3 | FIXED64 -> e.gateTimeUs = in.fixed64();
                case DeviceEventRecord.DETAIL_FIELD_NUMBER << 3 | BYTES -> readText(e);
                case DeviceEventRecord.RECEIVED_AT_US_FIELD_NUMBER << 3 | FIXED64 -> e.receivedAtUs = in.fixed64();
                case DeviceEventRecord.JUDGED_AT_US_FIELD_NUMBER << 3 | FIXED64 -> e.judgedAtUs = in.fixed64();
                case DeviceEventRecord.CLOCK_OFFSET_US_FIELD_NUMBER << 3 | FIXED64 -> e.offsetUs = in.fixed64();
                case DeviceEventRecord.CLOCK_SUSPECT_FIELD_NUMBER << 3 | VARINT -> e.clockSuspect = in.bool();
                case DeviceEventRecord.TEXT_MENDED_FIELD_NUMBER << 3 | VARINT -> e.textMended = in.bool();
                case DeviceEventRecord.GATE_EMERGENCY_FIELD_NUMBER << 3 | VARINT -> e.gateEmergency = in.bool();
                default -> in.skip(tag);
            }
        }
    }

    private void readOutcome(Event e) {
        e.kind = Event.Kind.OUTCOME;
        int tag;
        while ((tag = in.tag()) != 0) {
            switch (tag) {
                case OutcomeRecord.GATE_ID_FIELD_NUMBER << 3 | BYTES -> readGate(e);
                case OutcomeRecord.STREAM_ID_FIELD_NUMBER << 3 | FIXED64 -> e.streamId = in.fixed64();
                case OutcomeRecord.SEQUENCE_FIELD_NUMBER << 3 | VARINT -> e.sequence = in.varint();
                case OutcomeRecord.SCAN_SEQUENCE_FIELD_NUMBER << 3 | VARINT -> e.scanSequence = in.varint();
                case OutcomeRecord.PASS_ID_FIELD_NUMBER << 3 | BYTES -> readPassId(e);
                case OutcomeRecord.DIRECTION_FIELD_NUMBER << 3 | VARINT -> e.direction = in.varint32();
                case OutcomeRecord.ACTED_AT_US_FIELD_NUMBER << 3 | FIXED64 -> e.gateTimeUs = in.fixed64();
                case OutcomeRecord.ACTED_FIELD_NUMBER << 3 | BYTES -> readActed(e);
                case OutcomeRecord.RECEIVED_AT_US_FIELD_NUMBER << 3 | FIXED64 -> e.receivedAtUs = in.fixed64();
                case OutcomeRecord.JUDGED_AT_US_FIELD_NUMBER << 3 | FIXED64 -> e.judgedAtUs = in.fixed64();
                case OutcomeRecord.CLOCK_OFFSET_US_FIELD_NUMBER << 3 | FIXED64 -> e.offsetUs = in.fixed64();
                case OutcomeRecord.CLOCK_SUSPECT_FIELD_NUMBER << 3 | VARINT -> e.clockSuspect = in.bool();
                case OutcomeRecord.TEXT_MENDED_FIELD_NUMBER << 3 | VARINT -> e.textMended = in.bool();
                case OutcomeRecord.DIFFERS_FIELD_NUMBER << 3 | VARINT -> e.differs = in.bool();
                case OutcomeRecord.PASS_FIELD_NUMBER << 3 | BYTES -> readPass(e);
                case OutcomeRecord.OUTING_FIELD_NUMBER << 3 | BYTES -> readOuting(e);
                default -> in.skip(tag);
            }
        }
    }

    private void readLost(Event e) {
        e.kind = Event.Kind.LOST;
        int tag;
        while ((tag = in.tag()) != 0) {
            switch (tag) {
                case LostRecord.GATE_ID_FIELD_NUMBER << 3 | BYTES -> readGate(e);
                case LostRecord.STREAM_ID_FIELD_NUMBER << 3 | FIXED64 -> e.streamId = in.fixed64();
                case LostRecord.SEQUENCE_FIELD_NUMBER << 3 | VARINT -> e.sequence = in.varint();
                case LostRecord.FIRST_SEQUENCE_FIELD_NUMBER << 3 | VARINT -> e.firstSequence = in.varint();
                case LostRecord.STATED_FIRST_SEQUENCE_FIELD_NUMBER << 3 | VARINT -> e.statedFirstSequence = in.varint();
                case LostRecord.DETAIL_FIELD_NUMBER << 3 | BYTES -> readText(e);
                case LostRecord.ACKNOWLEDGED_FIELD_NUMBER << 3 | VARINT -> e.acknowledged = in.bool();
                case LostRecord.RECEIVED_AT_US_FIELD_NUMBER << 3 | FIXED64 -> e.receivedAtUs = in.fixed64();
                case LostRecord.TEXT_MENDED_FIELD_NUMBER << 3 | VARINT -> e.textMended = in.bool();
                default -> in.skip(tag);
            }
        }
        e.alarm = e.acknowledged ? AlarmRecord.Kind.KIND_PROMISE_BROKEN_VALUE : 0;
    }

    private void readActedScan(Event e) {
        readActed(e);
        e.answered = false;
    }

    private void readActed(Event e) {
        e.acted = true;
        e.actedOpened = false;
        e.actedReason = 0;
        e.actedAuthority = 0;
        e.actedRosterVersion = 0;
        int outer = in.enter();
        int tag;
        while ((tag = in.tag()) != 0) {
            switch (tag) {
                case Acted.OPENED_FIELD_NUMBER << 3 | VARINT -> e.actedOpened = in.bool();
                case Acted.REASON_FIELD_NUMBER << 3 | VARINT -> e.actedReason = in.varint32();
                case Acted.AUTHORITY_FIELD_NUMBER << 3 | VARINT -> e.actedAuthority = in.varint32();
                case Acted.ROSTER_VERSION_FIELD_NUMBER << 3 | VARINT -> e.actedRosterVersion = in.varint();
                case Acted.OPERATOR_FIELD_NUMBER << 3 | BYTES -> readText(e);
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
    }

    private void readPass(Event e) {
        e.passChanged = true;
        e.place = 0;
        e.lastPassageUs = 0;
        e.lastPassageGate = 0;
        e.lastPassageGateId = null;
        e.lastPassageDirection = 0;
        e.lastHighUs = 0;
        int outer = in.enter();
        int tag;
        while ((tag = in.tag()) != 0) {
            switch (tag) {
                case PassState.PLACE_FIELD_NUMBER << 3 | VARINT -> e.place = in.varint32();
                case PassState.LAST_PASSAGE_US_FIELD_NUMBER << 3 | FIXED64 -> e.lastPassageUs = in.fixed64();
                case PassState.LAST_PASSAGE_GATE_FIELD_NUMBER << 3 | BYTES -> readLastPassageGate(e);
                case PassState.LAST_PASSAGE_DIRECTION_FIELD_NUMBER << 3 | VARINT ->
                    e.lastPassageDirection = in.varint32();
                case PassState.LAST_HIGH_US_FIELD_NUMBER << 3 | FIXED64 -> e.lastHighUs = in.fixed64();
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
    }

    private void readLastPassageGate(Event e) {
        int at = in.bytes();
        if (in.size() > 0) {
            e.lastPassageGate = numberOf(at);
            e.lastPassageGateId = in.failed() ? null : gates.idOf(e.lastPassageGate);
        }
    }

    private void readOuting(Event e) {
        e.outingChanged = true;
        e.outingEstate = 0;
        e.outingHousehold = 0;
        e.outingDay = 0;
        e.outingCount = 0;
        int outer = in.enter();
        int tag;
        while ((tag = in.tag()) != 0) {
            switch (tag) {
                case OutingCount.ESTATE_ID_FIELD_NUMBER << 3 | VARINT -> e.outingEstate = in.varint32();
                case OutingCount.HOUSEHOLD_FIELD_NUMBER << 3 | VARINT -> e.outingHousehold = in.varint32();
                case OutingCount.DAY_FIELD_NUMBER << 3 | VARINT -> e.outingDay = unZigZag(in.varint32());
                case OutingCount.COUNT_FIELD_NUMBER << 3 | VARINT -> e.outingCount = in.varint32();
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
    }

    private static int unZigZag(int value) {
        return value >>> 1 ^ -(value & 1);
    }

    private void readReasons(Event e) {
        int outer = in.enter();
        while (in.more()) {
            addReason(e);
        }
        in.leave(outer);
    }

    private void addReason(Event e) {
        int reason = in.varint32();
        if (reason < 0 || reason >= Integer.SIZE) {
            in.fail();
        } else {
            e.reasons |= 1 << reason;
        }
    }

    /** As from the wire: beyond int it is the highest int. */
    private void readTemperature(Event e) {
        int value = in.varint32();
        e.temperature = value < 0 ? Integer.MAX_VALUE : value;
    }

    private void readGate(Event e) {
        int at = in.bytes();
        if (in.size() > 0) {
            e.gate = numberOf(at);
            e.gateId = in.failed() ? null : gates.idOf(e.gate);
        }
    }

    private int numberOf(int at) {
        int number = gates.numberOf(bytes, at, in.size());
        if (number < 0) {
            in.fail();
        }
        return number;
    }

    private void readPassId(Event e) {
        int at = in.bytes();
        int size = in.size();
        if (size > Event.MAX_PASS_ID) {
            in.fail();
            return;
        }
        e.passIdLength = size;
        if (size == ID_SIZE) {
            e.passHi = ProtoReader.bigEndian(bytes, at);
            e.passLo = ProtoReader.bigEndian(bytes, at + Long.BYTES);
        } else {
            System.arraycopy(bytes, at, e.passId, 0, size);
        }
    }

    private void readText(Event e) {
        int at = in.bytes();
        if (in.size() > Event.MAX_TEXT) {
            in.fail();
            return;
        }
        e.textLength = in.size();
        System.arraycopy(bytes, at, e.text, 0, e.textLength);
    }
}
