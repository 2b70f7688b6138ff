package io.gatehouse.server.engine;

import java.util.concurrent.atomic.AtomicLongArray;

/** Which gates ever began a stream, by number. The engine's thread writes, any thread reads. */
final class SeenGates {
    private volatile AtomicLongArray bits = new AtomicLongArray(16);
    private volatile int count;

    /** The gate began its first stream. */
    void add(int gate) {
        int word = gate >>> 6;
        AtomicLongArray now = bits;
        if (word >= now.length()) {
            AtomicLongArray larger = new AtomicLongArray(Math.max(word + 1, now.length() * 2));
            for (int i = 0; i < now.length(); i++) {
                larger.setPlain(i, now.getPlain(i));
            }
            now = larger;
        }
        now.setRelease(word, now.getPlain(word) | 1L << gate);
        bits = now;
        count++;
    }

    boolean has(int gate) {
        AtomicLongArray now = bits;
        int word = gate >>> 6;
        return word < now.length() && (now.getAcquire(word) >>> gate & 1) != 0;
    }

    int count() {
        return count;
    }
}
