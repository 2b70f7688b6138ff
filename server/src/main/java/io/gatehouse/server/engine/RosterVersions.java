package io.gatehouse.server.engine;

import io.gatehouse.server.roster.Change.PassChanges;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** The roster's version, which counts change-sets, and for each estate the one that changed it last. */
final class RosterVersions implements Fold {
    private final TreeMap<Integer, Long> byEstate = new TreeMap<>();
    private long version;

    long version() {
        return version;
    }

    /** 0 where no change-set ever touched the estate. */
    long version(int estateId) {
        return byEstate.getOrDefault(estateId, 0L);
    }

    @Override
    public void apply(Event e) {
        if (e.change instanceof PassChanges changes) {
            version = e.version;
            byEstate.put(changes.estateId(), e.version);
        }
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeLong(version);
        out.writeInt(byEstate.size());
        for (Map.Entry<Integer, Long> estate : byEstate.entrySet()) {
            out.writeInt(estate.getKey());
            out.writeLong(estate.getValue());
        }
    }
}
