package io.gatehouse.client;

import com.google.protobuf.ByteString;
import java.util.regex.Pattern;

/**
 * Who the gate is.
 *
 * @param gateId as in the gate register: 1 to 64 of A-Z a-z 0-9 . _ -
 * @param token the gate's secret, at most 256 bytes; empty when a client certificate names the gate
 * @param software name/version of the device software, at most 100 bytes (longer text is cut)
 * @param servers how many servers the list has, at least 1
 * @param ownEvents whether the session spools KIND_STARTED, KIND_STOPPING, KIND_OFFLINE and KIND_ONLINE by itself
 */
public record SessionSettings(String gateId, ByteString token, String software, int servers, boolean ownEvents) {
    private static final Pattern GATE_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int MAX_TOKEN = 256;
    private static final int MAX_SOFTWARE = 100;

    /** @throws IllegalArgumentException if a value is out of its range: a Hello must fit into 512 bytes */
    public SessionSettings {
        if (!GATE_ID.matcher(gateId).matches()) {
            throw new IllegalArgumentException("gate id '" + gateId + "' is not 1 to 64 of A-Z a-z 0-9 . _ -");
        }
        if (token.size() > MAX_TOKEN) {
            throw new IllegalArgumentException("token has " + token.size() + " bytes, at most " + MAX_TOKEN);
        }
        if (servers < 1) {
            throw new IllegalArgumentException("no server given");
        }
        software = Messages.cut(software, MAX_SOFTWARE);
    }

    /** The secret stays out of logs. */
    @Override
    public String toString() {
        return "SessionSettings[" + gateId + ", " + software + ", servers=" + servers + "]";
    }
}
