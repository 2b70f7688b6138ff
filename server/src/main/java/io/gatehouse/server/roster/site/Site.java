package io.gatehouse.server.roster.site;

import io.gatehouse.server.roster.EstateRow;
import io.gatehouse.server.roster.GateRow;
import java.util.List;
import java.util.Map;

/**
 * Estates, gates and policies, as they stand in a folder or in the server.
 *
 * @param estates by id
 * @param gates by id
 * @param policies own values by estate, 0 for the defaults; where an estate says nothing the defaults hold
 */
public record Site(List<EstateRow> estates, List<GateRow> gates, Map<Integer, Map<String, String>> policies) {
    public Site {
        estates = List.copyOf(estates);
        gates = List.copyOf(gates);
        policies = Map.copyOf(policies);
    }
}
