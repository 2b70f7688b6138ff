package io.gatehouse.server.roster;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The gates that may connect. The engine's thread brings it up to date, each gate in one step; any thread looks gates
 * up. What an entry says never changes: where a gate changes it gets another entry.
 */
public final class GateDirectory {
    private final ConcurrentHashMap<String, Entry> gates = new ConcurrentHashMap<>();
    private volatile long version;

    /**
     * One gate.
     *
     * @param number in the register
     * @param gateId UTF-8 of its id: the register's own array, never written to
     * @param tokens SHA-256 of each token that is good, 32 bytes each; never written to
     */
    public record Entry(int number, String id, byte[] gateId, int estateId, byte[][] tokens) {}

    GateDirectory() {}

    void put(Entry entry) {
        gates.put(entry.id(), entry);
    }

    void remove(String gateId) {
        gates.remove(gateId);
    }

    /** All changes up to this version of the register are in. */
    void reached(long registerVersion) {
        version = registerVersion;
    }

    /** The gate with that id; null where none stands. */
    public Entry lookup(String gateId) {
        return gates.get(gateId);
    }

    /** Shows each gate that stands; of those that come or go meanwhile maybe some. */
    public void each(Consumer<Entry> to) {
        gates.values().forEach(to);
    }

    public int size() {
        return gates.size();
    }

    /** Version of the register that this shows at least. */
    public long version() {
        return version;
    }
}
