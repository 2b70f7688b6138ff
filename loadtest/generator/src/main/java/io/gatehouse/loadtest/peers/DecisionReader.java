package io.gatehouse.loadtest.peers;

/** Reads what counts of a Decision message: its sequence and its verdict. */
final class DecisionReader {
    private static final int SEQUENCE = 1 << 3;
    private static final int VERDICT = 2 << 3;
    private static final int REASONS = 3 << 3 | 2;

    long sequence;
    int verdict;
    private int at;
    private int end;

    /** Whether it is a decision. */
    boolean read(byte[] in, int from, int to) {
        sequence = 0;
        verdict = 0;
        at = from;
        end = to;
        while (at < end) {
            int tag = (int) varint(in);
            long value = varint(in);
            if (tag == SEQUENCE) {
                sequence = value;
            } else if (tag == VERDICT) {
                verdict = (int) value;
            } else if (tag == REASONS) {
                at += (int) value;
            } else if ((tag & 7) != 0) {
                return false;
            }
        }
        return at == end && verdict > 0;
    }

    private long varint(byte[] in) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE && at < end; shift += 7) {
            byte b = in[at++];
            value |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return value;
            }
        }
        at = end + 1;
        return 0;
    }
}
