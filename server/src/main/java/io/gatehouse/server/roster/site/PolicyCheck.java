package io.gatehouse.server.roster.site;

import java.util.Map;

/** What knows the keys of a policy. */
@FunctionalInterface
public interface PolicyCheck {
    /**
     * @param policy flat keys and values as in {@code policy.conf}
     * @throws IllegalArgumentException with a message that names the key and what is wrong with it
     */
    void check(Map<String, String> policy);
}
