package io.gatehouse.server.transport;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.WireFormat;
import io.gatehouse.proto.v1.GateMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * What a message from a gate counts as, by protobuf-java: by the generated classes, and where they refuse it by the same
 * schema with the text of sequenced messages as bytes, which Java's own decoder turns into text.
 */
final class Reference {
    static final int MALFORMED = -1;

    private static final Set<String> SEQUENCED_WITH_TEXT = Set.of("DeviceEvent", "Lost", "Acted");

    private final Descriptor tolerant = tolerant();

    /**
     * @param body number of the body that counts, 0 for none, or {@link #MALFORMED}
     * @param message null where malformed
     * @param replaced whether the body that counts had text that is not UTF-8
     * @param byText whether the generated classes refuse it for text alone
     */
    record Reading(int body, GateMessage message, boolean replaced, boolean byText) {}

    Reading read(byte[] message) {
        try {
            GateMessage read = GateMessage.parseFrom(message);
            return new Reading(read.getBodyCase().getNumber(), read, false, false);
        } catch (InvalidProtocolBufferException refused) {
            try {
                return readTolerantly(message);
            } catch (IOException e) {
                return new Reading(MALFORMED, null, false, false);
            }
        }
    }

    private Reading readTolerantly(byte[] message) throws IOException {
        DynamicMessage all = DynamicMessage.parseFrom(tolerant, message);
        int body = lastBody(message);
        FieldDescriptor field = tolerant.findFieldByNumber(body);
        Message given = (Message) all.getField(field);
        Message mended = mended(given);
        byte[] alone = DynamicMessage.newBuilder(tolerant)
                .setField(field, mended)
                .build()
                .toByteArray();
        return new Reading(body, GateMessage.parseFrom(alone), !mended.equals(given), true);
    }

    private static Message mended(Message message) {
        Message.Builder builder = message.toBuilder();
        for (FieldDescriptor field : message.getAllFields().keySet()) {
            Object value = message.getField(field);
            if (field.getName().equals("acted")) {
                builder.setField(field, mended((Message) value));
            } else if (field.getName().equals("detail") || field.getName().equals("operator")) {
                String text = new String(((ByteString) value).toByteArray(), StandardCharsets.UTF_8);
                builder.setField(field, ByteString.copyFromUtf8(text));
            }
        }
        return builder.build();
    }

    private static int lastBody(byte[] message) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(message);
        UnknownFieldSet.Builder rest = UnknownFieldSet.newBuilder();
        int last = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int number = WireFormat.getTagFieldNumber(tag);
            boolean bytes = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            if (bytes && number <= GateMessage.APPLIED_FIELD_NUMBER) {
                last = number;
            }
            // Not skipField, which is stricter with a tenth byte than all that reads a message.
            rest.mergeFieldFrom(tag, in);
        }
        return last;
    }

    /** GateMessage with text as bytes, and without its oneof: the generated classes merge a body over others between. */
    private static Descriptor tolerant() {
        FileDescriptorProto.Builder file = GateMessage.getDescriptor().getFile().toProto().toBuilder();
        for (DescriptorProto.Builder message : file.getMessageTypeBuilderList()) {
            boolean text = SEQUENCED_WITH_TEXT.contains(message.getName());
            boolean oneof = message.getName().equals("GateMessage");
            if (oneof) {
                message.clearOneofDecl();
            }
            for (FieldDescriptorProto.Builder field : message.getFieldBuilderList()) {
                if (text && field.getType() == FieldDescriptorProto.Type.TYPE_STRING) {
                    field.setType(FieldDescriptorProto.Type.TYPE_BYTES);
                }
                if (oneof) {
                    field.clearOneofIndex();
                }
            }
        }
        try {
            return FileDescriptor.buildFrom(file.build(), new FileDescriptor[0]).findMessageTypeByName("GateMessage");
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }
}
