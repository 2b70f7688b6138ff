package io.gatehouse.server;

import io.gatehouse.server.journal.SnapshotSummary;
import io.gatehouse.server.log.LogEvent;
import io.gatehouse.server.pipeline.SnapshotListener;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log of snapshots. */
final class SnapshotNews implements SnapshotListener {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotNews.class);

    @Override
    public void onMade(SnapshotSummary made, long nanos) {
        LOG.info(
                "snapshot {}: {} records, {} MiB in {} ms",
                made.name(),
                made.records(),
                made.bytes() >> 20,
                TimeUnit.NANOSECONDS.toMillis(nanos));
    }

    @Override
    public void onSegmentsDeleted(int count) {
        LOG.info("journal: {} segments deleted, older than journal.retention and covered by two snapshots", count);
    }

    @Override
    public void onFailed(IOException why, boolean full) {
        if (full) {
            LogEvent.SNAPSHOT_NO_SPACE
                    .error(LOG)
                    .log(
                            "no room for a snapshot: {}. Free some space, it is tried again each minute.",
                            why.getMessage());
        } else {
            LogEvent.SNAPSHOT_FAILED.error(LOG).setCause(why).log("a snapshot failed, tried again in a minute");
        }
    }
}
