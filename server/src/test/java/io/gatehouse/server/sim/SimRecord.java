package io.gatehouse.server.sim;

import io.gatehouse.proto.journal.v1.Record;
import java.util.Arrays;

/** One record of the journal and where it stands. */
record SimRecord(long position, byte[] bytes, Record message) {
    boolean sameAs(SimRecord other) {
        return position == other.position && Arrays.equals(bytes, other.bytes);
    }

    @Override
    public String toString() {
        return "at " + position + " " + message.toString().replaceAll("\\s+", " ");
    }
}
