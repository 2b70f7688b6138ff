package io.gatehouse.loadtest.site;

import java.util.List;

/**
 * What the load test takes from a site folder.
 *
 * @param gates those with a token, in the order of {@code gates.csv}
 * @param passes all passes
 * @param rules what is asked of them
 */
public record Site(List<Gate> gates, Passes passes, Rules rules) {
    public Site {
        gates = List.copyOf(gates);
    }

    /** A site whose rules are the defaults. */
    public Site(List<Gate> gates, Passes passes) {
        this(gates, passes, Rules.DEFAULTS);
    }
}
