package io.gatehouse.server.roster;

import java.util.List;

/**
 * Finds the rows of a change-set by pass: made beside what stands, on the thread that offers the change-set, so that the
 * engine can fold rows that a scan meets before their turn. Rows of one pass come in the set's order.
 *
 * <p>It also remembers which of the rows were checked ahead, and against which version of the roster: engine thread only.
 */
public final class RowIndex {
    private final List<RowChange> rows;
    /** Number of a row plus 1; 0 for none. Open addressing, so that equal passes stand in their order. */
    private final int[] slots;

    private final int additions;

    private int checked;
    private long checkedAt = -1;

    private RowIndex(List<RowChange> rows) {
        this.rows = rows;
        slots = new int[Integer.highestOneBit(Math.max(8, rows.size() * 2) * 2 - 1)];
        int added = 0;
        for (int i = 0; i < rows.size(); i++) {
            PassRow any = any(rows.get(i));
            if (any == null) {
                continue; // the engine refuses the set
            }
            int slot = home(any.hi(), any.lo());
            while (slots[slot] != 0) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = i + 1;
            added += rows.get(i).before() == null ? 1 : 0;
        }
        additions = added;
    }

    public static RowIndex of(List<RowChange> rows) {
        return new RowIndex(rows);
    }

    /** Rows before that number can stand, in a roster of that version. */
    public void checked(int upTo, long version) {
        checked = upTo;
        checkedAt = version;
    }

    /** How many rows, from the first, were found good in a roster of that version. */
    public int checkedIn(long version) {
        return checkedAt == version ? checked : 0;
    }

    /** Rows that add a pass. */
    public int additions() {
        return additions;
    }

    /** Where the first row of that pass stands, for {@link #row} and {@link #next}; -1 where there is none. */
    public int first(long hi, long lo) {
        return from(home(hi, lo), hi, lo);
    }

    /** Where the next row of that pass stands; -1 where there is none. */
    public int next(int slot, long hi, long lo) {
        return from(slot + 1 & slots.length - 1, hi, lo);
    }

    /** Number of the row in its set, from 0. */
    public int row(int slot) {
        return slots[slot] - 1;
    }

    private int from(int start, long hi, long lo) {
        for (int slot = start; slots[slot] != 0; slot = slot + 1 & slots.length - 1) {
            PassRow any = any(rows.get(slots[slot] - 1));
            if (any.hi() == hi && any.lo() == lo) {
                return slot;
            }
        }
        return -1;
    }

    private int home(long hi, long lo) {
        return (int) (HintIndex.hash(hi, lo) >>> 32) & slots.length - 1;
    }

    private static PassRow any(RowChange row) {
        return row.after() != null ? row.after() : row.before();
    }
}
