package net.openhft.chronicle.hash;

import net.openhft.chronicle.bytes.Byteable;
import net.openhft.chronicle.bytes.BytesStore;

/**
 * The head of a Chronicle Map's memory. Chronicle looks for a class of this name and, where there is none, writes,
 * compiles and loads one at each start, which takes javac and 2 seconds of a core. A test holds this one against that
 * of the library in use, byte for byte.
 *
 * <p>25 bytes, little endian: 0-2 bulks of extra tiers, 3-7 first free tier, 8-12 extra tiers in use, 13-16 offset of
 * the segment headers, 17-24 size of the data.
 */
public final class VanillaGlobalMutableState$$Native implements VanillaGlobalMutableState, Byteable {
    private static final int BULKS = 0;
    private static final int FREE_TIER = 3;
    private static final int TIERS_IN_USE = 8;
    private static final int HEADERS = 13;
    private static final int DATA = 17;
    private static final int SIZE = 25;

    private static final int UINT24 = (1 << 24) - 1;
    private static final long UINT32 = (1L << 32) - 1;
    private static final long UINT40 = (1L << 40) - 1;

    private BytesStore<?, ?> store;
    private long offset;

    @Override
    public int getAllocatedExtraTierBulks() {
        return store.readInt(offset + BULKS) & UINT24;
    }

    @Override
    public void setAllocatedExtraTierBulks(int bulks) {
        inRange(bulks, UINT24);
        store.writeInt(offset + BULKS, store.readInt(offset + BULKS) & ~UINT24 | bulks);
    }

    @Override
    public long getFirstFreeTierIndex() {
        return wide(FREE_TIER);
    }

    @Override
    public void setFirstFreeTierIndex(long index) {
        setWide(FREE_TIER, index);
    }

    @Override
    public long getExtraTiersInUse() {
        return wide(TIERS_IN_USE);
    }

    @Override
    public void setExtraTiersInUse(long tiers) {
        setWide(TIERS_IN_USE, tiers);
    }

    @Override
    public long getSegmentHeadersOffset() {
        return store.readInt(offset + HEADERS) & UINT32;
    }

    @Override
    public void setSegmentHeadersOffset(long headers) {
        inRange(headers, UINT32);
        store.writeInt(offset + HEADERS, (int) headers);
    }

    @Override
    public long getDataStoreSize() {
        return store.readLong(offset + DATA);
    }

    @Override
    public void setDataStoreSize(long size) {
        inRange(size, Long.MAX_VALUE);
        store.writeLong(offset + DATA, size);
    }

    @Override
    public long addDataStoreSize(long addition) {
        long size = getDataStoreSize() + addition;
        if (size < 0) {
            throw new IllegalStateException("data size " + size);
        }
        setDataStoreSize(size);
        return size;
    }

    private long wide(int at) {
        return store.readLong(offset + at) & UINT40;
    }

    private void setWide(int at, long value) {
        inRange(value, UINT40);
        store.writeLong(offset + at, store.readLong(offset + at) & ~UINT40 | value);
    }

    private static void inRange(long value, long most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(value + " is not in 0 to " + most);
        }
    }

    @Override
    public void bytesStore(@SuppressWarnings("rawtypes") BytesStore bytes, long at, long length) {
        if (length != SIZE || at + length > bytes.capacity()) {
            throw new IllegalArgumentException(length + " bytes at " + at + " where " + SIZE + " are wanted");
        }
        store = bytes;
        offset = at;
    }

    @Override
    public BytesStore<?, ?> bytesStore() {
        return store;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public long maxSize() {
        return SIZE;
    }
}
