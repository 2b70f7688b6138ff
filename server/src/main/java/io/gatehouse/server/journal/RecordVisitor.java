package io.gatehouse.server.journal;

import java.io.IOException;

/** Takes the records of a journal in their order. */
@FunctionalInterface
public interface RecordVisitor {
    /**
     * One record: {@code length} bytes of a {@code Record} message in {@code buffer} from {@code offset} on, valid during
     * this call only.
     *
     * @param position where the record begins (at its length), in bytes of the whole journal
     */
    void onRecord(long position, byte[] buffer, int offset, int length) throws IOException;
}
