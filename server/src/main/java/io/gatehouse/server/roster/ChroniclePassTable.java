package io.gatehouse.server.roster;

/**
 * The roster in a Chronicle Map: off-heap, in memory, never persisted by itself. Handles are addresses. Memory is about
 * 100 bytes a pass of the capacity.
 *
 * <p>Engine thread only, but for {@link #size()}: the thread of the first change owns it until {@link #handOver()}. Made
 * at start-up, because a process's first map compiles classes for 1 to 4 s.
 */
public final class ChroniclePassTable implements PassTable, AutoCloseable {
    private static final long LEAST = 1_024;
    /** A map is full at four fifths of its capacity: behind that, chains of its look-up grow. */
    private static final long FULL_NUMERATOR = 4;

    private static final long FULL_DENOMINATOR = 5;

    /** A part of a cursor takes no further segment when it has visited so many passes, or looked into so many segments. */
    private static final int PART = 256;

    private static final int MOST_SEGMENTS = 32;

    private final PassFields view = new PassFields();
    private final Audit audit;
    private PassMap map;
    private Thread owner;
    private volatile long size;

    /**
     * @param expected passes to come, 0 or more; a quarter more find room before it grows
     * @param audit compares answers of the index with the map's
     * @throws IllegalStateException where the memory layout is not the expected one
     */
    public ChroniclePassTable(long expected, Audit audit) {
        this.audit = audit;
        map = new PassMap(capacityFor(expected + expected / 4));
    }

    private static long capacityFor(long passes) {
        return Math.max(LEAST, passes * FULL_DENOMINATOR / FULL_NUMERATOR + 1);
    }

    @Override
    public long locate(long hi, long lo) {
        return audit.of(map, hi, lo, map.find(hi, lo));
    }

    /** The map's own answer, for tests and figures. */
    long locateInMap(long hi, long lo) {
        return map.findInMap(hi, lo);
    }

    @Override
    public void locate(long[] hi, long[] lo, long[] handles, int count) {
        map.find(hi, lo, handles, count);
        audit.of(map, hi, lo, handles, count);
    }

    @Override
    public Pass at(long handle) {
        return view.at(handle);
    }

    @Override
    public void put(PassRow row) {
        checkThread();
        long address = map.find(row.hi(), row.lo());
        if (address != 0) {
            view.at(address).setRow(row);
            return;
        }
        if ((size + 1) * FULL_DENOMINATOR > map.capacity() * FULL_NUMERATOR) {
            growTo(map.capacity() * 2);
        }
        map.add(row);
        setSize(size + 1);
    }

    /** Nothing happens where there is none. */
    @Override
    public void remove(long hi, long lo) {
        checkThread();
        long address = map.find(hi, lo);
        if (address != 0) {
            map.remove(hi, lo, address);
            setSize(size - 1);
        }
    }

    @Override
    public long size() {
        return size;
    }

    /** Passes that find room before the table grows. */
    public long room() {
        return map.capacity() * FULL_NUMERATOR / FULL_DENOMINATOR;
    }

    /** What came of comparing the index with the map. */
    public Audit audit() {
        return audit;
    }

    /** Off-heap memory for the passes it has, index included, in bytes, at least. */
    public long bytes() {
        return map.bytes();
    }

    /** The visitor may write a pass's fields, but neither put nor remove. */
    @Override
    public void forEach(Visitor visitor) {
        PassFields visited = new PassFields();
        map.forEach((hi, lo, address) -> visitor.visit(hi, lo, visited.at(address)));
    }

    @Override
    public PassCursor cursor() {
        return new Cursor();
    }

    /** Some segments at a time, as one may be nearly empty; begins again where the table has grown. */
    private final class Cursor implements PassCursor {
        private final PassFields visited = new PassFields();
        private PassMap copying = map;
        private int segment;
        private int visits;

        @Override
        public boolean next(Visitor visitor) {
            if (copying != map) {
                copying = map;
                segment = 0;
            }
            if (segment == copying.segments()) {
                return false;
            }
            visits = 0;
            int last = Math.min(copying.segments(), segment + MOST_SEGMENTS);
            while (segment < last && visits < PART) {
                copying.forEach(segment++, (hi, lo, address) -> {
                    visits++;
                    visitor.visit(hi, lo, visited.at(address));
                });
            }
            return true;
        }
    }

    /** Lets the next thread that changes something own the table. The caller orders the two threads. */
    public void handOver() {
        owner = null;
    }

    /** The engine has stopped before: a handle that is used afterwards ends the process. */
    @Override
    public void close() {
        map.close();
    }

    /** Makes room for so many passes to come, and a quarter more, at once instead of by and by. */
    public void reserve(long expected) {
        checkThread();
        long capacity = capacityFor(size + expected + expected / 4);
        if (capacity > map.capacity()) {
            growTo(capacity);
        }
    }

    private void growTo(long capacity) {
        PassMap larger = new PassMap(capacity);
        map.forEach(larger::addCopy);
        PassMap old = map;
        map = larger;
        old.close();
    }

    // One thread writes it, so a volatile field is enough.
    private void setSize(long value) {
        size = value;
    }

    private void checkThread() {
        Thread current = Thread.currentThread();
        if (owner == null) {
            owner = current;
        } else if (owner != current) {
            throw new IllegalStateException(
                    "the roster belongs to thread " + owner.getName() + ", not to " + current.getName());
        }
    }
}
