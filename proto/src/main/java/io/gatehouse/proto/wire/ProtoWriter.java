package io.gatehouse.proto.wire;

/** Writes varints into an array, without garbage. Each method returns the offset behind what it wrote. */
public final class ProtoWriter {
    private ProtoWriter() {}

    /** Bytes that the base-128 varint of an unsigned value takes, 1 to 10. */
    public static int sizeOf(long value) {
        // 7 bits a byte: (bits + 6) / 7, without a division.
        return (640 - Long.numberOfLeadingZeros(value) * 9) >>> 6;
    }

    /** Writes an unsigned value as a base-128 varint. */
    public static int varint(byte[] out, int offset, long value) {
        int at = offset;
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[at++] = (byte) rest;
        return at;
    }
}
