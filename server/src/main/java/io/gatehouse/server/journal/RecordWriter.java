package io.gatehouse.server.journal;

import com.google.protobuf.CodedOutputStream;
import io.gatehouse.proto.journal.v1.AlarmRecord;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.journal.v1.StreamRecord;
import io.gatehouse.proto.wire.ProtoWriter;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.roster.Change;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes what the engine recorded as records of {@code journal.proto}, each a varint32 length and a {@code Record}: what
 * gates sent by hand and without garbage, change-sets by hand, the rest by the generated classes, all with the same bytes. One thread at a
 * time.
 */
public final class RecordWriter {
    /** More than any event but a change takes, its length included. */
    public static final int MAX_EVENT_BYTES = 768;

    private final EventRecords events = new EventRecords(MAX_EVENT_BYTES);
    /** The change that {@link #maxBytes} sized last, so that {@link #write} need not build it again. */
    private Change sized;

    private long sizedVersion;
    private Record sizedRecord;
    private final ChangeSetWriter changeSets = new ChangeSetWriter();

    /**
     * Bytes that {@link #write} takes at most: a bound for an event of a gate, the exact number for a change, 0 for what
     * leaves no record.
     */
    public int maxBytes(Event event) {
        if (event.kind == Event.Kind.CHANGE) {
            if (event.result != Event.Result.RECORDED) {
                return 0;
            }
            if (event.change instanceof Change.PassChanges) {
                return changeSets.size(event);
            }
            sized = event.change;
            sizedVersion = event.version;
            sizedRecord = ChangeRecords.toRecord(event);
            int size = sizedRecord.getSerializedSize();
            return ProtoWriter.sizeOf(size) + size;
        }
        return leavesRecord(event) ? MAX_EVENT_BYTES : 0;
    }

    /** Whether an event has a record: refused, duplicate and dropped ones have none, but for an alarm. */
    public static boolean leavesRecord(Event event) {
        return event.alarm != 0 || event.streamBegan || event.result == Event.Result.RECORDED;
    }

    /**
     * Writes the event's records, if it has any, at the buffer's position.
     *
     * @throws BufferOverflowException where they do not fit
     */
    public void write(Event event, ByteBuffer out) {
        if (event.kind == Event.Kind.CHANGE) {
            if (event.result == Event.Result.RECORDED) {
                change(event, out);
            }
        } else if (event.result == Event.Result.RECORDED && isFromGate(event.kind)) {
            events.write(event);
            out.put(events.array(), events.offset(), events.length());
            if (event.alarm != 0 && !alarmFollows(event)) {
                put(alarm(event), out);
            }
        } else {
            if (event.streamBegan) {
                put(stream(event), out);
            }
            if (event.alarm != 0) {
                put(alarm(event), out);
            }
        }
    }

    /** Whether a record says by itself that it is an alarm: a Lost with {@code acknowledged} does. */
    private static boolean alarmFollows(Event event) {
        return event.kind == Event.Kind.LOST
                && event.acknowledged
                && event.alarm == AlarmRecord.Kind.KIND_PROMISE_BROKEN_VALUE;
    }

    private static boolean isFromGate(Event.Kind kind) {
        return switch (kind) {
            case SCAN, DEVICE_EVENT, OUTCOME, LOST -> true;
            default -> false;
        };
    }

    private void change(Event event, ByteBuffer out) {
        if (event.change instanceof Change.PassChanges) {
            changeSets.write(event, out);
        } else {
            put(change(event), out);
        }
    }

    private Record change(Event event) {
        Record record =
                sized == event.change && sizedVersion == event.version ? sizedRecord : ChangeRecords.toRecord(event);
        sized = null;
        sizedRecord = null;
        return record;
    }

    private static Record stream(Event event) {
        return Record.newBuilder()
                .setStream(StreamRecord.newBuilder()
                        .setGateId(gateId(event))
                        .setStreamId(event.streamId)
                        .setPreviousStreamId(event.previousStreamId)
                        .setPreviousSequence(event.previousSequence)
                        .setSoftware(new String(event.text, 0, event.textLength, StandardCharsets.UTF_8))
                        .setReceivedAtUs(event.receivedAtUs))
                .build();
    }

    private static Record alarm(Event event) {
        return Record.newBuilder()
                .setAlarm(AlarmRecord.newBuilder()
                        .setGateId(gateId(event))
                        .setStreamId(event.streamId)
                        .setSequence(event.sequence)
                        .setKindValue(event.alarm)
                        .setReceivedAtUs(event.receivedAtUs))
                .build();
    }

    private static String gateId(Event event) {
        return new String(event.gateId, StandardCharsets.UTF_8);
    }

    private static void put(Record record, ByteBuffer out) {
        int size = record.getSerializedSize();
        if (ProtoWriter.sizeOf(size) + size > out.remaining()) {
            throw new BufferOverflowException();
        }
        try {
            CodedOutputStream stream = CodedOutputStream.newInstance(out);
            stream.writeUInt32NoTag(size);
            record.writeTo(stream);
            stream.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer takes fewer bytes than it has room for", e);
        }
    }
}
