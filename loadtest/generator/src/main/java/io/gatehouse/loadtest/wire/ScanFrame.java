package io.gatehouse.loadtest.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * One scan on its way to the wire: set the fields, then {@link #encode}. Reused for every scan of an event loop, so
 * that a scan costs no object. Not thread-safe.
 */
public final class ScanFrame {
    /** No frame is longer: length, tag, length, sequence, pass, time, direction, temperature, medium, acted. */
    public static final int MAX_BYTES = 80;

    /** As numbered in the protocol: who decided. */
    public static final int BY_SERVER = 1;

    public static final int BY_GATE = 2;
    /** As numbered in the protocol: the gate does not know the pass. */
    public static final int UNKNOWN_PASS = 5;

    private static final VarHandle BIG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle LITTLE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final int GATE_MESSAGE_SCAN = 2 << 3 | 2;
    private static final int SEQUENCE = 1 << 3;
    private static final int PASS_ID = 2 << 3 | 2;
    private static final int SCANNED_AT_US = 3 << 3 | 1;
    private static final int DIRECTION = 4 << 3;
    private static final int TEMPERATURE = 5 << 3;
    private static final int MEDIUM = 6 << 3;
    private static final int ACTED = 7 << 3 | 2;
    private static final int OPENED = 1 << 3;
    private static final int REASON = 2 << 3;
    private static final int AUTHORITY = 3 << 3;
    private static final int OPENED_BIT = 1 << 10;

    public long sequence;
    public long passHigh;
    public long passLow;
    /** The gate's clock, microseconds since 1970. */
    public long scannedAtUs;
    /** As numbered in the protocol. */
    public int direction;
    /** Tenths of a degree Celsius, 1 to 16,383; 0 = not measured. */
    public int temperature;
    /** As numbered in the protocol, 0 to 127. */
    public int medium;
    /** What the gate did with it already, by {@link #acted}; 0: nothing. */
    public short acted;

    /**
     * What a gate did with a scan.
     *
     * @param opened whether it let somebody pass
     * @param reason as numbered in the protocol, 0 to 127
     * @param authority {@link #BY_SERVER} or {@link #BY_GATE}
     */
    public static short acted(boolean opened, int reason, int authority) {
        return (short) ((opened ? OPENED_BIT : 0) | authority << 7 | reason & 0x7f);
    }

    /**
     * Writes the frame.
     *
     * @param out has {@link #MAX_BYTES} bytes left at {@code start}
     * @return where the frame ends
     */
    public int encode(byte[] out, int start) {
        int at = start + 3;
        out[at++] = SEQUENCE;
        at = varint(out, at, sequence);
        out[at] = PASS_ID;
        out[at + 1] = 16;
        BIG.set(out, at + 2, passHigh);
        BIG.set(out, at + 10, passLow);
        out[at + 18] = SCANNED_AT_US;
        LITTLE.set(out, at + 19, scannedAtUs);
        out[at + 27] = DIRECTION;
        out[at + 28] = (byte) direction;
        at += 29;
        if (temperature != 0) {
            out[at++] = TEMPERATURE;
            at = varint(out, at, temperature);
        }
        out[at] = MEDIUM;
        out[at + 1] = (byte) medium;
        at += 2;
        if (acted != 0) {
            at = acted(out, at);
        }
        int body = at - start - 3;
        out[start] = (byte) (body + 2);
        out[start + 1] = GATE_MESSAGE_SCAN;
        out[start + 2] = (byte) body;
        return at;
    }

    private int acted(byte[] out, int start) {
        int at = start + 2;
        if ((acted & OPENED_BIT) != 0) {
            out[at] = OPENED;
            out[at + 1] = 1;
            at += 2;
        }
        out[at] = REASON;
        out[at + 1] = (byte) (acted & 0x7f);
        out[at + 2] = AUTHORITY;
        out[at + 3] = (byte) (acted >> 7 & 3);
        at += 4;
        out[start] = ACTED;
        out[start + 1] = (byte) (at - start - 2);
        return at;
    }

    private static int varint(byte[] out, int start, long value) {
        int at = start;
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[at++] = (byte) rest;
        return at;
    }
}
