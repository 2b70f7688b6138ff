package io.gatehouse.server.journal;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.gatehouse.proto.journal.v1.Record;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Prints a record as one line: the proto3 JSON of its body with defaults, before it the kind of record and its position.
 * Pass ids are UUIDs, or hex where they have not 16 bytes.
 */
public final class RecordJson {
    /** A quote within a string is escaped, so this is always a field and never text. */
    private static final Pattern PASS_ID = Pattern.compile("\"passId\":\"([A-Za-z0-9+/=]*)\"");

    private static final int ID_SIZE = 16;

    private final JsonFormat.Printer printer = JsonFormat.printer()
            .alwaysPrintFieldsWithNoPresence()
            .omittingInsignificantWhitespace()
            .sortingMapKeys();

    /**
     * One JSON object without a line end, {@code {"record":"scan","position":"123",...}}.
     *
     * @param position of the record in the journal
     * @throws RecordException where the record has no body that this version knows
     */
    public String line(Record record, long position) throws RecordException {
        FieldDescriptor body = record.getOneofFieldDescriptor(
                Record.getDescriptor().getRealOneofs().get(0));
        if (body == null) {
            throw new RecordException("a record of a kind that this version does not know");
        }
        String json = print((Message) record.getField(body));
        if (record.hasScan() || record.hasOutcome() || record.hasChangeSet()) {
            json = PASS_ID.matcher(json).replaceAll(RecordJson::passId);
        }
        String head =
                "{\"record\":\"" + body.getJsonName() + "\",\"position\":\"" + Long.toUnsignedString(position) + '"';
        return json.equals("{}") ? head + '}' : head + ',' + json.substring(1);
    }

    private String print(Message body) throws RecordException {
        try {
            return printer.print(body);
        } catch (InvalidProtocolBufferException e) {
            throw new RecordException("a record that has no JSON", e);
        }
    }

    private static String passId(MatchResult match) {
        byte[] id = Base64.getDecoder().decode(match.group(1));
        String text;
        if (id.length == ID_SIZE) {
            ByteBuffer halves = ByteBuffer.wrap(id);
            text = new UUID(halves.getLong(), halves.getLong()).toString();
        } else {
            text = HexFormat.of().formatHex(id);
        }
        return "\"passId\":\"" + text + '"';
    }
}
