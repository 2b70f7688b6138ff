package io.gatehouse.server;

import io.gatehouse.server.log.LogEvent;
import io.gatehouse.server.metrics.UpkeepMeters;
import io.gatehouse.server.transport.BadCertificateException;
import io.gatehouse.server.transport.GateTls;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads again, each time it is asked to, what can change without a restart: certificates and the site folder. */
final class Reloads {
    private static final Logger LOG = LoggerFactory.getLogger(Reloads.class);
    private static final long STOP_MILLIS = 1_000;

    private final GateTls tls;
    private final SiteReload site;
    private final UpkeepMeters meters;
    private final Semaphore asked;
    private final Thread thread = new Thread(this::run, "gh-reload");

    /**
     * @param tls null without TLS
     * @param asked a permit for each request; those that gather while a reload runs are one
     */
    Reloads(GateTls tls, SiteReload site, UpkeepMeters meters, Semaphore asked) {
        this.tls = tls;
        this.site = site;
        this.meters = meters;
        this.asked = asked;
        thread.setDaemon(true);
        if (tls == null) {
            meters.onPlaintext();
        } else {
            meters.onCertificateUntil(tls.untilSeconds());
        }
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                asked.acquire();
                asked.drainPermits();
                LOG.info("reload; the configuration file is read at a start only");
                reload();
            }
        } catch (InterruptedException e) {
            // The server stops.
        }
    }

    /** A bug in it must not end all reloads to come: what stands is as whole as before. */
    private void reload() throws InterruptedException {
        try {
            certificate();
            site.run();
        } catch (RuntimeException e) {
            LogEvent.RELOAD_FAILED.error(LOG).setCause(e).log("the reload failed");
            meters.onSite(UpkeepMeters.Site.FAILED);
        }
    }

    private void certificate() {
        if (tls == null) {
            return;
        }
        try {
            boolean renewed = tls.reload();
            meters.onCertificate(renewed ? UpkeepMeters.Certificate.RENEWED : UpkeepMeters.Certificate.UNCHANGED);
            meters.onCertificateUntil(tls.untilSeconds());
            LOG.info("certificate {}: {}", renewed ? "renewed" : "unchanged", tls);
        } catch (BadCertificateException e) {
            meters.onCertificate(UpkeepMeters.Certificate.REFUSED);
            LogEvent.CERTIFICATE_REFUSED.error(LOG).log("the certificate from before stays: {}", e.getMessage());
        }
    }

    /** Lets a change that is under way come to its end. */
    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join(STOP_MILLIS);
    }
}
