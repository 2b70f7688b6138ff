package io.gatehouse.server.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.journal.v1.ChangeSetRecord;
import io.gatehouse.proto.journal.v1.PassRow;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.journal.v1.RowChange;
import io.gatehouse.proto.wire.ProtoReader;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.roster.Change;
import io.gatehouse.testing.Counts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Change-sets are written and read by hand: the generated classes are the oracle. */
final class ChangeSetBytesTest {
    private static final long SEED = 77;
    /** Stands for a record that has become one of another kind. */
    private static final Event OTHER = new Event();

    private final RandomEvents random = new RandomEvents(SEED);
    private final Random bits = new Random(SEED);
    private final RecordReader reader = new RecordReader(new RandomEvents.Gates());

    private Event drawn() {
        Event event = new Event();
        event.clear();
        event.kind = Event.Kind.CHANGE;
        event.change = new Change.PassChanges(
                any(),
                1 + bits.nextInt(5),
                (int) any(),
                any(),
                bits.nextBoolean() ? "" : "卡-" + any() + ".csv",
                bits.nextBoolean() ? "" : "0a".repeat(bits.nextInt(200)),
                bits.nextBoolean() ? "" : "site",
                bits.nextBoolean() ? "" : "ß".repeat(bits.nextInt(100)),
                random.rows(bits.nextInt(20)));
        event.version = any();
        event.receivedAtUs = any();
        event.result = Event.Result.RECORDED;
        return event;
    }

    /** Any number of bits, 0 more often than once. */
    private long any() {
        return bits.nextInt(8) == 0 ? 0 : bits.nextLong() >>> bits.nextInt(64);
    }

    private static byte[] written(RecordWriter writer, Event event, ByteOrder order) {
        int most = writer.maxBytes(event);
        ByteBuffer out = ByteBuffer.allocate(most).order(order);
        writer.write(event, out);
        assertEquals(most, out.position());
        return out.array();
    }

    @Test
    void areTheBytesOfTheGeneratedClasses() throws IOException {
        RecordWriter writer = new RecordWriter();
        int count = Counts.of(500, 5_000, 50_000);
        for (int i = 0; i < count; i++) {
            Event event = drawn();
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            message(event).writeDelimitedTo(expected);
            byte[] bytes = written(writer, event, i % 2 == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            assertArrayEquals(expected.toByteArray(), bytes, "seed " + SEED + ", step " + i);
            reader.next(bytes, 0, bytes.length);
            assertTrue(byHand(bytes, reader.offset(), reader.length()), "read by hand, seed " + SEED + ", step " + i);
            assertSame(event, read(bytes, reader.offset(), reader.length()));
        }
        Counts.report("change-sets against the generated classes", count, count);
    }

    /** Whatever a byte is turned into: read by hand or not, it is what the generated classes say, or refused as they do. */
    @Test
    void brokenOnesAreWhatTheGeneratedClassesSay() throws IOException {
        RecordWriter writer = new RecordWriter();
        int hand = 0;
        int refused = 0;
        int count = Counts.of(5_000, 50_000, 500_000);
        for (int i = 0; i < count; i++) {
            byte[] bytes = written(writer, drawn(), ByteOrder.LITTLE_ENDIAN);
            reader.next(bytes, 0, bytes.length);
            int from = reader.offset();
            int length = reader.length();
            bytes[from + bits.nextInt(length)] = (byte) bits.nextInt();
            Event expected = byClass(bytes, from, length);
            if (expected == OTHER) {
                continue;
            }
            Event actual = read(bytes, from, length);
            if (expected == null || actual == null) {
                assertEquals(expected == null, actual == null, "seed " + SEED + ", step " + i);
                refused++;
            } else {
                assertSame(expected, actual);
                hand += byHand(bytes, from, length) ? 1 : 0;
            }
        }
        assertTrue(hand > count / 10 && refused > count / 100, hand + " by hand, " + refused + " refused");
        Counts.report("broken change-sets, " + hand + " read by hand, " + refused + " refused", count, count);
    }

    @Test
    void whatALaterVersionAddsIsLeftToTheGeneratedClasses() throws IOException {
        Event event = drawn();
        Record record = message(event);
        ChangeSetRecord.Builder set = record.getChangeSet().toBuilder()
                .setUnknownFields(com.google.protobuf.UnknownFieldSet.newBuilder()
                        .addField(
                                900,
                                com.google.protobuf.UnknownFieldSet.Field.newBuilder()
                                        .addVarint(7)
                                        .build())
                        .build());
        byte[] bytes = record.toBuilder().setChangeSet(set).build().toByteArray();
        assertFalse(byHand(bytes, 0, bytes.length));
        assertSame(event, read(bytes, 0, bytes.length));
    }

    private static boolean byHand(byte[] bytes, int from, int length) {
        ProtoReader in = new ProtoReader();
        in.reset(bytes, from, length);
        int tag = in.tag();
        int at = in.bytes();
        return tag == (Record.CHANGE_SET_FIELD_NUMBER << 3 | ProtoReader.BYTES)
                && at + in.size() == from + length
                && new ChangeSetReader(in).read(bytes, at, in.size(), new Event());
    }

    private Event read(byte[] bytes, int from, int length) {
        Event event = new Event();
        try {
            reader.read(bytes, from, length, event);
            return event;
        } catch (RecordException e) {
            return null;
        }
    }

    private static Event byClass(byte[] bytes, int from, int length) {
        Event event = new Event();
        try {
            Record record = Record.parser().parseFrom(bytes, from, length);
            if (!record.hasChangeSet()) {
                return OTHER;
            }
            event.clear();
            ChangeRecords.toEvent(record, event);
            return event;
        } catch (IOException e) {
            return null;
        }
    }

    private static void assertSame(Event expected, Event actual) {
        assertEquals(expected.change, actual.change);
        assertEquals(expected.version, actual.version);
        assertEquals(expected.receivedAtUs, actual.receivedAtUs);
        assertEquals(Event.Kind.CHANGE, actual.kind);
    }

    private static Record message(Event event) {
        Change.PassChanges change = (Change.PassChanges) event.change;
        ChangeSetRecord.Builder set = ChangeSetRecord.newBuilder()
                .setChangeSetId(change.id())
                .setKindValue(change.kind())
                .setEstateId(change.estateId())
                .setBaseVersion(change.baseVersion())
                .setRosterVersion(event.version)
                .setSource(change.source())
                .setFileSha256(SiteRows.bytes(change.fileSha256()))
                .setWho(change.who())
                .setWhy(change.why())
                .setAtUs(event.receivedAtUs);
        for (io.gatehouse.server.roster.RowChange row : change.rows()) {
            RowChange.Builder message = RowChange.newBuilder();
            if (row.before() != null) {
                message.setBefore(message(row.before()));
            }
            if (row.after() != null) {
                message.setAfter(message(row.after()));
            }
            set.addRows(message);
        }
        return Record.newBuilder().setChangeSet(set).build();
    }

    private static PassRow message(io.gatehouse.server.roster.PassRow row) {
        byte[] id = ByteBuffer.allocate(16).putLong(row.hi()).putLong(row.lo()).array();
        return PassRow.newBuilder()
                .setPassId(ByteString.copyFrom(id))
                .setEstateId(row.estateId())
                .setKindValue(row.kind())
                .setScopeValue(row.scope())
                .setValidFromUs(row.validFromUs())
                .setValidUntilUs(row.validUntilUs())
                .setStatusValue(row.status())
                .setHousehold(row.household())
                .setPropertyListed(row.propertyListed())
                .setGridListed(row.gridListed())
                .setDeclared(row.declared())
                .setQuarantined(row.quarantined())
                .build();
    }
}
