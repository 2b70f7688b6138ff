package io.gatehouse.server;

import io.gatehouse.server.engine.Engine;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.journal.EventJournal;
import io.gatehouse.server.roster.Change;
import io.gatehouse.server.roster.ChroniclePassTable;
import io.gatehouse.server.roster.PassRow;
import io.gatehouse.server.roster.Policy;
import io.gatehouse.server.roster.site.BadSiteException;
import io.gatehouse.server.roster.site.FirstLoad;
import io.gatehouse.server.roster.site.Site;
import io.gatehouse.server.roster.site.SiteDiff;
import io.gatehouse.server.roster.site.SiteFolder;
import io.gatehouse.server.seam.Clock;
import io.gatehouse.server.seam.Rng;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens between the recovered journal and the first scan, on the starting thread: the site folder is compared
 * with what stands, and each difference goes through the engine into the journal like any other change.
 */
final class Startup {
    private static final Logger LOG = LoggerFactory.getLogger(Startup.class);
    /** A commit holds about as much, so that a first load is not a sync for each estate. */
    private static final int COMMIT_BYTES = 4 << 20;

    private final Engine engine;
    private final ChroniclePassTable passes;
    private final EventJournal journal;
    private final Clock clock;
    private final Rng rng;
    private final StartTimes times;
    private final Event event = new Event();

    Startup(Engine engine, ChroniclePassTable passes, EventJournal journal, Clock clock, Rng rng, StartTimes times) {
        this.engine = engine;
        this.passes = passes;
        this.journal = journal;
        this.clock = clock;
        this.rng = rng;
        this.times = times;
    }

    /** Brings the state up to the site folder; all of it is durable when this returns. */
    void run(Path siteFolder, String timeZone, String version) throws IOException, BadSiteException {
        boolean first = !engine.firstLoadDone();
        SiteFolder.Whole whole = first
                ? SiteFolder.readWhole(siteFolder, Policy::of, ZoneId.of(timeZone))
                : new SiteFolder.Whole(SiteFolder.read(siteFolder, Policy::of), null);
        times.spentOn("site read");
        offer(new Change.Started(engine.journalId() == 0 ? drawId() : engine.journalId(), version));
        if (!timeZone.equals(engine.timeZone())) {
            offer(new Change.SiteChange(timeZone));
        }
        SiteDiff diff = SiteDiff.of(standing(), whole.site());
        if (!diff.changes().isEmpty()) {
            LOG.info("site folder: {}", diff.summary());
        }
        for (Change change : diff.changes()) {
            offer(change);
        }
        times.spentOn("site changes");
        if (first) {
            load(whole.passes());
        } else {
            LOG.info("passes*.csv are not read again: imports change the roster from now on");
        }
        journal.commit();
        engine.register().publish();
        times.spentOn(first ? "first load" : "site changes");
    }

    private void load(FirstLoad load) throws IOException, BadSiteException {
        long from = clock.nanos();
        // No id stands twice in the files: only what an earlier load left can stand already.
        boolean empty = passes.size() == 0;
        passes.reserve(load.passes());
        Map<Integer, Long> versions = new HashMap<>();
        FirstLoad.Standing standing = new FirstLoad.Standing() {
            @Override
            public long nextId() {
                return drawId();
            }

            @Override
            public long versionOf(int estateId) {
                return versions.getOrDefault(estateId, engine.rosterVersion(estateId));
            }

            @Override
            public PassRow row(long hi, long lo) {
                if (empty) {
                    return null;
                }
                long at = passes.locate(hi, lo);
                return at == 0 ? null : PassRow.of(hi, lo, passes.at(at));
            }
        };
        load.forEachSet(standing, set -> versions.put(set.estateId(), offerUnchecked(set)));
        offer(new Change.FirstLoadDone(load.passes(), load.files()));
        LOG.info(
                "first load: {} passes of {} files in {} ms",
                load.passes(),
                load.files(),
                (clock.nanos() - from) / 1_000_000);
    }

    private long offerUnchecked(Change change) {
        try {
            return offer(change);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private long offer(Change change) throws IOException {
        event.clear();
        event.kind = Event.Kind.CHANGE;
        event.receivedAtUs = clock.wallUs();
        event.change = change;
        engine.takeIn(event);
        if (event.result != Event.Result.RECORDED) {
            throw new IllegalStateException("the engine refused a change of the site folder: " + event.changeRefused);
        }
        journal.append(event);
        if (journal.pendingBytes() > COMMIT_BYTES) {
            journal.commit();
        }
        return event.version;
    }

    private Site standing() {
        return new Site(engine.register().estates(), engine.register().gates(), engine.policies());
    }

    private long drawId() {
        long id;
        do {
            id = rng.nextLong();
        } while (id == 0);
        return id;
    }
}
