package io.gatehouse.loadtest.journal;

import com.google.protobuf.CodedInputStream;
import io.gatehouse.proto.journal.v1.Record;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;

/** Falsifies a journal of one segment so that no frame shows it: each CRC, and the chain of them, is made anew. */
final class Doctor {
    private static final int HEADER = 48;

    private Doctor() {}

    /** Changes each record, to one of the same length. */
    static void treat(Path segment, UnaryOperator<Record> change) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int crcBefore = 0;
        for (int at = 0; at + HEADER <= bytes.length && (bytes[at] & 0xff) == 0xF7; ) {
            int length = all.getInt(at + 4);
            byte[] records = treated(CodedInputStream.newInstance(bytes, at + HEADER, length), change);
            if (records.length != length) {
                throw new IOException("a record of another length");
            }
            System.arraycopy(records, 0, bytes, at + HEADER, length);
            if (at > 0) {
                all.putInt(at + 40, crcBefore);
            }
            CRC32C crc = new CRC32C();
            crc.update(bytes, at, 44);
            crc.update(bytes, at + HEADER, length);
            crcBefore = (int) crc.getValue();
            all.putInt(at + 44, crcBefore);
            at += HEADER + length;
        }
        Files.write(segment, bytes);
    }

    private static byte[] treated(CodedInputStream in, UnaryOperator<Record> change) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (!in.isAtEnd()) {
            int length = in.readRawVarint32();
            change.apply(Record.parseFrom(in.readRawBytes(length))).writeDelimitedTo(out);
        }
        return out.toByteArray();
    }
}
