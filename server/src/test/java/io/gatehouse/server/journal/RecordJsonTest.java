package io.gatehouse.server.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import io.gatehouse.proto.journal.v1.ChangeSetRecord;
import io.gatehouse.proto.journal.v1.LostRecord;
import io.gatehouse.proto.journal.v1.PassRow;
import io.gatehouse.proto.journal.v1.PolicyRecord;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.journal.v1.RowChange;
import io.gatehouse.proto.journal.v1.ScanRecord;
import io.gatehouse.proto.testing.GoldenFrames;
import io.gatehouse.proto.testing.GoldenFrames.Frame;
import io.gatehouse.proto.testing.GoldenFrames.Kind;
import io.gatehouse.proto.v1.Acted;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class RecordJsonTest {
    private static final UUID PASS = UUID.fromString("01234567-89ab-cdef-8123-456789abcdef");

    private final RecordJson json = new RecordJson();

    @Test
    void aScanIsOneFlatLineWithItsDefaults() throws IOException {
        Record record = Record.newBuilder()
                .setScan(ScanRecord.newBuilder()
                        .setGateId("0171-02")
                        .setStreamId(-1)
                        .setSequence(7)
                        .setPassId(id())
                        .setDirection(Direction.DIRECTION_ENTRY)
                        .setReceivedAtUs(1_580_947_200_000_000L)
                        .setVerdict(Verdict.VERDICT_DENY)
                        .addReasons(Reason.REASON_LOCKDOWN)
                        .addReasons(Reason.REASON_EXPIRED)
                        .setRosterVersion(3))
                .build();
        assertEquals(
                "{\"record\":\"scan\",\"position\":\"268435456\",\"gateId\":\"0171-02\","
                        + "\"streamId\":\"18446744073709551615\",\"sequence\":\"7\","
                        + "\"passId\":\"01234567-89ab-cdef-8123-456789abcdef\",\"scannedAtUs\":\"0\","
                        + "\"direction\":\"DIRECTION_ENTRY\",\"medium\":\"MEDIUM_UNSPECIFIED\","
                        + "\"receivedAtUs\":\"1580947200000000\",\"judgedAtUs\":\"0\",\"clockOffsetUs\":\"0\","
                        + "\"clockSuspect\":false,\"textMended\":false,\"verdict\":\"VERDICT_DENY\","
                        + "\"reasons\":[\"REASON_LOCKDOWN\",\"REASON_EXPIRED\"],\"attention\":false,"
                        + "\"rosterVersion\":\"3\",\"policyVersion\":\"0\",\"registerVersion\":\"0\"}",
                json.line(record, 268_435_456L));
    }

    @Test
    void idsThatAreNoUuidAreHexAndActedStandsWhereTheGateActed() throws IOException {
        Record record = Record.newBuilder()
                .setScan(ScanRecord.newBuilder()
                        .setPassId(ByteString.copyFrom(new byte[] {1, (byte) 0xff}))
                        .setActed(Acted.newBuilder().setOpened(true).setOperator("\"passId\":\"AAAA\"")))
                .build();
        String line = json.line(record, 0);
        assertTrue(line.contains("\"passId\":\"01ff\""), line);
        assertTrue(line.contains("\"acted\":{\"opened\":true"), line);
        assertTrue(line.contains("\"operator\":\"\\\"passId\\\":\\\"AAAA\\\"\""), line);
    }

    @Test
    void rowsOfAChangeSetHaveTheirIdsAsText() throws IOException {
        Record record = Record.newBuilder()
                .setChangeSet(ChangeSetRecord.newBuilder()
                        .addRows(RowChange.newBuilder()
                                .setBefore(PassRow.newBuilder().setPassId(id()))
                                .setAfter(PassRow.newBuilder().setPassId(id()))))
                .build();
        String line = json.line(record, 1);
        assertTrue(line.startsWith("{\"record\":\"changeSet\",\"position\":\"1\",\"changeSetId\":\"0\""), line);
        assertEquals(3, line.split(PASS.toString(), -1).length, line);
    }

    @Test
    void keysOfAPolicyStayAsTheyAre() throws IOException {
        Record record = Record.newBuilder()
                .setPolicy(PolicyRecord.newBuilder().putAfter("passId", "AAAA"))
                .build();
        assertTrue(json.line(record, 1).contains("\"after\":{\"passId\":\"AAAA\"}"));
    }

    @Test
    void textStaysOneLine() throws IOException {
        Record record = Record.newBuilder()
                .setLost(LostRecord.newBuilder().setDetail("a\nb\u2028\"c\\"))
                .build();
        String line = json.line(record, 1);
        assertFalse(line.contains("\n") || line.contains("\u2028"), line);
    }

    @Test
    void everyGoldenRecordIsAnObjectThatReadsBack() throws IOException {
        int lines = 0;
        for (Frame frame : GoldenFrames.good()) {
            Record record = frame.kind() == Kind.RECORD ? Record.parseFrom(frame.message()) : null;
            if (record != null && record.getBodyCase() != Record.BodyCase.BODY_NOT_SET) {
                String line = json.line(record, lines);
                Struct.Builder object = Struct.newBuilder();
                JsonFormat.parser().merge(line, object);
                assertEquals(
                        Integer.toString(lines),
                        object.getFieldsOrThrow("position").getStringValue());
                if (!record.hasScan() && !record.hasOutcome() && !record.hasChangeSet()) {
                    assertEquals(known(body(record)), readBack(line, body(record)), frame.name());
                }
                lines++;
            }
        }
        System.out.println("golden records printed as JSON: " + lines);
        assertTrue(lines > 15);
    }

    private static Message body(Record record) {
        FieldDescriptor field = record.getOneofFieldDescriptor(
                Record.getDescriptor().getRealOneofs().get(0));
        return (Message) record.getField(field);
    }

    private static Message readBack(String line, Message type) throws IOException {
        Message.Builder read = type.newBuilderForType();
        JsonFormat.parser().ignoringUnknownFields().merge(line, read);
        return read.build();
    }

    private static Message known(Message message) {
        return message.toBuilder()
                .setUnknownFields(com.google.protobuf.UnknownFieldSet.getDefaultInstance())
                .build();
    }

    @Test
    void aRecordWithoutABodyIsRefused() {
        assertThrows(RecordException.class, () -> json.line(Record.getDefaultInstance(), 0));
    }

    private static ByteString id() {
        return ByteString.copyFrom(ByteBuffer.allocate(16)
                .putLong(PASS.getMostSignificantBits())
                .putLong(PASS.getLeastSignificantBits())
                .flip());
    }
}
