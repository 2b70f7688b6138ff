package io.gatehouse.server.engine;

import java.util.Arrays;

/** Pass ids, to be gone through in unsigned order: 16 bytes each, sorted in place (heapsort). */
final class PassIds {
    private long[] his;
    private long[] los;
    private int size;

    PassIds(int expected) {
        his = new long[Math.max(expected, 16)];
        los = new long[his.length];
    }

    void add(long hi, long lo) {
        if (size == his.length) {
            his = Arrays.copyOf(his, size * 2);
            los = Arrays.copyOf(los, size * 2);
        }
        his[size] = hi;
        los[size++] = lo;
    }

    int size() {
        return size;
    }

    long hi(int i) {
        return his[i];
    }

    long lo(int i) {
        return los[i];
    }

    void sort() {
        for (int i = size / 2 - 1; i >= 0; i--) {
            sink(i, size);
        }
        for (int end = size - 1; end > 0; end--) {
            swap(0, end);
            sink(0, end);
        }
    }

    private void sink(int from, int end) {
        int parent = from;
        for (int child = 2 * parent + 1; child < end; child = 2 * parent + 1) {
            if (child + 1 < end && less(child, child + 1)) {
                child++;
            }
            if (!less(parent, child)) {
                return;
            }
            swap(parent, child);
            parent = child;
        }
    }

    private boolean less(int a, int b) {
        int order = Long.compareUnsigned(his[a], his[b]);
        return order != 0 ? order < 0 : Long.compareUnsigned(los[a], los[b]) < 0;
    }

    private void swap(int a, int b) {
        long hi = his[a];
        long lo = los[a];
        his[a] = his[b];
        los[a] = los[b];
        his[b] = hi;
        los[b] = lo;
    }
}
