package io.gatehouse.server.journal;

/** Where the next frame goes. Mutable, owned by the thread that writes. */
final class Place {
    final long key;
    DiskFile file;
    /** Position of the first byte of that file. */
    long base;
    /** Position of the next frame. */
    long position;

    long number;
    int before;

    Place(long key, DiskFile file, long base) {
        this.key = key;
        this.file = file;
        this.base = base;
        this.position = base;
    }

    long offset() {
        return position - base;
    }

    void passed(int length, int crc) {
        position += FrameLayout.HEADER + length;
        number++;
        before = crc;
    }
}
