package io.gatehouse.loadtest.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ServerSideTest {
    private static String page(int second) {
        return """
                # TYPE gatehouse_connections gauge
                gatehouse_connections{listener="plain"} 3.0
                gatehouse_connections{listener="tls"} 4.0
                gatehouse_ring_backlog_events 17.0
                gatehouse_scans_total{reason="ok",verdict="allow"} %d
                gatehouse_scans_total{reason="expired",verdict="deny"} %d
                gatehouse_journal_sync_duration_seconds_bucket{le="0.001"} %d
                gatehouse_journal_sync_duration_seconds_bucket{le="0.002"} %d
                gatehouse_journal_sync_duration_seconds_bucket{le="+Inf"} %d
                jvm_memory_used_bytes{area="heap",id="Eden"} 1000000.0
                jvm_memory_used_bytes{area="heap",id="Old"} 2.0E6
                jvm_memory_used_bytes{area="nonheap",id="Code"} 5000000.0
                """.formatted(900 * second, 100 * second, 50 * second, 100 * second, 100 * second);
    }

    @Test
    void figuresAreOfTheLastSecond() {
        Map<String, Double> figures = ServerSide.figures(new Exposition(page(3)), new Exposition(page(5)), 2);
        assertEquals(7, figures.get("connections"));
        assertEquals(17, figures.get("ring backlog, events"));
        assertEquals(1000, figures.get("scans recorded, 1/s"));
        assertEquals(1.0, figures.get("journal sync p50, ms"), 1e-9);
        assertEquals(1.98, figures.get("journal sync p99, ms"), 1e-9);
        assertEquals(3, figures.get("heap used, MB"));
        assertFalse(figures.containsKey("GC pauses, ms/s"), "what the page does not have is left out");
        assertFalse(ServerSide.figures(new Exposition(page(3)), new Exposition(page(3)), 1)
                .containsKey("journal sync p99, ms"));
    }

    @Test
    void aServerIsReadEachSecond() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (Admin admin = new Admin(200, () -> page(asked.incrementAndGet()));
                ServerSide side = new ServerSide(admin.server.getAddress())) {
            assertTrue(side.first().contains("gatehouse_scans_total"));
            while (side.get().isEmpty()) {
                Thread.onSpinWait();
            }
            assertEquals(17, side.get().get("ring backlog, events"));
            assertTrue(side.page().contains("gatehouse_connections"));
        }
    }

    @Test
    void whatIsNoServerIsSaid() throws Exception {
        try (Admin other = new Admin(200, () -> "up 1\n")) {
            assertTrue(words(other.server.getAddress()).contains("is no page of a Gatehouse server"));
        }
        try (Admin broken = new Admin(503, () -> "")) {
            assertTrue(words(broken.server.getAddress()).contains("answers 503"));
        }
        assertTrue(words(new InetSocketAddress("127.0.0.1", 1)).startsWith("no metrics from http://127.0.0.1:1/"));
    }

    private static String words(InetSocketAddress at) {
        return assertThrows(IOException.class, () -> new ServerSide(at)).getMessage();
    }

    private static final class Admin implements AutoCloseable {
        final HttpServer server;

        Admin(int status, java.util.function.Supplier<String> page) throws IOException {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            server.createContext("/metrics", exchange -> {
                byte[] body = page.get().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
