package io.gatehouse.server.admin;

import io.gatehouse.server.log.LogEvent;
import io.gatehouse.server.metrics.Health;
import io.gatehouse.server.metrics.ScrapePage;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What there is to read. */
final class Pages {
    private static final Logger LOG = LoggerFactory.getLogger(Pages.class);

    private final Map<String, ScrapePage> scraped;
    private final Health health;

    Pages(Map<String, ScrapePage> scraped, Health health) {
        this.scraped = scraped;
        this.health = health;
    }

    void route(RoutesConfig routes) {
        scraped.forEach((path, page) -> routes.get(path, ctx -> scrape(ctx, page)));
        routes.get("/livez", ctx -> health(ctx, "livez", health.live()));
        routes.get("/readyz", ctx -> health(ctx, "readyz", health.ready()));
        routes.exception(Exception.class, Pages::failed);
    }

    private static void scrape(Context ctx, ScrapePage page) throws IOException {
        ctx.contentType(ScrapePage.CONTENT_TYPE);
        page.writeTo(ctx.outputStream());
    }

    private static void health(Context ctx, String name, Health.Report report) {
        ctx.status(report.ok() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
        StringBuilder text = new StringBuilder();
        boolean verbose = ctx.queryParam("verbose") != null;
        for (Health.Part part : report.parts()) {
            if (!part.ok()) {
                text.append("[-]")
                        .append(part.name())
                        .append(' ')
                        .append(part.wrong())
                        .append('\n');
            } else if (verbose) {
                text.append("[+]").append(part.name()).append(" ok\n");
            }
        }
        ctx.result(text.append(name).append(report.ok() ? " ok\n" : " failed\n").toString());
    }

    private static void failed(Exception e, Context ctx) {
        LogEvent.PAGE_FAILED.warn(LOG).setCause(e).log("{} failed", ctx.path());
        ctx.status(HttpStatus.INTERNAL_SERVER_ERROR).result("internal error\n");
    }
}
