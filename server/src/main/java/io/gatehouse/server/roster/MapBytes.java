package io.gatehouse.server.roster;

import net.openhft.chronicle.bytes.Byteable;
import net.openhft.chronicle.bytes.BytesStore;

/**
 * Bytes of one size that Chronicle Map stores as they lie, and may point anywhere: at memory of their own, or by {@code
 * getUsing} into the map. The library's other way, interfaces for which it generates classes, costs a compiler run of 3
 * seconds at each start.
 */
abstract class MapBytes implements Byteable {
    private BytesStore<?, ?> store;
    private long offset;

    /** Points at zeroed memory of its own, which goes when nobody refers to it. */
    final void allocate() {
        bytesStore(BytesStore.nativeStore(maxSize()), 0, maxSize());
    }

    @Override
    public final void bytesStore(@SuppressWarnings("rawtypes") BytesStore bytes, long at, long length) {
        if (length != maxSize()) {
            throw new IllegalArgumentException(length + " bytes where " + maxSize() + " are stored");
        }
        store = bytes;
        offset = at;
    }

    @Override
    public final BytesStore<?, ?> bytesStore() {
        return store;
    }

    @Override
    public final long offset() {
        return offset;
    }

    @Override
    public final long address() {
        return store.addressForRead(offset);
    }
}
