package io.gatehouse.checker;

import io.gatehouse.proto.journal.v1.Record;
import java.io.IOException;

/** Takes the records of a journal in their order. */
@FunctionalInterface
public interface JournalVisitor {
    /** @param position where the record begins, at its length, in bytes of the whole journal */
    void record(long position, Record record) throws IOException;
}
