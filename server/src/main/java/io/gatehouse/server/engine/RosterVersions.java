package io.gatehouse.server.engine;

import io.gatehouse.proto.journal.v1.SnapshotEstateVersion;
import io.gatehouse.proto.journal.v1.SnapshotRecord;
import io.gatehouse.proto.journal.v1.SnapshotRoster;
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
        } else if (e.kind == Event.Kind.GAP) {
            version = Math.max(version, e.version);
        }
    }

    @Override
    public StateCopy copy() {
        long whole = version;
        Map<Integer, Long> estates = new TreeMap<>(byEstate);
        return to -> {
            to.record(SnapshotRecord.newBuilder()
                    .setRoster(SnapshotRoster.newBuilder().setVersion(whole))
                    .build());
            for (Map.Entry<Integer, Long> estate : estates.entrySet()) {
                to.record(SnapshotRecord.newBuilder()
                        .setEstateVersion(SnapshotEstateVersion.newBuilder()
                                .setEstateId(estate.getKey())
                                .setVersion(estate.getValue()))
                        .build());
            }
        };
    }

    @Override
    public boolean read(SnapshotRecord record) {
        switch (record.getBodyCase()) {
            case ROSTER -> version = record.getRoster().getVersion();
            case ESTATE_VERSION ->
                byEstate.put(
                        record.getEstateVersion().getEstateId(),
                        record.getEstateVersion().getVersion());
            default -> {
                return false;
            }
        }
        return true;
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
