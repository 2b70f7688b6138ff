package io.gatehouse.loadtest.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Reads pages as Prometheus does, and throws them away. */
public final class Scraping implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final List<URI> pages;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "load-scraping");
        made.setDaemon(true);
        return made;
    });
    private volatile int scrapes;
    private volatile IOException failed;

    /** Begins; once each second. */
    public Scraping(List<URI> pages) {
        this(pages, Duration.ofSeconds(1));
    }

    /** Begins; once each {@code period}. */
    public Scraping(List<URI> pages, Duration period) {
        this.pages = List.copyOf(pages);
        thread.scheduleAtFixedRate(this::scrape, 0, period.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void scrape() {
        try {
            for (URI page : pages) {
                HttpRequest request =
                        HttpRequest.newBuilder(page).timeout(PATIENCE).build();
                HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
                if (answer.statusCode() != 200 || answer.body().length == 0) {
                    throw new IOException(page + " answers " + answer.statusCode());
                }
            }
            // The only writer.
            int now = scrapes + 1;
            scrapes = now;
        } catch (IOException e) {
            failed = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Ends it.
     *
     * @return how often all pages were read
     * @throws IOException where one was not, or none ever
     */
    public int end() throws IOException {
        close();
        if (failed != null || scrapes == 0) {
            throw new IOException("not every scrape was answered", failed);
        }
        return scrapes;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
