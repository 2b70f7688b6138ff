package io.gatehouse.server.roster.site;

import io.gatehouse.server.roster.Change;
import io.gatehouse.server.roster.PassRow;
import io.gatehouse.server.roster.RowChange;
import java.util.ArrayList;
import java.util.List;

/**
 * The passes of a site folder, checked as a whole, on their way into the roster.
 */
public final class FirstLoad {
    /**
     * Rows of a change-set. A row with what stood before it takes at most 128 bytes in a journal record, so a set stays
     * below 16 MiB too.
     */
    static final int LARGEST_SET = 100_000;

    private static final String WHO = "site";

    /** What stands in the server while the sets go in. */
    public interface Standing {
        /** An id for the next change-set. */
        long nextId();

        /** The version of an estate's roster, 0 for passes of scope ALL; asked right before each set is handed on. */
        long versionOf(int estateId);

        /** The row of a pass, null for none: an earlier load that was cut off left some. */
        PassRow row(long hi, long lo);
    }

    /** Takes the sets one by one, and returns when the next one may be made. */
    public interface Taker {
        void take(Change.PassChanges changes);
    }

    /** Rows of one estate in one file, in the file's order. */
    record Part(int estateId, String file, String sha256, List<PassRow> rows) {}

    private final List<Part> parts;
    private final int files;
    private final long passes;

    FirstLoad(List<Part> parts, int files) {
        this.parts = List.copyOf(parts);
        this.files = files;
        this.passes = parts.stream().mapToLong(p -> p.rows.size()).sum();
    }

    public long passes() {
        return passes;
    }

    public int files() {
        return files;
    }

    /**
     * Hands on the change-sets, by estate, then by file name, then as in the file. What stands already just so is left
     * out, and a set that would be empty with it.
     */
    public void forEachSet(Standing standing, Taker taker) {
        List<RowChange> rows = new ArrayList<>();
        for (Part part : parts) {
            for (PassRow row : part.rows) {
                PassRow before = standing.row(row.hi(), row.lo());
                if (!row.equals(before)) {
                    rows.add(new RowChange(before, row));
                }
                if (rows.size() == LARGEST_SET) {
                    handOn(part, rows, standing, taker);
                }
            }
            handOn(part, rows, standing, taker);
        }
    }

    private static void handOn(Part part, List<RowChange> rows, Standing standing, Taker taker) {
        if (!rows.isEmpty()) {
            taker.take(new Change.PassChanges(
                    standing.nextId(),
                    Change.FIRST_LOAD,
                    part.estateId,
                    standing.versionOf(part.estateId),
                    part.file,
                    part.sha256,
                    WHO,
                    "first load",
                    rows));
            rows.clear();
        }
    }
}
