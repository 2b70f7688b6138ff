package io.gatehouse.server.roster;

/** All passes by id. Engine thread only, but for {@link #size()}. */
public interface PassTable {
    /**
     * Finds a pass.
     *
     * @return a handle for {@link #at}, valid until the next {@link #put} or {@link #remove}; 0 where there is none
     */
    long locate(long hi, long lo);

    /**
     * Finds many: what {@link #locate(long, long)} does for each, faster where the table can overlap them.
     *
     * @param handles gets them, 0 where there is none
     * @param count how many of the arrays' elements count
     */
    default void locate(long[] hi, long[] lo, long[] handles, int count) {
        for (int i = 0; i < count; i++) {
            handles[i] = locate(hi[i], lo[i]);
        }
    }

    /** The pass behind a handle other than 0: one view, moved by each call. */
    Pass at(long handle);

    /** Adds a pass, its own state empty, or overwrites the roster's fields of one that stands. */
    void put(PassRow row);

    void remove(long hi, long lo);

    /** Any thread. */
    long size();

    /** Says that so many passes more will come: a table that has to grow for them begins to, see {@link #work}. */
    default void expect(long passes) {}

    /** Whether it grows, or is to grow, by {@link #work}. */
    default boolean growing() {
        return false;
    }

    /**
     * Does a little of what it takes to grow. Handles from before are no longer good.
     *
     * @return false where there is nothing to do, or nothing now
     */
    default boolean work() {
        return false;
    }

    /** Begins to go through all passes in parts of about half a thousand. */
    PassCursor cursor();

    /** Visits every pass in no promised order; the view is moved by each step. */
    void forEach(Visitor visitor);

    interface Visitor {
        void visit(long hi, long lo, Pass pass);
    }
}
