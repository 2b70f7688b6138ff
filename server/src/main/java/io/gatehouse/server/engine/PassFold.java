package io.gatehouse.server.engine;

import io.gatehouse.server.roster.PassRow;
import io.gatehouse.server.roster.PassTable;
import io.gatehouse.server.roster.RowChange;
import io.gatehouse.server.roster.RowIndex;
import java.util.BitSet;
import java.util.List;

/**
 * A change-set on its way into the roster, some rows at a time: in order, but for the rows of passes that somebody looks
 * up meanwhile, which go first. Each row goes in once, so what stands in the end, and what a look-up finds on the way, is
 * the same wherever the slices fall.
 */
final class PassFold {
    private final PassTable table;
    private final List<RowChange> rows;
    private final RowIndex index;
    private final BitSet done;
    private int next;

    PassFold(PassTable table, List<RowChange> rows, RowIndex index) {
        this.table = table;
        this.rows = rows;
        this.index = index;
        this.done = new BitSet(rows.size());
    }

    /** Folds the rows of a pass that is about to be looked up; whether there were any. */
    boolean meet(long hi, long lo) {
        boolean some = false;
        for (int slot = index.first(hi, lo); slot >= 0; slot = index.next(slot, hi, lo)) {
            int row = index.row(slot);
            if (!done.get(row)) {
                put(row);
                some = true;
            }
        }
        return some;
    }

    /** Folds so many of those that are left; whether there are more. */
    boolean slice(int most) {
        for (int i = 0; i < most; i++) {
            next = done.nextClearBit(next);
            if (next >= rows.size()) {
                return false;
            }
            put(next);
        }
        return true;
    }

    private void put(int row) {
        done.set(row);
        put(table, rows.get(row));
    }

    static void put(PassTable table, RowChange row) {
        if (row.after() != null) {
            table.put(row.after());
        } else {
            PassRow gone = row.before();
            table.remove(gone.hi(), gone.lo());
        }
    }
}
