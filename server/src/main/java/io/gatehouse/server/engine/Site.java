package io.gatehouse.server.engine;

import io.gatehouse.proto.journal.v1.SnapshotRecord;
import io.gatehouse.proto.journal.v1.SnapshotSite;
import io.gatehouse.server.roster.Change.FirstLoadDone;
import io.gatehouse.server.roster.Change.SiteChange;
import io.gatehouse.server.roster.Change.Started;
import java.io.DataOutput;
import java.io.IOException;

/** The site's time zone, the journal's id, and whether the first load is complete. */
final class Site implements Fold {
    private final SiteTime time = new SiteTime();
    private long journalId;
    private boolean firstLoadDone;

    SiteTime time() {
        return time;
    }

    long journalId() {
        return journalId;
    }

    boolean firstLoadDone() {
        return firstLoadDone;
    }

    @Override
    public void apply(Event e) {
        if (e.change instanceof SiteChange change) {
            time.setZone(change.timeZone());
        } else if (e.change instanceof Started started) {
            journalId = started.journalId();
        } else if (e.change instanceof FirstLoadDone) {
            firstLoadDone = true;
        }
    }

    @Override
    public StateCopy copy() {
        String zone = time.zone();
        long id = journalId;
        boolean done = firstLoadDone;
        return to -> to.record(SnapshotRecord.newBuilder()
                .setSite(SnapshotSite.newBuilder()
                        .setTimeZone(zone)
                        .setJournalId(id)
                        .setFirstLoadDone(done))
                .build());
    }

    @Override
    public boolean read(SnapshotRecord record) {
        if (!record.hasSite()) {
            return false;
        }
        String zone = record.getSite().getTimeZone();
        if (!SiteTime.isZone(zone)) {
            throw new IllegalArgumentException("a time zone that is not known here: " + zone);
        }
        time.setZone(zone);
        journalId = record.getSite().getJournalId();
        firstLoadDone = record.getSite().getFirstLoadDone();
        return true;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeUTF(time.zone());
        out.writeLong(journalId);
        out.writeBoolean(firstLoadDone);
    }
}
