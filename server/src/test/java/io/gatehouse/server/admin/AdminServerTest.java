package io.gatehouse.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.server.log.LogTally;
import io.gatehouse.server.metrics.Health;
import io.gatehouse.server.metrics.JournalMeters;
import io.gatehouse.server.metrics.LoopMeters;
import io.gatehouse.server.metrics.MetricsPage;
import io.gatehouse.server.metrics.Sources;
import io.gatehouse.server.metrics.UpkeepMeters;
import io.gatehouse.server.seam.SystemClock;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.net.BindException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class AdminServerTest {
    private final AtomicReference<String> draining = new AtomicReference<>();
    private final AtomicReference<String> hung = new AtomicReference<>();
    private volatile boolean broken;
    private final MetricsPage page = page();
    private final Health health = new Health(
            List.of(new Health.Check("engine", hung::get)),
            List.of(new Health.Check("roster", () -> null), new Health.Check("draining", draining::get)));
    private final AdminServer server = new AdminServer("127.0.0.1", 0, 32, Map.of("/metrics", page), health);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    private int port;

    private MetricsPage page() {
        LongSupplier one = () -> {
            if (broken) {
                throw new IllegalStateException("inside knowledge");
            }
            return 1;
        };
        return new MetricsPage(
                new Sources(
                        List.of(new LoopMeters(1)),
                        List.of("peer"),
                        new JournalMeters(new SystemClock()),
                        new Sources.Ring(one, one, one),
                        new Sources.Gates(one, one, one, new UpkeepMeters()),
                        new Sources.Roster(one, one, one, one, one),
                        new Sources.Program("1", "r", new LogTally())),
                new MetricsPage.Machine(PooledByteBufAllocator.DEFAULT, List.of(), Path.of(".")));
    }

    @BeforeEach
    void start() throws IOException {
        port = server.start();
    }

    @AfterEach
    void stop() {
        server.close();
        page.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30));
    }

    /** The whole answer to bytes as they are. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private String withHost(String host) throws IOException {
        return raw("GET /livez HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.split(" ")[1]);
    }

    @Test
    void metricsAsPrometheusReadsThem() throws Exception {
        HttpResponse<String> answer = get("/metrics");
        assertEquals(200, answer.statusCode());
        assertEquals(HttpClient.Version.HTTP_1_1, answer.version());
        assertEquals(
                MetricsPage.CONTENT_TYPE.replace(" ", ""),
                answer.headers()
                        .firstValue("Content-Type")
                        .orElseThrow()
                        .replace(" ", "")
                        .toLowerCase(Locale.ROOT));
        assertTrue(answer.body().contains("\ngatehouse_ring_capacity_events 1.0\n"));
    }

    @Test
    void healthSaysWhatIsWrong() throws Exception {
        assertEquals("livez ok\n", get("/livez").body());
        assertEquals("readyz ok\n", get("/readyz").body());
        assertEquals(
                "[+]roster ok\n[+]draining ok\nreadyz ok\n",
                get("/readyz?verbose").body());
        draining.set("the server stops");
        HttpResponse<String> answer = get("/readyz");
        assertEquals(503, answer.statusCode());
        assertEquals("[-]draining the server stops\nreadyz failed\n", answer.body());
        assertEquals(
                "[+]roster ok\n[-]draining the server stops\nreadyz failed\n",
                get("/readyz?verbose").body());
        assertEquals(200, get("/livez").statusCode());
        hung.set("stands still");
        assertEquals(503, get("/livez").statusCode());
    }

    @Test
    void onlyUnderItsOwnNames() throws Exception {
        for (String host : List.of("localhost", "LocalHost:" + port, "127.0.0.1", "127.0.0.1:9", "[::1]", "[::1]:80")) {
            assertEquals(200, status(withHost(host)), host);
        }
        for (String host :
                List.of("evil.example", "evil.example:" + port, "127.0.0.1.evil.example", "0.0.0.0", "[::2]")) {
            String answer = withHost(host);
            assertEquals(403, status(answer), host);
            assertFalse(answer.contains("livez"), host);
        }
        assertTrue(status(withHost("")) >= 400);
        assertEquals(400, status(raw("GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n")));
    }

    @Test
    void otherSitesGetNothing() throws Exception {
        HttpRequest foreign =
                request("/readyz").header("Origin", "http://evil.example").build();
        assertEquals(
                403, client.send(foreign, HttpResponse.BodyHandlers.ofString()).statusCode());
        HttpRequest own =
                request("/readyz").header("Origin", "http://localhost:" + port).build();
        assertEquals(200, client.send(own, HttpResponse.BodyHandlers.ofString()).statusCode());
        HttpResponse<String> answer = get("/readyz");
        assertTrue(answer.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
        assertEquals(
                "nosniff", answer.headers().firstValue("X-Content-Type-Options").orElseThrow());
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElseThrow());
        assertTrue(answer.headers()
                .firstValue("Content-Security-Policy")
                .orElseThrow()
                .contains("'none'"));
        assertTrue(answer.headers().firstValue("Server").isEmpty());
    }

    @Test
    void nothingElseIsServed() throws Exception {
        assertEquals(404, get("/").statusCode());
        assertTrue(get("/metrics/..%2f..%2fetc/passwd").statusCode() >= 400);
        HttpRequest post =
                request("/metrics").POST(HttpRequest.BodyPublishers.noBody()).build();
        assertEquals(
                405, client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode());
        HttpRequest body = request("/metrics")
                .method("GET", HttpRequest.BodyPublishers.ofString("x".repeat(100)))
                .build();
        assertEquals(
                413, client.send(body, HttpResponse.BodyHandlers.ofString()).statusCode());
        HttpRequest head = request("/metrics")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        assertEquals(
                200, client.send(head, HttpResponse.BodyHandlers.ofString()).statusCode());
    }

    @Test
    void headersAreBounded() throws Exception {
        String answer = raw("GET /livez HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "x".repeat(9_000) + "\r\n\r\n");
        assertEquals(431, status(answer));
        assertPlain(answer);
    }

    @Test
    void requestsThatAreNoneAreRefused() throws Exception {
        for (String request : List.of(
                "nonsense\r\n\r\n",
                "GET /livez HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "GET /livez HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "GET /livez HTTP/1.1\r\nHost: localhost\r\nX: a\r\n folded\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")) {
            String answer = raw(request);
            assertTrue(answer.startsWith("HTTP/1.1 4") || answer.startsWith("HTTP/1.1 5"), answer);
            assertPlain(answer);
        }
    }

    @Test
    void aFailureShowsNothingOfTheInside() throws Exception {
        broken = true;
        HttpResponse<String> answer = get("/metrics");
        assertFalse(answer.body().contains("inside knowledge"), answer.body());
        assertFalse(answer.body().contains("\tat "), answer.body());
        assertEquals(200, get("/livez").statusCode());
    }

    private static void assertPlain(String answer) {
        assertFalse(answer.contains("\tat ") || answer.contains("Exception"), answer);
        assertFalse(answer.toLowerCase(Locale.ROOT).contains("jetty"), answer);
    }

    @Test
    void itsThreadsBearItsName() throws Exception {
        get("/livez");
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("gh-admin-")));
    }

    @Test
    void onlyOnLoopback() {
        for (String host : List.of("0.0.0.0", "::", "192.0.2.1", "")) {
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class,
                    () -> new AdminServer(host, 0, 32, Map.of("/metrics", page), health),
                    host);
            assertTrue(e.getMessage().contains("loopback"), e.getMessage());
        }
    }

    @Test
    void aTakenPortIsSaid() {
        AdminServer second = new AdminServer("127.0.0.1", port, 32, Map.of("/metrics", page), health);
        BindException e = assertThrows(BindException.class, second::start);
        assertTrue(e.getMessage().contains("127.0.0.1:" + port), e.getMessage());
    }

    @Test
    void oneConnectionMoreThanThereMayBeWaitsForAnother() throws Exception {
        List<Socket> open = new ArrayList<>();
        try (AdminServer few = new AdminServer("127.0.0.1", 0, 4, Map.of("/metrics", page), health)) {
            int at = few.start();
            for (int i = 0; i < 5; i++) {
                open.add(new Socket("127.0.0.1", at));
                open.get(i).setSoTimeout(i < 4 ? 20_000 : 300);
                open.get(i)
                        .getOutputStream()
                        .write("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                if (i < 4) {
                    assertEquals('H', open.get(i).getInputStream().read());
                }
            }
            assertThrows(
                    SocketTimeoutException.class,
                    () -> open.get(4).getInputStream().read());
            open.get(0).close();
            open.get(4).setSoTimeout(20_000);
            assertEquals('H', open.get(4).getInputStream().read());
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }
}
