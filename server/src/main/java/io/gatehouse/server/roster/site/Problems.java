package io.gatehouse.server.roster.site;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong: the first ones in full, all of them by count. */
final class Problems {
    /** More lines than that nobody reads; a wrong column of a million rows must not fill the memory. */
    static final int SHOWN = 100;

    private final List<Problem> first = new ArrayList<>();
    private long total;

    void add(String file, long line, String column, String why) {
        total++;
        if (first.size() < SHOWN) {
            first.add(new Problem(file, line, column, why));
        }
    }

    long total() {
        return total;
    }

    void throwIfAny() throws BadSiteException {
        if (total > 0) {
            throw new BadSiteException(first, total);
        }
    }
}
