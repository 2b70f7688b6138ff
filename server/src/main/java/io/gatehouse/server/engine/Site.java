package io.gatehouse.server.engine;

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
    public void write(DataOutput out) throws IOException {
        out.writeUTF(time.zone());
        out.writeLong(journalId);
        out.writeBoolean(firstLoadDone);
    }
}
