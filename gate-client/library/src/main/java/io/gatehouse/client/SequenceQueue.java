package io.gatehouse.client;

/** The sequences that were sent on this connection and are not acknowledged yet, oldest first. */
final class SequenceQueue {
    private long[] ring = new long[64];
    private int head;
    private int size;

    int size() {
        return size;
    }

    void add(long sequence) {
        if (size == ring.length) {
            long[] larger = new long[2 * ring.length];
            for (int i = 0; i < size; i++) {
                larger[i] = ring[(head + i) % ring.length];
            }
            ring = larger;
            head = 0;
        }
        ring[(head + size) % ring.length] = sequence;
        size++;
    }

    void removeThrough(long sequence) {
        while (size > 0 && ring[head] <= sequence) {
            head = (head + 1) % ring.length;
            size--;
        }
    }

    void clear() {
        head = 0;
        size = 0;
    }
}
