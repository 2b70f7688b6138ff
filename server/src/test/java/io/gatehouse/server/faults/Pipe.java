package io.gatehouse.server.faults;

import java.util.Arrays;

/** Bytes under way in one direction. */
final class Pipe {
    private byte[] bytes = new byte[256];
    private int size;
    private long taken;

    int size() {
        return size;
    }

    /** Bytes that the receiver has taken so far. */
    long taken() {
        return taken;
    }

    void write(byte[] from, int length) {
        if (size + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, (size + length) * 2);
        }
        System.arraycopy(from, 0, bytes, size, length);
        size += length;
    }

    byte[] take(int most) {
        int count = Math.min(most, size);
        byte[] front = Arrays.copyOf(bytes, count);
        System.arraycopy(bytes, count, bytes, 0, size - count);
        size -= count;
        taken += count;
        return front;
    }

    /** What was sent last never arrives. */
    void lose(int count) {
        size -= Math.min(count, size);
    }
}
