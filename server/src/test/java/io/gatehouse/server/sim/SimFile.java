package io.gatehouse.server.sim;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;

/** One file's content: as programs see it, and as it is on the medium. */
final class SimFile {
    static final int SECTOR = 512;
    static final int PAGE = 4096;

    private byte[] seen = new byte[0];
    private int size;
    private byte[] medium = new byte[0];
    private int mediumSize;
    /** Sectors written since they were last synced. */
    private final BitSet dirty = new BitSet();

    int size() {
        return size;
    }

    byte[] content() {
        return Arrays.copyOf(seen, size);
    }

    int read(int offset, byte[] target, int at, int length) {
        int count = Math.max(0, Math.min(length, size - offset));
        if (count > 0) {
            System.arraycopy(seen, offset, target, at, count);
        }
        return count;
    }

    void write(int offset, byte[] bytes, int length) {
        int end = offset + length;
        if (end > seen.length) {
            seen = Arrays.copyOf(seen, Math.max(end, seen.length * 2));
        }
        System.arraycopy(bytes, 0, seen, offset, length);
        size = Math.max(size, end);
        if (length > 0) {
            dirty.set(offset / SECTOR, (end - 1) / SECTOR + 1);
        }
    }

    void truncate(int newSize) {
        if (newSize < size) {
            Arrays.fill(seen, newSize, size, (byte) 0);
            size = newSize;
        }
    }

    /** All that was written is on the medium. */
    void sync() {
        dirty.stream().forEach(this::persist);
        dirty.clear();
        resizeMedium(size);
    }

    /** The sync failed: the system takes the pages for clean, the medium has some of them. */
    void failSync(SplittableRandom random) {
        persistSome(random);
        dirty.clear();
    }

    /** Some sectors get to the medium: whole pages, or a page torn between its sectors, in any order. */
    private void persistSome(SplittableRandom random) {
        int perPage = PAGE / SECTOR;
        int style = random.nextInt(4); // none, all, by page, by sector
        for (int sector = dirty.nextSetBit(0), page = -1, lucky = 0;
                sector >= 0;
                sector = dirty.nextSetBit(sector + 1)) {
            if (sector / perPage != page) {
                page = sector / perPage;
                lucky = random.nextInt();
            }
            boolean kept = style == 1 || style == 2 && lucky < 0 || style == 3 && random.nextBoolean();
            if (kept) {
                persist(sector);
            }
        }
    }

    private void persist(int sector) {
        int from = sector * SECTOR;
        int to = Math.min(from + SECTOR, size);
        if (to > from) {
            if (to > medium.length) {
                medium = Arrays.copyOf(medium, Math.max(to, seen.length));
            }
            System.arraycopy(seen, from, medium, from, to - from);
        }
    }

    private void resizeMedium(int newSize) {
        if (newSize > medium.length) {
            medium = Arrays.copyOf(medium, newSize);
        }
        if (newSize < mediumSize) {
            Arrays.fill(medium, newSize, Math.max(newSize, Math.min(mediumSize, medium.length)), (byte) 0);
        }
        mediumSize = newSize;
    }

    /** What is left of it after the power was lost: the medium, with some of what was under way. */
    void crash(SplittableRandom random) {
        persistSome(random);
        if (random.nextBoolean()) {
            resizeMedium(size);
        }
        int left = mediumSize;
        Arrays.fill(medium, Math.min(left, medium.length), medium.length, (byte) 0);
        seen = Arrays.copyOf(medium, left);
        medium = seen.clone();
        size = left;
        dirty.clear();
    }
}
