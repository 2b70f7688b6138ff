package io.gatehouse.server.roster;

import java.util.Map;

/** The gates that may connect, as they stood at one version of the register. Immutable; any thread. */
public final class GateDirectory {
    static final GateDirectory EMPTY = new GateDirectory(0, Map.of());

    private final long version;
    private final Map<String, Entry> gates;

    /**
     * One gate.
     *
     * @param number in the register
     * @param gateId UTF-8 of its id: the register's own array, never written to
     * @param tokens SHA-256 of each token that is good, 32 bytes each; never written to
     */
    public record Entry(int number, byte[] gateId, int estateId, byte[][] tokens) {}

    /** Takes the map over: it is not changed from here on. */
    GateDirectory(long version, Map<String, Entry> gates) {
        this.version = version;
        this.gates = gates;
    }

    /** The gate with that id; null where none stands. */
    public Entry lookup(String gateId) {
        return gates.get(gateId);
    }

    public int size() {
        return gates.size();
    }

    /** Version of the register that this shows. */
    public long version() {
        return version;
    }
}
