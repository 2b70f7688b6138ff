package io.gatehouse.server;

import io.gatehouse.server.engine.Engine;
import io.gatehouse.server.log.LogEvent;
import io.gatehouse.server.metrics.UpkeepMeters;
import io.gatehouse.server.pipeline.Order;
import io.gatehouse.server.pipeline.Pipeline;
import io.gatehouse.server.roster.Change;
import io.gatehouse.server.roster.Policy;
import io.gatehouse.server.roster.site.BadSiteException;
import io.gatehouse.server.roster.site.Site;
import io.gatehouse.server.roster.site.SiteDiff;
import io.gatehouse.server.roster.site.SiteFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the site folder with what stands while gates are served: what differs is shown, journaled and applied, or,
 * where the folder has problems, nothing of it is. Passes are no part of it. On the reload thread.
 */
final class SiteReload {
    private static final Logger LOG = LoggerFactory.getLogger(SiteReload.class);
    /** Changes under way together: they share a sync, and scans come in between. */
    private static final int BURST = 64;
    /** What stands may move under a diff; after so many the operator is to hear of it. */
    private static final int TRIES = 5;

    private static final long HANG_SECONDS = 60;

    private final Path folder;
    private final Engine engine;
    private final Pipeline pipeline;
    private final UpkeepMeters meters;

    SiteReload(Path folder, Engine engine, Pipeline pipeline, UpkeepMeters meters) {
        this.folder = folder;
        this.engine = engine;
        this.pipeline = pipeline;
        this.meters = meters;
    }

    void run() throws InterruptedException {
        UpkeepMeters.Site result;
        try {
            result = bringUpTo(SiteFolder.read(folder, Policy::of));
        } catch (BadSiteException e) {
            LogEvent.SITE_REFUSED.error(LOG).log("site reload refused: {}", e.getMessage());
            result = UpkeepMeters.Site.REFUSED;
        } catch (IOException e) {
            LogEvent.SITE_REFUSED.error(LOG).log("site reload refused, the folder can't be read: {}", e.toString());
            result = UpkeepMeters.Site.REFUSED;
        }
        meters.onSite(result);
    }

    private UpkeepMeters.Site bringUpTo(Site read) throws InterruptedException {
        int applied = 0;
        String refused = "";
        for (int i = 0; i < TRIES; i++) {
            try {
                SiteDiff diff = SiteDiff.of(standing(), read);
                if (diff.changes().isEmpty()) {
                    LOG.info("site reload: {}", applied == 0 ? "nothing differs from what stands" : "applied");
                    return applied == 0 ? UpkeepMeters.Site.UNCHANGED : UpkeepMeters.Site.APPLIED;
                }
                LOG.info("site reload: {}", diff.summary());
                applied += apply(diff.changes());
            } catch (ExecutionException | TimeoutException e) {
                refused = String.valueOf(e.getCause() == null ? e : e.getCause().getMessage());
            }
        }
        LogEvent.SITE_NOT_APPLIED.error(LOG).log("site reload: not all of it is applied ({}). Reload again.", refused);
        return UpkeepMeters.Site.FAILED;
    }

    private int apply(List<Change> changes) throws InterruptedException, ExecutionException, TimeoutException {
        for (int from = 0; from < changes.size(); from += BURST) {
            List<Order> burst = new ArrayList<>();
            for (Change change : changes.subList(from, Math.min(changes.size(), from + BURST))) {
                burst.add(pipeline.submit(change));
            }
            for (Order order : burst) {
                order.durable().get(HANG_SECONDS, TimeUnit.SECONDS);
                meters.onChanges(1);
            }
        }
        return changes.size();
    }

    private Site standing() throws InterruptedException, ExecutionException, TimeoutException {
        return pipeline.ask(() ->
                        new Site(engine.register().estates(), engine.register().gates(), engine.policies()))
                .get(HANG_SECONDS, TimeUnit.SECONDS);
    }
}
