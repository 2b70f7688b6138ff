package io.gatehouse.loadtest.meters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.Seconds;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class LoadMetersTest {
    private final LoadMeters meters = new LoadMeters();

    private double value(String series) {
        return meters.page()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(series + " is not in\n" + meters.page()));
    }

    @Test
    void secondsAddUp() {
        meters.passed(Seconds.upTo(1));
        meters.passed(Seconds.upTo(2));
        assertEquals(200, value("gatehouse_loadtest_asked_scans_total"));
        assertEquals(196, value("gatehouse_loadtest_sent_scans_total"));
        assertEquals(4, value("gatehouse_loadtest_unsent_scans_total"));
        assertEquals(6, value("gatehouse_loadtest_late_scans_total"));
        assertEquals(180, value("gatehouse_loadtest_acknowledged_scans_total"));
        assertEquals(2, value("gatehouse_loadtest_failures_total"));
        assertEquals(190, value("gatehouse_loadtest_decisions_total{verdict=\"allow\"}"));
        assertEquals(1, value("gatehouse_loadtest_undecided_scans"));
        assertEquals(8, value("gatehouse_loadtest_unacknowledged_scans"));
        assertEquals(4, value("gatehouse_loadtest_connections"));
        assertEquals(0.25, value("gatehouse_loadtest_generator_cores"));
        assertEquals(196, value("gatehouse_loadtest_decision_duration_seconds_count"));
        assertEquals(0.196, value("gatehouse_loadtest_decision_duration_seconds_sum"), 0.001);
        assertEquals(0, value("gatehouse_loadtest_decision_duration_seconds_bucket{le=\"5.0E-4\"}"));
        assertEquals(196, value("gatehouse_loadtest_decision_duration_seconds_bucket{le=\"0.0025\"}"));
        assertEquals(196, value("gatehouse_loadtest_decision_duration_seconds_bucket{le=\"+Inf\"}"));
    }

    @Test
    void everythingIsThereFromTheStart() {
        String doc = LoadMetricsDocTest.page();
        Set<String> families = new HashSet<>();
        meters.page()
                .lines()
                .filter(line -> line.startsWith("# TYPE "))
                .forEach(line -> families.add(line.split(" ")[2]));
        assertEquals(LoadMetric.values().length, families.size());
        for (String family : families) {
            assertTrue(doc.contains("### `" + family + "`"), family + " is not documented");
        }
    }

    @Test
    void prometheusGetsThem() throws Exception {
        meters.passed(Seconds.upTo(1));
        try (MetersServer server = new MetersServer(new InetSocketAddress("127.0.0.1", 0), meters)) {
            assertEquals(200, get(server, "/metrics").statusCode());
            assertTrue(get(server, "/metrics").body().contains("gatehouse_loadtest_sent_scans_total 98.0"));
            assertTrue(get(server, "/metrics")
                    .headers()
                    .firstValue("Content-Type")
                    .orElse("")
                    .contains("0.0.4"));
            assertEquals(404, get(server, "/").statusCode());
            IOException taken = assertThrows(IOException.class, () -> new MetersServer(server.address(), meters));
            assertTrue(taken.getMessage().startsWith("cannot listen on 127.0.0.1:"), taken.getMessage());
        }
    }

    private static HttpResponse<String> get(MetersServer server, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
