package io.gatehouse.server.journal;

import static io.gatehouse.proto.wire.ProtoReader.BYTES;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gatehouse.proto.journal.v1.AlarmRecord;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.journal.v1.StreamRecord;
import io.gatehouse.proto.wire.ProtoReader;
import io.gatehouse.server.engine.Event;
import java.nio.charset.StandardCharsets;

/**
 * Reads records back into events, both parts of them: what gates sent by hand and without garbage, change-sets by hand,
 * the rest by the generated classes. One thread at a time.
 */
public final class RecordReader {
    private static final int MAX_HEAD = 5;

    private final GateNumbers gates;
    private final ProtoReader in = new ProtoReader();
    private final EventRecordReader events;
    private final ChangeSetReader changeSets = new ChangeSetReader(in);
    private int offset;
    private int length;

    public RecordReader(GateNumbers gates) {
        this.gates = gates;
        this.events = new EventRecordReader(in, gates);
    }

    /**
     * Finds the record at the front of a frame's records: {@link #offset()} and {@link #length()} say where it stands.
     *
     * @return where the next record begins
     * @throws RecordException where no whole record stands there
     */
    public int next(byte[] bytes, int from, int to) throws RecordException {
        in.reset(bytes, from, Math.min(MAX_HEAD, to - from));
        int size = in.varint32();
        int at = in.position();
        if (in.failed() || size < 0 || size > to - at) {
            throw new RecordException("no whole record stands at byte " + from + " of " + to);
        }
        offset = at;
        length = size;
        return at + length;
    }

    /** Where the record of the last {@link #next} begins, behind its length. */
    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    /**
     * Fills an event from one record. Its {@code result} is RECORDED, of session 0.
     *
     * @param event is cleared before
     * @throws RecordException where the bytes are no record of this format
     */
    public void read(byte[] bytes, int from, int size, Event event) throws RecordException {
        clear(event);
        in.reset(bytes, from, size);
        int tag = in.tag();
        if ((tag & 7) == BYTES && events.reads(tag >>> 3)) {
            int at = in.bytes();
            if (!in.failed() && at + in.size() == from + size) {
                events.read(tag >>> 3, bytes, at, in.size(), event);
                return;
            }
        }
        if (tag == (Record.CHANGE_SET_FIELD_NUMBER << 3 | BYTES) && readChangeSet(bytes, from + size, event)) {
            return;
        }
        readByClass(bytes, from, size, event);
    }

    private boolean readChangeSet(byte[] bytes, int end, Event event) {
        int at = in.bytes();
        return !in.failed() && at + in.size() == end && changeSets.read(bytes, at, in.size(), event);
    }

    /** What a record leaves out is 0: that is more than {@link Event#clear} sees to. */
    private static void clear(Event event) {
        event.clear();
        event.session = 0;
        event.gate = 0;
        event.streamId = 0;
        event.receivedAtUs = 0;
        event.offsetUs = 0;
        event.rosterVersion = 0;
        event.policyVersion = 0;
        event.registerVersion = 0;
        event.previousSequence = 0;
    }

    private void readByClass(byte[] bytes, int from, int size, Event event) throws RecordException {
        Record record;
        try {
            record = Record.parser().parseFrom(bytes, from, size);
        } catch (InvalidProtocolBufferException e) {
            throw new RecordException("not a record of journal.proto", e);
        }
        event.result = Event.Result.RECORDED;
        switch (record.getBodyCase()) {
            case STREAM -> readStream(record.getStream(), event);
            case ALARM -> readAlarm(record.getAlarm(), event);
            case GAP -> {
                event.kind = Event.Kind.GAP;
                event.version = record.getGap().getRosterVersion();
            }
            case BODY_NOT_SET -> throw new RecordException("a record of a kind that this version does not know");
            case SCAN, DEVICE_EVENT, OUTCOME, LOST -> {
                // Fields stand around it that this version does not know.
                byte[] alone = Record.newBuilder(record)
                        .setUnknownFields(com.google.protobuf.UnknownFieldSet.getDefaultInstance())
                        .build()
                        .toByteArray();
                read(alone, 0, alone.length, event);
            }
            default -> ChangeRecords.toEvent(record, event);
        }
    }

    private void readStream(StreamRecord record, Event event) throws RecordException {
        event.kind = Event.Kind.STREAM;
        gate(record.getGateId(), event);
        event.streamId = record.getStreamId();
        event.streamBegan = true;
        event.previousStreamId = record.getPreviousStreamId();
        event.previousSequence = record.getPreviousSequence();
        byte[] software = record.getSoftware().getBytes(StandardCharsets.UTF_8);
        if (software.length > Event.MAX_TEXT) {
            throw new RecordException("software of " + software.length + " bytes, at most " + Event.MAX_TEXT);
        }
        System.arraycopy(software, 0, event.text, 0, software.length);
        event.textLength = software.length;
        event.receivedAtUs = record.getReceivedAtUs();
    }

    private void readAlarm(AlarmRecord record, Event event) throws RecordException {
        event.kind = Event.Kind.ALARM;
        gate(record.getGateId(), event);
        event.streamId = record.getStreamId();
        event.sequence = record.getSequence();
        event.alarm = record.getKindValue();
        event.receivedAtUs = record.getReceivedAtUs();
    }

    private void gate(String id, Event event) throws RecordException {
        if (id.isEmpty()) {
            throw new RecordException("a record that names no gate");
        }
        byte[] utf8 = id.getBytes(StandardCharsets.UTF_8);
        event.gate = gates.numberOf(utf8, 0, utf8.length);
        if (event.gate < 0) {
            throw new RecordException("a record of a gate that is not known: " + id);
        }
        event.gateId = gates.idOf(event.gate);
    }
}
