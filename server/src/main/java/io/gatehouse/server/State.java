package io.gatehouse.server;

import io.gatehouse.server.engine.Engine;
import io.gatehouse.server.journal.EventJournal;
import io.gatehouse.server.journal.FileDisk;
import io.gatehouse.server.journal.Journal;
import io.gatehouse.server.journal.JournalListener;
import io.gatehouse.server.journal.JournalOptions;
import io.gatehouse.server.journal.JournalSummary;
import io.gatehouse.server.journal.Opened;
import io.gatehouse.server.log.LogEvent;
import io.gatehouse.server.metrics.JournalMeters;
import io.gatehouse.server.roster.Audit;
import io.gatehouse.server.roster.ChroniclePassTable;
import io.gatehouse.server.seam.Clock;
import io.gatehouse.server.seam.Rng;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the server knows and where it keeps it, as a start brings them up.
 *
 * @param snapshotPosition of the snapshot that it began with; 0 for none
 */
record State(
        ChroniclePassTable passes,
        Engine engine,
        EventJournal journal,
        JournalMeters journalMeters,
        long snapshotPosition) {
    /** {@code -Dgatehouse.audit=true} audits every look-up. */
    private static final int AUDIT_EVERY = Boolean.getBoolean("gatehouse.audit") ? 1 : Audit.SAMPLED;

    private static final Logger LOG = LoggerFactory.getLogger(State.class);

    /** Folds the journal, then takes in what the site folder says otherwise. */
    static State recover(ServerConfig config, Clock clock, Rng rng, StartTimes times) throws Exception {
        ChroniclePassTable passes = new ChroniclePassTable(config.rosterEntries(), new Audit(AUDIT_EVERY));
        Engine engine = new Engine(passes);
        times.spentOn("roster map");
        JournalMeters meters = new JournalMeters(clock);
        JournalOptions options = JournalOptions.standard(maker("gh-spare"), rng::nextLong, new Told(meters))
                .withSegmentBytes(config.segmentBytes());
        long from = clock.nanos();
        Recovery recovery = new Recovery(engine, passes::reserve, meters.snapshots());
        Opened opened = Journal.open(new FileDisk(config.dataDir()), options, recovery);
        recovery.end();
        tell(opened.found(), clock.nanos() - from);
        meters.onTailTruncated(opened.found().cutBytes());
        times.spentOn("journal");
        EventJournal journal = new EventJournal(opened.journal());
        new Startup(engine, passes, journal, clock, rng, times).run(config.siteDir(), config.timeZone(), Version.get());
        passes.growInSteps(maker("gh-roster"));
        return new State(passes, engine, journal, meters, recovery.snapshotPosition());
    }

    private static void tell(JournalSummary recovered, long nanos) {
        LOG.info(
                "journal: {} records in {} frames, {} ms",
                recovered.records(),
                recovered.frames(),
                TimeUnit.NANOSECONDS.toMillis(nanos));
        if (recovered.cutBytes() > 0) {
            LogEvent.JOURNAL_TAIL_CUT
                    .warn(LOG)
                    .log(
                            "journal: cut an unacknowledged tail of {} bytes at {} of {}",
                            recovered.cutBytes(),
                            recovered.cutOffset(),
                            recovered.cutFile());
        }
    }

    /** A thread while there is something to make. */
    private static Executor maker(String name) {
        return new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    private record Told(JournalMeters meters) implements JournalListener {
        @Override
        public void onSpaceShort(String why) {
            meters.onError(JournalMeters.Op.SPARE);
            LogEvent.SEGMENT_NO_SPACE
                    .error(LOG)
                    .log("no room for the next journal segment: {}. Free some space, it goes on by itself.", why);
        }

        @Override
        public void onSpaceBack() {
            LOG.info("there is room for the next journal segment again");
        }
    }
}
