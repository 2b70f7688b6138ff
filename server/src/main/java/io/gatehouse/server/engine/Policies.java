package io.gatehouse.server.engine;

import io.gatehouse.proto.journal.v1.SnapshotPolicies;
import io.gatehouse.proto.journal.v1.SnapshotPolicy;
import io.gatehouse.proto.journal.v1.SnapshotRecord;
import io.gatehouse.server.roster.Change.PolicyChange;
import io.gatehouse.server.roster.InvalidPolicyException;
import io.gatehouse.server.roster.Policy;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The policies that stand: of each estate that has one, and the defaults of the site under estate 0. */
final class Policies implements Fold {
    private static final int DEFAULTS = 0;

    private final TreeMap<Integer, Map<String, String>> given = new TreeMap<>();
    /** Made when first asked for, thrown away at each change. */
    private final Map<Integer, Rules> rules = new HashMap<>();

    private long version;

    long version() {
        return version;
    }

    /** What was given for an estate, or for the site under 0; empty where nothing was. */
    Map<String, String> given(int estateId) {
        return given.getOrDefault(estateId, Map.of());
    }

    Map<Integer, Map<String, String>> given() {
        return Map.copyOf(given);
    }

    /** What holds at the gates of an estate. */
    Policy policy(int estateId) {
        return policy(given(DEFAULTS), estateId == DEFAULTS ? Map.of() : given(estateId));
    }

    Rules rules(int estateId) {
        int owner = given.containsKey(estateId) ? estateId : DEFAULTS;
        return rules.computeIfAbsent(owner, id -> new Rules(policy(id)));
    }

    /** Whether each key and value holds; what holds by itself holds over any defaults. */
    static boolean holds(PolicyChange change) {
        try {
            Policy.of(change.after());
            return true;
        } catch (InvalidPolicyException e) {
            return false;
        }
    }

    @Override
    public void apply(Event e) {
        if (e.change instanceof PolicyChange change) {
            version = e.version;
            if (change.after().isEmpty()) {
                given.remove(change.estateId());
            } else {
                given.put(change.estateId(), new TreeMap<>(change.after()));
            }
            rules.clear();
        }
    }

    @Override
    public StateCopy copy() {
        long whole = version;
        Map<Integer, Map<String, String>> estates = new TreeMap<>(given);
        return to -> {
            to.record(SnapshotRecord.newBuilder()
                    .setPolicies(SnapshotPolicies.newBuilder().setVersion(whole))
                    .build());
            for (Map.Entry<Integer, Map<String, String>> estate : estates.entrySet()) {
                to.record(SnapshotRecord.newBuilder()
                        .setPolicy(SnapshotPolicy.newBuilder()
                                .setEstateId(estate.getKey())
                                .putAllGiven(estate.getValue()))
                        .build());
            }
        };
    }

    @Override
    public boolean read(SnapshotRecord record) {
        switch (record.getBodyCase()) {
            case POLICIES -> version = record.getPolicies().getVersion();
            case POLICY ->
                given.put(
                        record.getPolicy().getEstateId(),
                        new TreeMap<>(record.getPolicy().getGivenMap()));
            default -> {
                return false;
            }
        }
        rules.clear();
        return true;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeLong(version);
        out.writeInt(given.size());
        for (Map.Entry<Integer, Map<String, String>> estate : given.entrySet()) {
            out.writeInt(estate.getKey());
            out.writeInt(estate.getValue().size());
            for (Map.Entry<String, String> key : estate.getValue().entrySet()) {
                out.writeUTF(key.getKey());
                out.writeUTF(key.getValue());
            }
        }
    }

    private static Policy policy(Map<String, String> site, Map<String, String> estate) {
        return Policy.of(Policy.overlay(site, estate));
    }
}
