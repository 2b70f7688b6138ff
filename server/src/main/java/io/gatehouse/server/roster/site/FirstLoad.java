package io.gatehouse.server.roster.site;

import io.gatehouse.server.roster.Change;
import io.gatehouse.server.roster.PassRow;
import io.gatehouse.server.roster.RowChange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * The passes of a site folder, checked as a whole, on their way into the roster: read a second time, a slice of a file at
 * a time, so that a roster of millions needs no heap.
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

    /** A file, and the hex of SHA-256 over its bytes as they were checked. */
    record Part(Path file, String sha256) {}

    private final List<Part> parts;
    private final long passes;
    private final IntPredicate estates;
    private final ZoneId zone;

    FirstLoad(List<Part> parts, long passes, IntPredicate estates, ZoneId zone) {
        this.parts = List.copyOf(parts);
        this.passes = passes;
        this.estates = estates;
        this.zone = zone;
    }

    public long passes() {
        return passes;
    }

    public int files() {
        return parts.size();
    }

    /**
     * Hands on the change-sets, by file name, in slices of a file, by estate within a slice, in the file's order. What
     * stands already just so is left out, and a set that would be empty with it.
     *
     * @throws BadSiteException where a file is not what was checked; sets were handed on by then
     */
    public void forEachSet(Standing standing, Taker taker) throws IOException, BadSiteException {
        for (Part part : parts) {
            Problems problems = new Problems();
            Slice slice = new Slice(part, standing, taker);
            String sha256 = PassesCsv.readAgain(part.file, estates, zone, problems, slice::add);
            if (problems.total() > 0 || !sha256.equals(part.sha256)) {
                problems.add(part.file.getFileName().toString(), 0, "", "was changed while it was loaded");
            }
            problems.throwIfAny();
            slice.handOn();
        }
    }

    /** So many rows as are in memory at a time, by estate. */
    private static final class Slice {
        private final TreeMap<Integer, List<RowChange>> rows = new TreeMap<>();
        private final Part part;
        private final Standing standing;
        private final Taker taker;
        private int size;

        Slice(Part part, Standing standing, Taker taker) {
            this.part = part;
            this.standing = standing;
            this.taker = taker;
        }

        void add(PassRow row) {
            PassRow before = standing.row(row.hi(), row.lo());
            if (!row.equals(before)) {
                rows.computeIfAbsent(row.estateId(), estate -> new ArrayList<>())
                        .add(new RowChange(before, row));
                if (++size == LARGEST_SET) {
                    handOn();
                }
            }
        }

        void handOn() {
            rows.forEach((estate, changes) -> taker.take(new Change.PassChanges(
                    standing.nextId(),
                    Change.FIRST_LOAD,
                    estate,
                    standing.versionOf(estate),
                    part.file.getFileName().toString(),
                    part.sha256,
                    WHO,
                    "first load",
                    changes)));
            rows.clear();
            size = 0;
        }
    }
}
