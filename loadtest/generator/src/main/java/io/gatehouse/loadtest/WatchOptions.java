package io.gatehouse.loadtest;

import io.gatehouse.loadtest.face.Face;
import io.gatehouse.loadtest.meters.LoadMeters;
import io.gatehouse.loadtest.meters.MetersServer;
import io.gatehouse.loadtest.run.RunWatcher;
import io.gatehouse.loadtest.server.ServerSide;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Who looks on while a run goes. */
final class WatchOptions {
    @Option(names = "--no-tui", description = "A line each second, on a terminal too. NO_COLOR takes only the colours.")
    private boolean noTui;

    @Option(
            names = "--prometheus-addr",
            paramLabel = "HOST:PORT",
            description = "Serves the generator's own meters at /metrics there while it runs.")
    private HostPort prometheus;

    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT",
            description = "The server's admin address: its metrics go into the report.")
    private HostPort admin;

    /** Whether the server's own figures are looked at. */
    boolean hasAdmin() {
        return admin != null;
    }

    /**
     * Opens the eyes.
     *
     * @throws IOException where an address cannot be had or does not answer
     */
    Watch open() throws IOException, InterruptedException {
        ServerSide side = admin == null ? null : new ServerSide(admin.address());
        try {
            LoadMeters meters = new LoadMeters();
            MetersServer server = prometheus == null ? null : new MetersServer(prometheus.address(), meters);
            if (server != null) {
                System.out.println("meters at http://%s:%d/metrics"
                        .formatted(
                                server.address().getHostString(),
                                server.address().getPort()));
            }
            return new Watch(Face.open(!noTui), meters, server, side);
        } catch (IOException e) {
            if (side != null) {
                side.close();
            }
            throw e;
        }
    }

    /** All that looks on. */
    record Watch(Face face, LoadMeters meters, MetersServer metersServer, ServerSide side) implements AutoCloseable {
        List<RunWatcher> watchers() {
            return List.of(face, meters);
        }

        /** What the server says of itself. */
        Supplier<Map<String, Double>> server() {
            return side == null ? Map::of : side;
        }

        /** What it says of the whole run, for the report. */
        Map<String, Object> sections() throws InterruptedException {
            return side == null ? Map.of() : Map.of("serverGrowth", side.growth());
        }

        @Override
        public void close() {
            face.close();
            if (metersServer != null) {
                metersServer.close();
            }
            if (side != null) {
                side.close();
            }
        }
    }
}
