package io.gatehouse.server.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.journal.v1.AlarmRecord;
import io.gatehouse.proto.journal.v1.ChangeSetRecord;
import io.gatehouse.proto.journal.v1.PassRow;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.journal.v1.RowChange;
import io.gatehouse.proto.journal.v1.StreamRecord;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.roster.Change;
import io.gatehouse.testing.Counts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChangeRecordsTest {
    private final RandomEvents.Gates gates = new RandomEvents.Gates();
    private final RecordWriter writer = new RecordWriter();
    private final RecordReader reader = new RecordReader(gates);

    @Test
    void everyKindOfChangeComesBack() throws IOException {
        RandomEvents random = new RandomEvents(3);
        int count = 0;
        for (int i = 0; i < 200; i++) {
            for (Change change : random.changes()) {
                Event event = event(change, 42 + i, Event.Result.RECORDED);
                byte[] bytes = written(event);
                Event back = read(bytes);
                assertEquals(Event.Kind.CHANGE, back.kind);
                assertEquals(change, back.change);
                assertEquals(event.receivedAtUs, back.receivedAtUs);
                boolean versioned = !(change instanceof Change.ModeChange
                        || change instanceof Change.SiteChange
                        || change instanceof Change.Started
                        || change instanceof Change.FirstLoadDone);
                assertEquals(versioned ? 42 + i : 0, back.version, change.toString());
                count++;
            }
        }
        Counts.report("changes written and read back", count, count);
    }

    private static Event event(Change change, long version, Event.Result result) {
        Event event = new Event();
        event.clear();
        event.kind = Event.Kind.CHANGE;
        event.change = change;
        event.version = version;
        event.receivedAtUs = 1_580_947_200_000_000L + version;
        event.result = result;
        return event;
    }

    private byte[] written(Event event) {
        int max = writer.maxBytes(event);
        ByteBuffer out = ByteBuffer.allocateDirect(max + 10);
        writer.write(event, out);
        if (event.kind == Event.Kind.CHANGE) {
            assertEquals(max, out.position());
        } else {
            assertTrue(out.position() <= max);
        }
        byte[] bytes = new byte[out.flip().remaining()];
        out.get(bytes);
        return bytes;
    }

    private Event read(byte[] bytes) throws RecordException {
        assertEquals(bytes.length, reader.next(bytes, 0, bytes.length));
        Event back = new Event();
        reader.read(bytes, reader.offset(), reader.length(), back);
        return back;
    }

    @Test
    void changesThatWereRefusedLeaveNothing() {
        for (Event.Result result : Event.Result.values()) {
            Event event = event(new Change.SiteChange("UTC"), 1, result);
            assertEquals(result == Event.Result.RECORDED, written(event).length > 0, result.name());
        }
    }

    @Test
    void aLargeChangeSetFitsItsLimit() throws IOException {
        List<io.gatehouse.server.roster.RowChange> rows = new RandomEvents(4).rows(100_000);
        Change change = new Change.PassChanges(1, 1, 171, 0, "passes-1.csv", "ab".repeat(32), "site", "", rows);
        byte[] bytes = written(event(change, 1, Event.Result.RECORDED));
        System.out.println("change-set of 100,000 random rows: " + bytes.length + " bytes");
        assertTrue(bytes.length <= 16 << 20);
        assertEquals(change, read(bytes).change);
    }

    @Test
    void theSameChangeIsTheSameBytesWhateverTheMapsOrder() {
        java.util.Map<String, String> forward = new java.util.LinkedHashMap<>();
        java.util.Map<String, String> backward = new java.util.LinkedHashMap<>();
        for (int i = 0; i < 50; i++) {
            forward.put("key-" + i, "v" + i);
            backward.put("key-" + (49 - i), "v" + (49 - i));
        }
        assertArrayEquals(
                written(event(new Change.PolicyChange(1, forward, backward), 1, Event.Result.RECORDED)),
                written(event(new Change.PolicyChange(1, backward, forward), 1, Event.Result.RECORDED)));
    }

    @Test
    void aSizeThatWasNotUsedIsNotTakenForAnotherChange() throws IOException {
        Event slot = event(new Change.SiteChange("Asia/Shanghai"), 1, Event.Result.RECORDED);
        writer.maxBytes(slot);
        slot.change = new Change.SiteChange("UTC");
        ByteBuffer out = ByteBuffer.allocate(100);
        writer.write(slot, out);
        Event back = read(Arrays.copyOf(out.array(), out.position()));
        assertEquals(slot.change, back.change);
    }

    @Test
    void aRowWithoutAWholeIdIsRefused() {
        byte[] bytes = Record.newBuilder()
                .setChangeSet(ChangeSetRecord.newBuilder()
                        .addRows(RowChange.newBuilder()
                                .setAfter(PassRow.newBuilder().setPassId(ByteString.copyFromUtf8("short")))))
                .build()
                .toByteArray();
        assertThrows(RecordException.class, () -> reader.read(bytes, 0, bytes.length, new Event()));
    }

    @Test
    void aNewStreamLeavesItsRecord() throws IOException {
        Event hello = gateEvent(Event.Kind.HELLO, Event.Result.WELCOMED);
        assertEquals(0, written(hello).length);
        hello.streamBegan = true;
        hello.previousStreamId = 77;
        hello.previousSequence = 4_711;
        byte[] software = "gatehouse-gate/0.1.0".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(software, 0, hello.text, 0, software.length);
        hello.textLength = software.length;
        byte[] bytes = written(hello);
        assertEquals(
                StreamRecord.newBuilder()
                        .setGateId(new String(hello.gateId, StandardCharsets.UTF_8))
                        .setStreamId(5)
                        .setPreviousStreamId(77)
                        .setPreviousSequence(4_711)
                        .setSoftware("gatehouse-gate/0.1.0")
                        .setReceivedAtUs(9)
                        .build(),
                Record.parser()
                        .parseDelimitedFrom(new java.io.ByteArrayInputStream(bytes))
                        .getStream());
        Event back = read(bytes);
        assertEquals(Event.Kind.STREAM, back.kind);
        assertTrue(back.streamBegan);
        assertEquals(hello.gate, back.gate);
        assertEquals(77, back.previousStreamId);
        assertEquals(4_711, back.previousSequence);
        assertArrayEquals(bytes, written(back));
    }

    @Test
    void anAlarmLeavesItsRecordThoughTheEventIsRefused() throws IOException {
        Event scan = gateEvent(Event.Kind.SCAN, Event.Result.REFUSED);
        assertEquals(0, written(scan).length);
        scan.alarm = AlarmRecord.Kind.KIND_NUMBER_REUSED_VALUE;
        byte[] bytes = written(scan);
        Event back = read(bytes);
        assertEquals(Event.Kind.ALARM, back.kind);
        assertEquals(AlarmRecord.Kind.KIND_NUMBER_REUSED_VALUE, back.alarm);
        assertEquals(12, back.sequence);
        assertEquals(5, back.streamId);
        assertEquals(scan.gate, back.gate);
        assertArrayEquals(bytes, written(back));
    }

    @Test
    void whatHasNoEffectLeavesNothing() {
        for (Event.Kind kind : List.of(Event.Kind.SCAN, Event.Kind.LOST, Event.Kind.HELLO, Event.Kind.REFUSE)) {
            for (Event.Result result :
                    List.of(Event.Result.NONE, Event.Result.DUPLICATE, Event.Result.REFUSED, Event.Result.DROPPED)) {
                assertEquals(0, written(gateEvent(kind, result)).length, kind + " " + result);
            }
        }
    }

    private Event gateEvent(Event.Kind kind, Event.Result result) {
        Event event = new Event();
        event.clear();
        event.kind = kind;
        event.result = result;
        event.gate = 3;
        event.gateId = gates.idOf(3);
        event.streamId = 5;
        event.sequence = 12;
        event.receivedAtUs = 9;
        return event;
    }
}
