package io.gatehouse.server.roster;

import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import net.openhft.chronicle.map.MapEntry;

/**
 * One Chronicle Map of a fixed capacity, in memory, with addresses instead of references. A value does not move while its
 * entry stands, because its size is constant; that and the layout are checked when the map is made. One thread.
 *
 * <p>A native reference that {@code getUsing} filled is re-pointed by the next {@code getUsing} of the thread: so its
 * address is taken at once, and no reference leaves this class.
 */
final class PassMap implements AutoCloseable {
    /** Key and value, without what the map adds for its own look-up. */
    private static final int ENTRY_BYTES = 16 + PassFields.SIZE;

    /** Half of them to all of them, as the map's capacity comes. */
    private static final int PASSES_IN_SEGMENT = 512;

    private final ChronicleMap<PassKey, PassValue> map;
    private final PassKey key = new PassKey();
    private final PassKey visitedKey = new PassKey();
    private final PassValue found = new PassValue();
    private final PassValue visited = new PassValue();
    private final PassFields view = new PassFields();
    private final HintIndex index;
    private final long capacity;
    private final int segments;
    private long size;

    PassMap(long capacity) {
        this.capacity = capacity;
        key.allocate();
        PassValue sample = new PassValue();
        sample.allocate();
        index = new HintIndex(capacity * 4 / 5);
        segments = segmentsFor(capacity);
        map = ChronicleMapBuilder.of(PassKey.class, PassValue.class)
                .name("roster")
                .entries(capacity)
                .actualSegments(segments)
                .allowSegmentTiering(false)
                .constantKeySizeBySample(key)
                .constantValueSizeBySample(sample)
                .putReturnsNull(true)
                .removeReturnsNull(true)
                // Its own hook would free the memory at SIGTERM, under an engine that still drains.
                .skipCloseOnExitHook(true)
                .create();
        try {
            new LayoutCheck().run(this);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Of the entries and the index. */
    long bytes() {
        return size * ENTRY_BYTES + index.bytes();
    }

    /**
     * The map goes through a segment in one go, so a segment is what a snapshot may copy between two batches. The index
     * in front makes their number no matter for look-ups.
     */
    private static int segmentsFor(long capacity) {
        return (int) Long.highestOneBit(Math.max(1, capacity / PASSES_IN_SEGMENT));
    }

    long capacity() {
        return capacity;
    }

    long size() {
        return size;
    }

    /** Address of the value; 0 where there is none. The index is a hint in front of the map, which has the last word. */
    long find(long hi, long lo) {
        long address = index.find(hi, lo);
        return address != 0 ? address : findInMap(hi, lo);
    }

    /** The same for many, {@code at} gets the addresses. */
    void find(long[] hi, long[] lo, long[] at, int count) {
        index.find(hi, lo, at, count);
        for (int i = 0; i < count; i++) {
            if (at[i] == 0) {
                at[i] = findInMap(hi[i], lo[i]);
            }
        }
    }

    /** As {@link #find}, but where every pass has its hint the map is not asked for one that has none. */
    long findToPut(long hi, long lo) {
        long address = index.find(hi, lo);
        return address != 0 || index.size() == size ? address : findInMap(hi, lo);
    }

    /** First half of the id of the pass at that address, which stands before it. */
    static long hi(long address) {
        return PassFields.MEMORY.readLong(address - PassKey.SIZE);
    }

    static long lo(long address) {
        return PassFields.MEMORY.readLong(address - Long.BYTES);
    }

    /** The map's own answer. */
    long findInMap(long hi, long lo) {
        PassValue value = map.getUsing(key.set(hi, lo), found);
        return value == null ? 0 : value.address();
    }

    /** Adds a pass that is not in yet, its own state empty, and returns the value's address. */
    long add(PassRow row) {
        long address = put(row.hi(), row.lo());
        PassFields.MEMORY.setMemory(address, PassFields.SIZE, (byte) 0);
        view.at(address).setRow(row);
        return address;
    }

    /** In this order: a hint that is forgotten meets the mark, because the bytes of an entry outlive it. */
    void remove(long hi, long lo, long address) {
        PassFields.markRemoved(address);
        index.remove(hi, lo, address);
        map.remove(key.set(hi, lo));
        size--;
    }

    /** Adds a copy of a value that lies elsewhere. */
    void addCopy(long hi, long lo, long from) {
        PassFields.MEMORY.copyMemory(from, put(hi, lo), PassFields.SIZE);
    }

    /** Makes an entry and finds it in one step; what stands in its value the caller writes. */
    private long put(long hi, long lo) {
        long address = map.acquireUsing(key.set(hi, lo), found).address();
        index.put(hi, lo, address);
        size++;
        return address;
    }

    /** For tests, which spoil it. */
    HintIndex index() {
        return index;
    }

    int segments() {
        return segments;
    }

    /** Visits the passes of one segment. */
    void forEach(int segment, EntryVisitor visitor) {
        try (var context = map.segmentContext(segment)) {
            context.forEachSegmentEntry(entry -> visit(entry, visitor));
        }
    }

    interface EntryVisitor {
        void visit(long hi, long lo, long address);
    }

    void forEach(EntryVisitor visitor) {
        map.forEachEntry(entry -> visit(entry, visitor));
    }

    private void visit(MapEntry<PassKey, PassValue> entry, EntryVisitor visitor) {
        PassKey k = entry.key().getUsing(visitedKey);
        visitor.visit(k.hi(), k.lo(), entry.value().getUsing(visited).address());
    }

    interface StoreUser {
        void use(BytesStore<?, ?> store, long offset);
    }

    /** The value as the library itself shows it, for {@link LayoutCheck}. */
    void through(long hi, long lo, StoreUser user) {
        PassValue value = map.getUsing(key.set(hi, lo), found);
        if (value == null) {
            throw new IllegalStateException("the roster map does not find an entry that it was just given");
        }
        user.use(value.bytesStore(), value.offset());
    }

    @Override
    public void close() {
        // Memory that is freed twice ends the process.
        if (map.isOpen()) {
            map.close();
            index.close();
        }
    }
}
