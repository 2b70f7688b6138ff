package io.gatehouse.loadtest.meters;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves the meters of a run to Prometheus, on one thread of its own. */
public final class MetersServer implements AutoCloseable {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread made = new Thread(work, "load-meters");
        made.setDaemon(true);
        return made;
    });

    /**
     * Listens from now on.
     *
     * @throws IOException where the address cannot be had
     */
    public MetersServer(InetSocketAddress at, LoadMeters meters) throws IOException {
        try {
            server = HttpServer.create(at, 0);
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen on %s:%d for Prometheus: %s"
                            .formatted(at.getHostString(), at.getPort(), e.getMessage()),
                    e);
        }
        server.setExecutor(thread);
        server.createContext("/", exchange -> answer(exchange, 404, "the meters are at /metrics\n"));
        server.createContext("/metrics", exchange -> answer(exchange, 200, meters.page()));
        server.start();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", TEXT);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        thread.shutdownNow();
    }
}
