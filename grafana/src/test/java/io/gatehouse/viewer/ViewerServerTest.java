package io.gatehouse.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the viewer's server gives, what it passes on, and what it refuses. */
class ViewerServerTest {
    private static final int HANG_MS = 20_000;

    @TempDir
    private Path dashboards;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer prometheus;
    private ViewerServer viewer;

    @BeforeEach
    void start() throws IOException {
        prometheus = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        prometheus.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            byte[] answer = "{\"status\":\"success\"}".getBytes(StandardCharsets.US_ASCII);
            exchange.getResponseHeaders().set("Content-Type", Answer.JSON);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        prometheus.start();
        Files.writeString(dashboards.resolve("one.json"), "{}");
        Files.writeString(dashboards.resolve("odd name.json"), "{}");
        URI uri = URI.create("http://127.0.0.1:" + prometheus.getAddress().getPort() + "/");
        viewer = new ViewerServer(0, new Pages(Shipped.root(), dashboards, "{}"), new PrometheusProxy(uri));
    }

    @AfterEach
    void stop() {
        viewer.stop();
        prometheus.stop(0);
    }

    private String ask(String request, String host) throws IOException {
        try (Socket socket =
                new Socket("127.0.0.1", URI.create(viewer.address()).getPort())) {
            socket.setSoTimeout(HANG_MS);
            String head = request + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String get(String path) throws IOException {
        return ask("GET " + path, "127.0.0.1:1");
    }

    private static void assertStatus(int status, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    }

    @Test
    void givesPageChartsDashboardsAndRunbooks() throws IOException {
        for (String path : List.of("/", "/d/gatehouse-overview", "/runbook/GateServerDown")) {
            assertTrue(get(path).contains("<title>Gatehouse</title>"), path);
        }
        assertTrue(get("/uplot/uPlot.esm.js").contains("uPlot"));
        assertTrue(get("/viewer/viewer.css").contains("text/css"));
        assertTrue(get("/runbooks/GateServerDown.md").contains("## Mitigation"));
        assertTrue(get("/dashboards/").endsWith("[\"one.json\"]"));
        assertTrue(get("/dashboards/one.json").endsWith("{}"));
    }

    @Test
    void nothingComesFromElsewhere() throws IOException {
        for (String path : List.of(
                "/viewer/../dashboards/overview.json",
                "/viewer/..%2Fdashboards%2Foverview.json",
                "/dashboards/..",
                "/dashboards/odd%20name.json",
                "/io/gatehouse/viewer/Main.class",
                "/META-INF/MANIFEST.MF",
                "/viewer/")) {
            assertStatus(404, get(path));
        }
        assertTrue(get("/").contains("default-src 'self'"));
    }

    @Test
    void onlyReadingIsPassedOn() throws IOException {
        assertStatus(200, get("/api/v1/query?query=up%7Bjob%3D~%22.%2B%22%7D"));
        assertStatus(200, get("/api/v1/label/job/values"));
        assertEquals(List.of("/api/v1/query?query=up%7Bjob%3D~%22.%2B%22%7D", "/api/v1/label/job/values"), asked);
        for (String path : List.of(
                "admin/tsdb/snapshot",
                "admin/tsdb/delete_series",
                "status/config",
                "label/a/../values",
                "query/",
                "")) {
            assertStatus(403, get("/api/v1/" + path));
        }
        assertStatus(405, ask("POST /api/v1/query", "127.0.0.1"));
        assertStatus(405, ask("DELETE /", "127.0.0.1"));
        assertEquals(2, asked.size());
    }

    @Test
    void aForeignNameIsRefused() throws IOException {
        assertStatus(403, ask("GET /", "gates.example"));
        assertStatus(403, ask("GET /api/v1/query?query=up", "127.0.0.1.example:80"));
        assertStatus(200, ask("GET /", "localhost:8080"));
        assertEquals(List.of(), asked);
    }

    @Test
    void anAbsentPrometheusIsSaid() throws IOException {
        prometheus.stop(0);
        String answer = get("/api/v1/alerts");
        assertStatus(502, answer);
        assertTrue(answer.contains("Prometheus does not answer"), answer);
    }
}
