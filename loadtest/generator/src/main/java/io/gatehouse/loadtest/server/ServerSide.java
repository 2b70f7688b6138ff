package io.gatehouse.loadtest.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What the server says of itself while a run goes: its {@code /metrics}, read each second on a thread of its own, so
 * that a slow answer holds up no run.
 */
public final class ServerSide implements Supplier<Map<String, Double>>, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final HttpRequest request;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "load-server-side");
        made.setDaemon(true);
        return made;
    });
    private final String first;
    private Exposition before;
    private long beforeNanos;
    private volatile Map<String, Double> latest = Map.of();

    /**
     * Reads the page for the first time, then each second.
     *
     * @param admin the server's admin address
     * @throws IOException where nothing answers there as the server does
     */
    public ServerSide(InetSocketAddress admin) throws IOException, InterruptedException {
        request = HttpRequest.newBuilder(
                        URI.create("http://%s:%d/metrics".formatted(admin.getHostString(), admin.getPort())))
                .timeout(PATIENCE)
                .build();
        first = page();
        before = new Exposition(first);
        if (Double.isNaN(before.sum("gatehouse_connections"))) {
            throw new IOException(request.uri() + " is no page of a Gatehouse server: --admin takes its admin address");
        }
        beforeNanos = System.nanoTime();
        thread.scheduleAtFixedRate(this::read, 1, 1, TimeUnit.SECONDS);
    }

    /** Gates that the server knew before the run, connected or not. */
    public long gatesSeen() {
        Exposition page = new Exposition(first);
        double seen =
                page.sum("gatehouse_gates", "state=\"online\"") + page.sum("gatehouse_gates", "state=\"offline\"");
        return Double.isNaN(seen) ? 0 : (long) seen;
    }

    /** The page as it was before the run. */
    public String first() {
        return first;
    }

    /**
     * The page as it is now.
     *
     * @throws IOException where the server does not answer any more
     */
    public String page() throws IOException, InterruptedException {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(request.uri() + " answers " + answer.statusCode());
            }
            return answer.body();
        } catch (IOException e) {
            // A refused connection comes without words.
            String why = e.getMessage() == null ? "nothing listens there" : e.getMessage();
            throw new IOException("no metrics from %s: %s".formatted(request.uri(), why), e);
        }
    }

    /** By how much its counters have grown since before the run, by series; empty where it does not answer any more. */
    public Map<String, Double> growth() throws InterruptedException {
        try {
            return new Exposition(page()).growthSince(new Exposition(first));
        } catch (IOException e) {
            // The run itself says what became of the server.
            return Map.of();
        }
    }

    /** Figures of the last second by name with unit, in a fixed order; empty until there are two pages. */
    @Override
    public Map<String, Double> get() {
        return latest;
    }

    private void read() {
        try {
            Exposition now = new Exposition(page());
            long nanos = System.nanoTime();
            latest = figures(before, now, (nanos - beforeNanos) / 1e9);
            before = now;
            beforeNanos = nanos;
        } catch (IOException e) {
            // A server under load may be late, or on purpose away: that second has no figures.
            latest = Map.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static Map<String, Double> figures(Exposition before, Exposition now, double seconds) {
        Map<String, Double> all = new LinkedHashMap<>();
        all.put("ring backlog, events", now.sum("gatehouse_ring_backlog_events"));
        all.put("journal unsynced, records", now.sum("gatehouse_journal_unsynced_records"));
        all.put("journal sync p50, ms", quantile(.5, "gatehouse_journal_sync_duration_seconds", before, now));
        all.put("journal sync p99, ms", quantile(.99, "gatehouse_journal_sync_duration_seconds", before, now));
        all.put("journal, MB/s", rate("gatehouse_journal_bytes_total", before, now, seconds) / 1e6);
        all.put("server's own decision p99, ms", quantile(.99, "gatehouse_decision_duration_seconds", before, now));
        all.put("scans recorded, 1/s", rate("gatehouse_scans_total", before, now, seconds));
        all.put("connections", now.sum("gatehouse_connections"));
        all.put("GC pauses, ms/s", 1e3 * rate("jvm_gc_pause_seconds_sum", before, now, seconds));
        all.put("heap used, MB", now.sum("jvm_memory_used_bytes", "area=\"heap\"") / 1e6);
        all.put("CPU, cores", rate("process_cpu_seconds_total", before, now, seconds));
        all.values().removeIf(value -> Double.isNaN(value));
        return all;
    }

    private static double rate(String metric, Exposition before, Exposition now, double seconds) {
        return (now.sum(metric) - before.sum(metric)) / seconds;
    }

    /** In milliseconds, in between the bounds of a bucket as Prometheus does; NaN where nothing happened. */
    private static double quantile(double q, String metric, Exposition before, Exposition now) {
        Map<Double, Double> old = before.buckets(metric);
        TreeMap<Double, Double> counts = new TreeMap<>();
        now.buckets(metric).forEach((bound, count) -> counts.put(bound, count - old.getOrDefault(bound, 0.0)));
        if (counts.isEmpty() || counts.lastEntry().getValue() <= 0) {
            return Double.NaN;
        }
        double rank = q * counts.lastEntry().getValue();
        double lower = 0;
        double below = 0;
        for (Map.Entry<Double, Double> bucket : counts.entrySet()) {
            if (bucket.getValue() >= rank) {
                double upper = Double.isInfinite(bucket.getKey()) ? lower : bucket.getKey();
                double share = bucket.getValue() > below ? (rank - below) / (bucket.getValue() - below) : 0;
                return 1e3 * (lower + (upper - lower) * share);
            }
            lower = bucket.getKey();
            below = bucket.getValue();
        }
        return Double.NaN;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
