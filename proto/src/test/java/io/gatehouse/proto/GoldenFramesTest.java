package io.gatehouse.proto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.testing.GoldenFrames;
import io.gatehouse.proto.testing.GoldenFrames.Broken;
import io.gatehouse.proto.testing.GoldenFrames.Frame;
import io.gatehouse.proto.testing.GoldenFrames.Kind;
import io.gatehouse.proto.testing.GoldenFrames.Outcome;
import io.gatehouse.proto.testing.GoldenFrames.RefusedBy;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.ServerMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The generated classes read and write every golden frame as the files say. */
final class GoldenFramesTest {
    static List<Frame> good() {
        return GoldenFrames.good();
    }

    static List<Frame> taken() {
        return GoldenFrames.taken();
    }

    static List<Broken> bad() {
        return GoldenFrames.bad();
    }

    @ParameterizedTest
    @MethodSource("good")
    void bytesReadAsTheirJson(Frame frame) throws IOException {
        Message read = parse(frame.kind(), frame.message());
        assertEquals(frame.json(), print(read));
        assertEquals(fromJson(frame.kind(), frame.json()), withoutUnknownFields(read));
    }

    @ParameterizedTest
    @MethodSource("good")
    void jsonWritesItsBytes(Frame frame) throws IOException {
        byte[] written = delimited(fromJson(frame.kind(), frame.json()));
        if (frame.canonical()) {
            assertArrayEquals(frame.frame(), written);
        } else {
            assertFalse(java.util.Arrays.equals(frame.frame(), written), "is canonical, and says that it is not");
        }
    }

    @ParameterizedTest
    @MethodSource("taken")
    void lengthIsMinimalAndWithinItsLimit(Frame frame) {
        int length = frame.message().length;
        assertEquals(frame.frame().length, length + CodedOutputStream.computeUInt32SizeNoTag(length));
        int limit = frame.kind() == Kind.GATE ? 4_096 : 65_536;
        assertTrue(length >= 1 && length <= limit, length + " bytes");
    }

    @ParameterizedTest
    @MethodSource("taken")
    void whatItCountsAsIsAMessage(Frame frame) throws IOException {
        Message counts = fromJson(frame.kind(), frame.countsAs());
        assertEquals(frame.countsAs(), print(counts));
        if (frame.json() == null) {
            assertThrows(InvalidProtocolBufferException.class, () -> parse(frame.kind(), frame.message()));
        }
    }

    @ParameterizedTest
    @MethodSource("bad")
    void theParserRefusesWhatItShould(Broken broken) {
        byte[] bytes = broken.bytes();
        int[] length = minimalLength(bytes);
        if (broken.refusedBy() == RefusedBy.LENGTH) {
            assertEquals(broken.outcome(), byLength(broken, length));
            return;
        }
        assertNotEquals(null, length, "has no length that counts");
        assertEquals(bytes.length, length[0] + length[1], "is not one frame");
        byte[] message = java.util.Arrays.copyOfRange(bytes, length[1], bytes.length);
        Kind kind = broken.toServer() ? Kind.GATE : Kind.SERVER;
        if (broken.refusedBy() == RefusedBy.PARSER) {
            assertThrows(InvalidProtocolBufferException.class, () -> parse(kind, message));
        } else {
            Message read = assertDoesNotThrow(() -> parse(kind, message));
            boolean noBody = read.getAllFields().isEmpty();
            assertEquals(broken.outcome() == Outcome.IGNORED, noBody);
        }
    }

    @Test
    void everyBodyAndEveryFieldStandsInSomeFrame() throws IOException {
        Set<String> seen = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (Frame frame : GoldenFrames.good()) {
            assertTrue(names.add(frame.kind() + " " + frame.name()), frame.name() + " stands twice");
            collect(parse(frame.kind(), frame.message()), seen);
        }
        Set<String> missing = new HashSet<>();
        for (Message root : List.of(
                GateMessage.getDefaultInstance(), ServerMessage.getDefaultInstance(), Record.getDefaultInstance())) {
            missing(root.getDescriptorForType(), seen, missing, new HashSet<>());
        }
        assertEquals(Set.of(), missing);
    }

    private static void collect(Message message, Set<String> seen) {
        message.getAllFields().forEach((field, value) -> {
            seen.add(field.getFullName());
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                if (field.isRepeated()) {
                    ((List<?>) value).forEach(m -> collect((Message) m, seen));
                } else {
                    collect((Message) value, seen);
                }
            }
        });
    }

    private static void missing(
            com.google.protobuf.Descriptors.Descriptor type, Set<String> seen, Set<String> missing, Set<String> done) {
        if (!done.add(type.getFullName())) {
            return;
        }
        for (FieldDescriptor field : type.getFields()) {
            if (!seen.contains(field.getFullName())) {
                missing.add(field.getFullName());
            }
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                missing(field.getMessageType(), seen, missing, done);
            }
        }
    }

    /** The rules of 'Frames' for a length, read byte by byte. */
    private static Outcome byLength(Broken broken, int[] length) {
        byte[] bytes = broken.bytes();
        int limit = !broken.toServer() ? 65_536 : broken.beforeWelcome() ? 512 : 4_096;
        if (length != null) {
            if (length[0] == 0) {
                return Outcome.MALFORMED;
            }
            if (length[0] > limit) {
                return Outcome.FRAME_TOO_LARGE;
            }
            return bytes.length < length[0] + length[1] ? Outcome.INCOMPLETE : null;
        }
        for (int i = 0; i < 3 && i < bytes.length; i++) {
            if (bytes[i] >= 0) {
                return Outcome.MALFORMED;
            }
        }
        return bytes.length < 3 ? Outcome.INCOMPLETE : Outcome.FRAME_TOO_LARGE;
    }

    /** Value and size of a minimal length of at most 3 bytes, else null. */
    private static int[] minimalLength(byte[] bytes) {
        int value = 0;
        for (int i = 0; i < 3 && i < bytes.length; i++) {
            value |= (bytes[i] & 0x7f) << (7 * i);
            if (bytes[i] >= 0) {
                return i > 0 && bytes[i] == 0 ? null : new int[] {value, i + 1};
            }
        }
        return null;
    }

    private static Message parse(Kind kind, byte[] bytes) throws InvalidProtocolBufferException {
        return empty(kind).getParserForType().parseFrom(bytes);
    }

    private static Message empty(Kind kind) {
        return switch (kind) {
            case GATE -> GateMessage.getDefaultInstance();
            case SERVER -> ServerMessage.getDefaultInstance();
            case RECORD -> Record.getDefaultInstance();
        };
    }

    private static String print(Message message) throws InvalidProtocolBufferException {
        return JsonFormat.printer()
                .omittingInsignificantWhitespace()
                .sortingMapKeys()
                .print(message);
    }

    private static Message fromJson(Kind kind, String json) throws InvalidProtocolBufferException {
        Message.Builder builder = empty(kind).newBuilderForType();
        JsonFormat.parser().merge(json, builder);
        return builder.build();
    }

    private static byte[] delimited(Message message) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CodedOutputStream coded = CodedOutputStream.newInstance(out);
        coded.useDeterministicSerialization();
        coded.writeUInt32NoTag(message.getSerializedSize());
        message.writeTo(coded);
        coded.flush();
        return out.toByteArray();
    }

    private static Message withoutUnknownFields(Message message) {
        Message.Builder builder = message.toBuilder();
        builder.setUnknownFields(com.google.protobuf.UnknownFieldSet.getDefaultInstance());
        message.getAllFields().forEach((field, value) -> {
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isRepeated()) {
                builder.setField(field, withoutUnknownFields((Message) value));
            }
        });
        return builder.build();
    }
}
