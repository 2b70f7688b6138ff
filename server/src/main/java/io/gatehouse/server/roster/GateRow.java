package io.gatehouse.server.roster;

import java.util.List;

/**
 * A line of {@code gates.csv}.
 *
 * @param tokenSha256 one or two digests, lower-case hex
 */
public record GateRow(String gateId, int estateId, String name, List<String> tokenSha256) {
    public GateRow {
        tokenSha256 = List.copyOf(tokenSha256);
    }
}
