package io.gatehouse.loadtest.plan;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Passes that wait for their turn, by number. Grows as it has to. */
final class Queue {
    private int[] ring = new int[4];
    private int head;
    private int size;

    int size() {
        return size;
    }

    void add(int pass) {
        if (size == ring.length) {
            int[] larger = Arrays.copyOfRange(ring, head, head + 2 * size);
            System.arraycopy(ring, 0, larger, size - head, head);
            ring = larger;
            head = 0;
        }
        ring[head + size & ring.length - 1] = pass;
        size++;
    }

    int remove() {
        int first = ring[head];
        head = head + 1 & ring.length - 1;
        size--;
        return first;
    }

    /** Before anybody was removed. */
    void shuffle(SplittableRandom random) {
        for (int i = size - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = ring[i];
            ring[i] = ring[j];
            ring[j] = kept;
        }
    }
}
