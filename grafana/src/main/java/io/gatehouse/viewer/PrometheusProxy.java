package io.gatehouse.viewer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Pattern;

/** Passes what only reads on to Prometheus, so that page and data have one address and no other site can ask. */
final class PrometheusProxy {
    static final String PREFIX = "/api/v1/";
    private static final Pattern READS =
            Pattern.compile("query|query_range|series|alerts|rules|targets|label/[a-zA-Z_]\\w*/values");
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final URI prometheus;

    PrometheusProxy(URI prometheus) {
        this.prometheus = prometheus;
    }

    /**
     * @param path from {@link #PREFIX} on
     * @param query as it came, or null
     */
    Answer get(String path, String query) throws InterruptedException {
        String what = path.substring(PREFIX.length());
        if (!READS.matcher(what).matches()) {
            return Answer.text(403, "only queries are passed on");
        }
        URI uri = prometheus.resolve("api/v1/" + what + (query == null ? "" : "?" + query));
        try {
            HttpResponse<byte[]> answer =
                    http.send(HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.ofByteArray());
            String type = answer.headers().firstValue("Content-Type").orElse("text/plain");
            return new Answer(answer.statusCode(), type, answer.body());
        } catch (IOException e) {
            return Answer.json(
                    502, "{\"status\":\"error\",\"errorType\":\"away\",\"error\":\"Prometheus does not answer\"}");
        }
    }
}
