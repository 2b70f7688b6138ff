package io.gatehouse.loadtest.site;

import java.time.ZoneId;
import java.util.Map;

/**
 * What a site asks of passes beside the passes themselves.
 *
 * @param communities the community of each estate; an estate that is not there has none
 * @param policies of the estates that have one of their own
 * @param defaults of all others
 * @param zone its days and curfews are those of this time zone
 */
public record Rules(Map<Integer, String> communities, Map<Integer, Policy> policies, Policy defaults, ZoneId zone) {
    /** Where a site is when nobody says otherwise. */
    public static final ZoneId USUAL_ZONE = ZoneId.of("Asia/Shanghai");

    /** No communities, every key of the policy at its default. */
    public static final Rules DEFAULTS = new Rules(Map.of(), Map.of(), Policy.DEFAULTS, USUAL_ZONE);

    public Rules {
        communities = Map.copyOf(communities);
        policies = Map.copyOf(policies);
    }

    /** The policy of the gates of an estate. */
    public Policy policy(int estate) {
        return policies.getOrDefault(estate, defaults);
    }

    /** Whether both estates are of one community. */
    public boolean neighbours(int estate, int other) {
        String community = communities.get(estate);
        return community != null && !community.isEmpty() && community.equals(communities.get(other));
    }
}
