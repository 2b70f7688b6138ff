package io.gatehouse.loadtest.site;

import java.util.List;

/**
 * What the load test takes from a site folder.
 *
 * @param gates those with a token, in the order of {@code gates.csv}
 * @param passes all passes
 */
public record Site(List<Gate> gates, Passes passes) {
    public Site {
        gates = List.copyOf(gates);
    }
}
