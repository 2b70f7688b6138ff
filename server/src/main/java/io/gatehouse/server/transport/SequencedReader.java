package io.gatehouse.server.transport;

import static io.gatehouse.proto.wire.ProtoReader.BYTES;
import static io.gatehouse.proto.wire.ProtoReader.FIXED64;
import static io.gatehouse.proto.wire.ProtoReader.VARINT;

import io.gatehouse.proto.v1.Acted;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.Lost;
import io.gatehouse.proto.v1.Outcome;
import io.gatehouse.proto.v1.Scan;
import io.gatehouse.proto.wire.ProtoReader;
import io.gatehouse.server.engine.Event;

/**
 * Reads Scan, DeviceEvent, Lost and Outcome into an event. Of a field given twice the last counts, so a message given
 * twice is merged by reading on; text and ids are only noted while reading, and copied in the end.
 */
final class SequencedReader {
    static final int MAX_DIRECTION = 2;
    static final int MAX_MEDIUM = 4;
    private static final int MAX_REASON = 22;
    private static final int MAX_AUTHORITY = 3;
    private static final int MAX_DEVICE_KIND = 13;
    private static final int ID_SIZE = 16;

    private final ProtoReader in;
    private final TextMender mender = new TextMender();
    private int idAt;
    private int idSize;
    private int textAt;
    private int textSize;

    SequencedReader(ProtoReader in) {
        this.in = in;
    }

    /** Before the first {@link #read} of a message. */
    void begin() {
        idSize = 0;
        textSize = 0;
    }

    /** Reads one body up to its end. */
    void read(int body, Event event) {
        switch (body) {
            case WireDecoder.SCAN -> readScan(event);
            case WireDecoder.DEVICE_EVENT -> readDeviceEvent(event);
            case WireDecoder.LOST -> readLost(event);
            case WireDecoder.OUTCOME -> readOutcome(event);
            default -> throw new IllegalArgumentException("no sequenced body: " + body);
        }
    }

    private void readScan(Event event) {
        int tag;
        while ((tag = in.tag()) != 0) {
            switch (tag) {
                case Scan.SEQUENCE_FIELD_NUMBER << 3 | VARINT -> event.sequence = in.varint();
                case Scan.PASS_ID_FIELD_NUMBER << 3 | BYTES -> readId();
                case Scan.SCANNED_AT_US_FIELD_NUMBER << 3 | FIXED64 -> event.gateTimeUs = in.fixed64();
                case Scan.DIRECTION_FIELD_NUMBER << 3 | VARINT -> event.direction = in.varint32();
                case Scan.TEMPERATURE_DECICELSIUS_FIELD_NUMBER << 3 | VARINT -> readTemperature(event);
                case Scan.MEDIUM_FIELD_NUMBER << 3 | VARINT -> event.medium = in.varint32();
                case Scan.ACTED_FIELD_NUMBER << 3 | BYTES -> readActed(event);
                default -> in.skip(tag);
            }
        }
    }

    private void readDeviceEvent(Event event) {
        int tag;
        while ((tag = in.tag()) != 0) {
            switch (tag) {
                case DeviceEvent.SEQUENCE_FIELD_NUMBER << 3 | VARINT -> event.sequence = in.varint();
                case DeviceEvent.OCCURRED_AT_US_FIELD_NUMBER << 3 | FIXED64 -> event.gateTimeUs = in.fixed64();
                case DeviceEvent.KIND_FIELD_NUMBER << 3 | VARINT -> event.deviceKind = in.varint32();
                case DeviceEvent.DETAIL_FIELD_NUMBER << 3 | BYTES -> readText();
                default -> in.skip(tag);
            }
        }
    }

    private void readLost(Event event) {
        int tag;
        while ((tag = in.tag()) != 0) {
            switch (tag) {
                case Lost.SEQUENCE_FIELD_NUMBER << 3 | VARINT -> event.sequence = in.varint();
                case Lost.FIRST_SEQUENCE_FIELD_NUMBER << 3 | VARINT -> event.statedFirstSequence = in.varint();
                case Lost.DETAIL_FIELD_NUMBER << 3 | BYTES -> readText();
                case Lost.ACKNOWLEDGED_FIELD_NUMBER << 3 | VARINT -> event.acknowledged = in.bool();
                default -> in.skip(tag);
            }
        }
    }

    private void readOutcome(Event event) {
        int tag;
        while ((tag = in.tag()) != 0) {
            switch (tag) {
                case Outcome.SEQUENCE_FIELD_NUMBER << 3 | VARINT -> event.sequence = in.varint();
                case Outcome.SCAN_SEQUENCE_FIELD_NUMBER << 3 | VARINT -> event.scanSequence = in.varint();
                case Outcome.PASS_ID_FIELD_NUMBER << 3 | BYTES -> readId();
                case Outcome.DIRECTION_FIELD_NUMBER << 3 | VARINT -> event.direction = in.varint32();
                case Outcome.ACTED_AT_US_FIELD_NUMBER << 3 | FIXED64 -> event.gateTimeUs = in.fixed64();
                case Outcome.ACTED_FIELD_NUMBER << 3 | BYTES -> readActed(event);
                default -> in.skip(tag);
            }
        }
    }

    private void readActed(Event event) {
        if (!event.acted) {
            event.acted = true;
            event.actedOpened = false;
            event.actedReason = 0;
            event.actedAuthority = 0;
            event.actedRosterVersion = 0;
        }
        int outer = in.enter();
        int tag;
        while ((tag = in.tag()) != 0) {
            switch (tag) {
                case Acted.OPENED_FIELD_NUMBER << 3 | VARINT -> event.actedOpened = in.bool();
                case Acted.REASON_FIELD_NUMBER << 3 | VARINT -> event.actedReason = in.varint32();
                case Acted.AUTHORITY_FIELD_NUMBER << 3 | VARINT -> event.actedAuthority = in.varint32();
                case Acted.ROSTER_VERSION_FIELD_NUMBER << 3 | VARINT -> event.actedRosterVersion = in.varint();
                case Acted.OPERATOR_FIELD_NUMBER << 3 | BYTES -> readText();
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
    }

    /** A uint32 beyond int is no temperature either way: it becomes the highest int. */
    private void readTemperature(Event event) {
        int value = in.varint32();
        event.temperature = value < 0 ? Integer.MAX_VALUE : value;
    }

    private void readId() {
        idAt = in.bytes();
        idSize = in.size();
    }

    private void readText() {
        textAt = in.bytes();
        textSize = in.size();
    }

    /** After the last {@link #read}, where nothing failed: copies what was noted, and mends what is not of version 1. */
    void finish(int body, byte[] bytes, Event event) {
        switch (body) {
            case WireDecoder.SCAN -> event.kind = Event.Kind.SCAN;
            case WireDecoder.DEVICE_EVENT -> event.kind = Event.Kind.DEVICE_EVENT;
            case WireDecoder.LOST -> {
                event.kind = Event.Kind.LOST;
                event.firstSequence = event.statedFirstSequence;
            }
            default -> event.kind = Event.Kind.OUTCOME;
        }
        if (textSize != 0) {
            event.textLength = mender.copy(bytes, textAt, textSize, event.text);
            event.textMended = mender.mended();
        }
        copyId(bytes, event);
        mendEnums(event);
    }

    private void copyId(byte[] bytes, Event event) {
        event.passIdLength = Math.min(idSize, Event.MAX_PASS_ID);
        if (idSize == ID_SIZE) {
            event.passHi = ProtoReader.bigEndian(bytes, idAt);
            event.passLo = ProtoReader.bigEndian(bytes, idAt + Long.BYTES);
        } else if (idSize != 0) {
            System.arraycopy(bytes, idAt, event.passId, 0, event.passIdLength);
            event.textMended |= idSize > Event.MAX_PASS_ID;
        }
    }

    /** A value that this version does not know counts as unspecified; the enums have no holes. */
    private static void mendEnums(Event event) {
        if (unknown(event.direction, MAX_DIRECTION)) {
            event.direction = 0;
            event.textMended = true;
        }
        if (unknown(event.medium, MAX_MEDIUM)) {
            event.medium = 0;
            event.textMended = true;
        }
        if (unknown(event.deviceKind, MAX_DEVICE_KIND)) {
            event.deviceKind = 0;
            event.textMended = true;
        }
        if (event.acted) {
            mendActed(event);
        }
    }

    private static void mendActed(Event event) {
        if (unknown(event.actedReason, MAX_REASON)) {
            event.actedReason = 0;
            event.textMended = true;
        }
        if (unknown(event.actedAuthority, MAX_AUTHORITY)) {
            event.actedAuthority = 0;
            event.textMended = true;
        }
    }

    private static boolean unknown(int value, int highest) {
        return value < 0 || value > highest;
    }
}
