package io.gatehouse.server.roster;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

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
    /** Of the capacity: where nobody came to let it grow by and by, it grows here at once. */
    private static final double BRIM = 0.95;

    /** A part of a cursor takes no further segment when it has visited so many passes, or looked into so many segments. */
    private static final int PART = 256;

    private static final int MOST_SEGMENTS = 32;

    private final PassFields view = new PassFields();
    private final Audit audit;
    /** Capacity of the smallest map. */
    private final long least;

    private PassMap map;
    /** Makes larger maps and lets old ones go; null: it grows at once, when it is full. */
    private Executor maker;

    private CompletableFuture<PassMap> making;
    private Growth growth;
    private Thread owner;
    private volatile long size;

    /**
     * @param expected passes to come, 0 or more; a quarter more find room before it grows
     * @param audit compares answers of the index with the map's
     * @throws IllegalStateException where the memory layout is not the expected one
     */
    public ChroniclePassTable(long expected, Audit audit) {
        this(expected, LEAST, audit);
    }

    /** @param least capacity of the smallest map: tests grow small ones */
    ChroniclePassTable(long expected, long least, Audit audit) {
        this.audit = audit;
        this.least = least;
        map = new PassMap(capacityFor(expected + expected / 4));
    }

    private long capacityFor(long passes) {
        return Math.max(least, passes * FULL_DENOMINATOR / FULL_NUMERATOR + 1);
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
        long address = audit.of(map, row.hi(), row.lo(), map.findToPut(row.hi(), row.lo()));
        if (address != 0) {
            view.at(address).setRow(row);
            return;
        }
        makeRoom();
        address = map.add(row);
        if (growth != null) {
            growth.added(address);
        }
        setSize(size + 1);
    }

    /** Nothing happens where there is none. */
    @Override
    public void remove(long hi, long lo) {
        checkThread();
        long address = map.find(hi, lo);
        if (address != 0) {
            map.remove(hi, lo, address);
            if (growth != null) {
                growth.removed(hi, lo);
            }
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
        visited.writesTo(growth);
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
        if (making != null) {
            making.thenAccept(PassMap::close);
        }
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

    /**
     * From here on it grows by {@link #work}, in steps of some 0.1 ms, instead of at once.
     *
     * @param maker makes larger maps and lets the old ones go, which takes long
     */
    public void growInSteps(Executor maker) {
        this.maker = maker;
    }

    @Override
    public void expect(long passes) {
        checkThread();
        long capacity = capacityFor(size + passes);
        if (maker != null && making == null && capacity > map.capacity()) {
            // The next doubling with it, so that growing is rare.
            long larger = Math.max(capacity, map.capacity() * 2);
            making = CompletableFuture.supplyAsync(() -> new PassMap(larger), maker);
        }
    }

    @Override
    public boolean growing() {
        return making != null;
    }

    @Override
    public boolean work() {
        if (making == null || !making.isDone()) {
            return false;
        }
        checkThread();
        if (growth == null) {
            growth = new Growth(map, making.join());
            view.writesTo(growth);
        } else if (!growth.step()) {
            swap();
        }
        return true;
    }

    private void swap() {
        PassMap larger = growth.larger();
        if (larger.size() != size) {
            throw new IllegalStateException("a larger roster map has " + larger.size() + " of " + size + " passes");
        }
        PassMap old = map;
        map = larger;
        growth = null;
        making = null;
        view.writesTo(null);
        maker.execute(old::close);
    }

    private void makeRoom() {
        if (maker == null) {
            if ((size + 1) * FULL_DENOMINATOR > map.capacity() * FULL_NUMERATOR) {
                growTo(map.capacity() * 2);
            }
        } else if (size + 1 > map.capacity() * BRIM) {
            growNow();
        }
    }

    /** Nobody came to {@link #work}, or not often enough: what is left of it is done here, or all of it. */
    private void growNow() {
        if (making != null && making.isDone()) {
            while (making != null) {
                work();
            }
            return;
        }
        if (making != null) {
            making.thenAccept(PassMap::close);
            making = null;
        }
        growTo(map.capacity() * 2);
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
