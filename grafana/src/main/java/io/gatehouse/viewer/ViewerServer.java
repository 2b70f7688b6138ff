package io.gatehouse.viewer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/** Serves the page, and the data beside it, on loopback. */
final class ViewerServer {
    /** As many as a browser opens connections, and some. */
    private static final int THREADS = 8;

    private static final int BACKLOG = 64;
    /** Another name that points here would let a foreign page read along. */
    private static final Pattern LOOPBACK = Pattern.compile("(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d+)?");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final Pages pages;
    private final PrometheusProxy prometheus;

    ViewerServer(int port, Pages pages, PrometheusProxy prometheus) throws IOException {
        this.pages = pages;
        this.prometheus = prometheus;
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), BACKLOG);
        server.setExecutor(threads);
        server.createContext("/", this::onRequest);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void onRequest(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            var headers = exchange.getResponseHeaders();
            headers.set("Content-Type", answer.type());
            headers.set("Cache-Control", "no-store");
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'");
            int length = answer.body().length;
            exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (host == null || !LOOPBACK.matcher(host).matches()) {
            return Answer.text(403, "ask by 127.0.0.1 or localhost");
        }
        if (!exchange.getRequestMethod().equals("GET")) {
            return Answer.text(405, "only GET");
        }
        String path = exchange.getRequestURI().getPath();
        if (!path.startsWith(PrometheusProxy.PREFIX)) {
            return pages.get(path);
        }
        try {
            return prometheus.get(path, exchange.getRequestURI().getRawQuery());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.text(503, "stopping");
        }
    }
}
