package io.gatehouse.server.fuzz;

import java.util.Arrays;

/** Takes an input of a fuzzer apart from its front; behind its end all is 0. */
public final class FuzzInput {
    private final byte[] bytes;
    private int at;

    public FuzzInput(byte[] bytes) {
        this.bytes = bytes;
    }

    public boolean hasMore() {
        return at < bytes.length;
    }

    /** 0 to 255. */
    public int octet() {
        return at < bytes.length ? bytes[at++] & 0xff : 0;
    }

    /** 0 to 65,535, the high byte first. */
    public int pair() {
        return octet() << 8 | octet();
    }

    /** As many bytes as are there, {@code most} of them at most. */
    public byte[] take(int most) {
        int end = at + Math.min(most, bytes.length - at);
        byte[] taken = Arrays.copyOfRange(bytes, at, end);
        at = end;
        return taken;
    }

    public byte[] rest() {
        return take(bytes.length);
    }
}
