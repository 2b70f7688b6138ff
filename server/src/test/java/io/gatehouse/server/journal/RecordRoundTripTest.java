package io.gatehouse.server.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.util.JsonFormat;
import io.gatehouse.proto.journal.v1.AlarmRecord;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.testing.GoldenFrames;
import io.gatehouse.proto.testing.GoldenFrames.Frame;
import io.gatehouse.proto.testing.GoldenFrames.Kind;
import io.gatehouse.server.engine.Event;
import io.gatehouse.testing.Counts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RecordRoundTripTest {
    private static final long SEED = 1_580_947_200;

    private final RandomEvents.Gates gates = new RandomEvents.Gates();
    private final RecordWriter writer = new RecordWriter();
    private final RecordReader reader = new RecordReader(gates);

    @Test
    void eventsOfGatesComeBackAndAreTheBytesOfTheGeneratedClasses() throws IOException {
        int count = Counts.of(50_000, 500_000, 3_000_000);
        RandomEvents events = new RandomEvents(SEED);
        ByteBuffer out = ByteBuffer.allocateDirect(RecordWriter.MAX_EVENT_BYTES);
        Event event = new Event();
        Event back = new Event();
        for (int i = 0; i < count; i++) {
            String what = "event " + i + " of seed " + SEED;
            events.fromGate(event, gates);
            byte[] bytes = written(event, out);
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            ExpectedRecord.of(event).writeDelimitedTo(expected);
            assertArrayEquals(expected.toByteArray(), bytes, what);
            assertEquals(bytes.length, reader.next(bytes, 0, bytes.length), what);
            reader.read(bytes, reader.offset(), reader.length(), back);
            assertEquals(EventFields.of(event), EventFields.of(back), what);
        }
        Counts.report("events written, compared and read back", count, 3_000_000);
    }

    private byte[] written(Event event, ByteBuffer out) {
        out.clear();
        writer.write(event, out);
        out.flip();
        byte[] bytes = new byte[out.remaining()];
        out.get(bytes);
        assertTrue(bytes.length <= writer.maxBytes(event));
        return bytes;
    }

    @Test
    void largestEventsFitTheBound() {
        Event e = new Event();
        e.clear();
        e.kind = Event.Kind.SCAN;
        e.result = Event.Result.RECORDED;
        e.gateId = gates.idOf(8);
        e.streamId = -1;
        e.sequence = -1;
        e.passIdLength = Event.MAX_PASS_ID;
        e.gateTimeUs = e.receivedAtUs = e.judgedAtUs = e.offsetUs = -1;
        e.direction = e.medium = e.verdict = Integer.MAX_VALUE;
        e.temperature = Integer.MAX_VALUE;
        e.acted = e.actedOpened = e.clockSuspect = e.textMended = e.attention = true;
        e.actedReason = e.actedAuthority = Integer.MAX_VALUE;
        e.actedRosterVersion = e.rosterVersion = e.policyVersion = e.registerVersion = -1;
        e.textLength = Event.MAX_TEXT;
        e.reasons = -1;
        e.passChanged = e.outingChanged = true;
        e.place = e.lastPassageDirection = Integer.MAX_VALUE;
        e.lastPassageUs = e.lastHighUs = -1;
        e.lastPassageGateId = gates.idOf(8);
        e.outingEstate = e.outingHousehold = e.outingCount = -1;
        e.outingDay = Integer.MIN_VALUE;
        byte[] bytes = written(e, ByteBuffer.allocate(RecordWriter.MAX_EVENT_BYTES));
        System.out.println("largest record of a scan: " + bytes.length + " bytes");
        assertTrue(bytes.length > 600);
        assertThrows(BufferOverflowException.class, () -> writer.write(e, ByteBuffer.allocate(bytes.length - 1)));
    }

    @Test
    void goldenRecordsOfGatesAreReadAndWrittenAsTheyStand() throws IOException {
        int frames = 0;
        int refused = 0;
        for (Frame frame : GoldenFrames.good()) {
            if (frame.kind() != Kind.RECORD) {
                continue;
            }
            Record record = Record.parseFrom(frame.message());
            Event event = new Event();
            AnyGates any = new AnyGates();
            RecordReader golden = new RecordReader(any);
            byte[] message = frame.message();
            if (!namesWhatItIsAbout(record)) {
                assertThrows(RecordException.class, () -> golden.read(message, 0, message.length, event), frame.name());
                refused++;
                continue;
            }
            golden.read(message, 0, message.length, event);
            ByteBuffer out = ByteBuffer.allocate(4_096);
            if (event.kind != Event.Kind.GAP) {
                writer.write(event, out);
                boolean beyondInt = record.hasScan() && record.getScan().getTemperatureDecicelsius() < 0;
                byte[] expected = frame.canonical() && !beyondInt ? frame.frame() : delimited(asWritten(frame.json()));
                assertArrayEquals(expected, Arrays.copyOf(out.array(), out.position()), frame.name());
            } else {
                // Salvage alone writes them.
                assertTrue(record.hasGap(), frame.name());
                assertEquals(record.getGap().getRosterVersion(), event.version, frame.name());
            }
            frames++;
        }
        Counts.report("golden records read and written, " + refused + " more without a gate refused", frames, frames);
        assertTrue(frames > 15, frames + " frames");
    }

    /** Some golden records are as empty as protobuf allows; no server writes those. */
    private static boolean namesWhatItIsAbout(Record record) {
        return switch (record.getBodyCase()) {
            case SCAN -> !record.getScan().getGateId().isEmpty();
            case DEVICE_EVENT -> !record.getDeviceEvent().getGateId().isEmpty();
            case OUTCOME -> !record.getOutcome().getGateId().isEmpty();
            case LOST -> !record.getLost().getGateId().isEmpty();
            case STREAM -> !record.getStream().getGateId().isEmpty();
            case ALARM -> !record.getAlarm().getGateId().isEmpty();
            case BODY_NOT_SET -> false;
            default -> true;
        };
    }

    private static byte[] delimited(Record record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        record.writeDelimitedTo(out);
        return out.toByteArray();
    }

    /** As a server would have written it: no unknown fields, no temperature beyond int. */
    private static Record asWritten(String json) throws IOException {
        Record.Builder known = Record.newBuilder();
        JsonFormat.parser().merge(json, known);
        if (known.hasScan() && known.getScan().getTemperatureDecicelsius() < 0) {
            known.getScanBuilder().setTemperatureDecicelsius(Integer.MAX_VALUE);
        }
        return known.build();
    }

    /** Numbers whatever gates come. */
    private static final class AnyGates implements GateNumbers {
        private final List<byte[]> ids = new ArrayList<>();

        @Override
        public int numberOf(byte[] utf8, int offset, int length) {
            ids.add(Arrays.copyOfRange(utf8, offset, offset + length));
            return ids.size();
        }

        @Override
        public byte[] idOf(int number) {
            return ids.get(number - 1);
        }
    }

    @Test
    void fieldsOfLaterVersionsAreSteppedOver() throws IOException {
        RandomEvents events = new RandomEvents(SEED + 1);
        UnknownFieldSet later = UnknownFieldSet.newBuilder()
                .addField(
                        1_000,
                        UnknownFieldSet.Field.newBuilder()
                                .addVarint(7)
                                .addFixed32(8)
                                .addFixed64(9)
                                .addLengthDelimited(ByteString.copyFromUtf8("new"))
                                .build())
                .build();
        Event event = new Event();
        Event back = new Event();
        for (int i = 0; i < 1_000; i++) {
            events.fromGate(event, gates);
            Record.Builder record = ExpectedRecord.of(event).toBuilder();
            switch (record.getBodyCase()) {
                case SCAN -> record.getScanBuilder().setUnknownFields(later);
                case OUTCOME -> record.getOutcomeBuilder().setUnknownFields(later);
                case LOST -> record.getLostBuilder().setUnknownFields(later);
                default -> record.setUnknownFields(later);
            }
            byte[] bytes = record.build().toByteArray();
            reader.read(bytes, 0, bytes.length, back);
            assertEquals(EventFields.of(event), EventFields.of(back));
        }
    }

    @Test
    void fieldsInAnyOrderAreReadAlike() throws IOException {
        RandomEvents events = new RandomEvents(SEED + 3);
        Random random = new Random(SEED + 3);
        Event event = new Event();
        Event back = new Event();
        for (int i = 0; i < 5_000; i++) {
            events.fromGate(event, gates);
            Record record = ExpectedRecord.of(event);
            int body = record.getBodyCase().getNumber();
            byte[] fields = ((Message) record.getField(Record.getDescriptor().findFieldByNumber(body))).toByteArray();
            byte[] shuffled = shuffled(fields, random);
            byte[] bytes = Record.newBuilder()
                    .setUnknownFields(UnknownFieldSet.newBuilder()
                            .addField(
                                    body,
                                    UnknownFieldSet.Field.newBuilder()
                                            .addLengthDelimited(ByteString.copyFrom(shuffled))
                                            .build())
                            .build())
                    .build()
                    .toByteArray();
            reader.read(bytes, 0, bytes.length, back);
            assertEquals(EventFields.of(event), EventFields.of(back), "event " + i + " of seed " + (SEED + 3));
        }
    }

    private static byte[] shuffled(byte[] message, Random random) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(message);
        List<byte[]> fields = new ArrayList<>();
        while (!in.isAtEnd()) {
            int from = in.getTotalBytesRead();
            in.skipField(in.readTag());
            fields.add(Arrays.copyOfRange(message, from, in.getTotalBytesRead()));
        }
        Collections.shuffle(fields, random);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] field : fields) {
            out.write(field);
        }
        return out.toByteArray();
    }

    @Test
    void brokenRecordsAreRefusedByName() throws IOException {
        RandomEvents events = new RandomEvents(SEED + 2);
        SplittableRandom random = new SplittableRandom(SEED + 2);
        RecordReader any = new RecordReader(new AnyGates());
        ByteBuffer out = ByteBuffer.allocate(RecordWriter.MAX_EVENT_BYTES);
        Event event = new Event();
        int count = Counts.of(50_000, 500_000, 1_000_000);
        int refused = 0;
        for (int i = 0; i < count; i++) {
            events.fromGate(event, gates);
            byte[] bytes = written(event, out);
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            int length = random.nextBoolean() ? bytes.length : 1 + random.nextInt(bytes.length);
            try {
                any.next(bytes, 0, length);
                any.read(bytes, any.offset(), any.length(), event);
            } catch (RecordException e) {
                refused++;
            }
        }
        Counts.report("broken records read, " + refused + " refused, none by another exception", count, 1_000_000);
        assertTrue(refused > count / 2 && refused < count);
    }

    @Test
    void recordsOfGatesThatAreNotKnownAreRefused() {
        RandomEvents events = new RandomEvents(SEED + 3);
        RecordReader none = new RecordReader(new GateNumbers() {
            @Override
            public int numberOf(byte[] utf8, int offset, int length) {
                return -1;
            }

            @Override
            public byte[] idOf(int number) {
                throw new AssertionError("asked for gate " + number);
            }
        });
        Event event = new Event();
        for (int i = 0; i < 100; i++) {
            events.fromGate(event, gates);
            byte[] bytes = ExpectedRecord.of(event).toByteArray();
            assertThrows(RecordException.class, () -> none.read(bytes, 0, bytes.length, new Event()));
        }
        byte[] alarm = Record.newBuilder()
                .setAlarm(AlarmRecord.newBuilder().setGateId("0171-02").setKindValue(1))
                .build()
                .toByteArray();
        assertThrows(RecordException.class, () -> none.read(alarm, 0, alarm.length, new Event()));
    }

    @Test
    void recordsThatAreNotKnownAreRefused() {
        byte[] later = Record.newBuilder()
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                99,
                                UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(ByteString.EMPTY)
                                        .build())
                        .build())
                .build()
                .toByteArray();
        assertThrows(RecordException.class, () -> reader.read(later, 0, later.length, new Event()));
        assertThrows(RecordException.class, () -> reader.next(new byte[] {5, 1, 2}, 0, 3));
        assertThrows(RecordException.class, () -> reader.next(new byte[] {(byte) 0x80}, 0, 1));
        assertThrows(RecordException.class, () -> reader.next(new byte[0], 0, 0));
    }
}
