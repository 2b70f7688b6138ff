package io.gatehouse.server;

import io.gatehouse.server.admin.AdminServer;
import io.gatehouse.server.log.LogTally;
import io.gatehouse.server.metrics.EstatesPage;
import io.gatehouse.server.metrics.GatesPage;
import io.gatehouse.server.metrics.Health;
import io.gatehouse.server.metrics.LoopMeters;
import io.gatehouse.server.metrics.MetricsPage;
import io.gatehouse.server.metrics.Progress;
import io.gatehouse.server.metrics.ScrapePage;
import io.gatehouse.server.metrics.Sources;
import io.gatehouse.server.metrics.UpkeepMeters;
import io.gatehouse.server.pipeline.Pipeline;
import io.gatehouse.server.seam.Clock;
import io.gatehouse.server.session.CloseReason;
import io.gatehouse.server.session.Doorkeeper;
import io.gatehouse.server.transport.GateLoops;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What operators see of a server: metrics and health, on the admin port. */
final class Operations {
    private final AdminServer admin;
    private final MetricsPage metrics;
    private final String host;
    private int port;
    private volatile boolean serving;

    /** What is counted outside of the journal. */
    record Meters(LoopMeters[] loops, UpkeepMeters upkeep, LogTally log) {}

    Operations(
            ServerConfig config,
            State state,
            Pipeline pipeline,
            Doorkeeper door,
            GateLoops loops,
            Meters meters,
            Clock clock) {
        metrics = new MetricsPage(sources(state, pipeline, door, meters), loops.machine(config.dataDir()));
        host = config.adminHost();
        admin = new AdminServer(
                host,
                config.adminPort(),
                config.adminConnections(),
                scraped(config, new Places(state, door, clock), meters),
                health(state, pipeline, clock));
    }

    private Map<String, ScrapePage> scraped(ServerConfig config, Places places, Meters meters) {
        Map<String, ScrapePage> pages = new HashMap<>();
        pages.put("/metrics", metrics);
        pages.put("/metrics/estates", new EstatesPage(places::estates, List.of(meters.loops)));
        if (config.metricsGates() > 0) {
            pages.put("/metrics/gates", new GatesPage(places::gates, config.metricsGates()));
        }
        return pages;
    }

    private static Sources sources(State state, Pipeline pipeline, Doorkeeper door, Meters meters) {
        return new Sources(
                List.of(meters.loops),
                Arrays.stream(CloseReason.values()).map(CloseReason::label).toList(),
                state.journalMeters(),
                new Sources.Ring(pipeline::backlog, pipeline::capacity, pipeline::undurable),
                new Sources.Gates(
                        () -> state.engine().register().published().size(),
                        state.engine()::gatesSeen,
                        door::allowed,
                        meters.upkeep),
                new Sources.Roster(
                        state.passes()::size,
                        state.passes()::room,
                        state.engine()::rosterVersion,
                        state.passes().audit()::audits,
                        state.passes().audit()::differences),
                new Sources.Program(Version.get(), Version.revision(), meters.log));
    }

    private Health health(State state, Pipeline pipeline, Clock clock) {
        List<Health.Check> live = new ArrayList<>();
        for (Pipeline.Consumer consumer : pipeline.consumers()) {
            live.add(new Health.Check(consumer.name(), new Progress(consumer.at(), consumer.could(), clock)));
        }
        return new Health(
                live,
                List.of(
                        new Health.Check("roster", () -> state.engine().firstLoadDone() ? null : "not loaded"),
                        new Health.Check("journal", () -> journal(state, pipeline)),
                        new Health.Check("listener", () -> serving ? null : "not accepting: starting or draining")));
    }

    private static String journal(State state, Pipeline pipeline) {
        if (pipeline.failed()) {
            return "a write or sync failed";
        }
        return state.journal().spaceLow() ? "no room for the next segment" : null;
    }

    void start() throws IOException {
        port = admin.start();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(host, port);
    }

    /** Whether gates may come. */
    void serving(boolean now) {
        serving = now;
    }

    void close() {
        admin.close();
        metrics.close();
    }
}
