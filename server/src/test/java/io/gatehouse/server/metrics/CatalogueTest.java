package io.gatehouse.server.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.engine.Outcomes.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The page against the catalogue, both ways, and against the habits of Prometheus. */
final class CatalogueTest {
    private static final int MAX_LINES = 600;
    private static final int MAX_OWN_SERIES = 270;

    private final TestSources sources = new TestSources();
    private final List<Metric> all = Catalogue.all(TestSources.CLOSE_REASONS);

    private static Map<String, String> types(String text) {
        Map<String, String> types = new TreeMap<>();
        text.lines().filter(line -> line.startsWith("# TYPE ")).forEach(line -> {
            String[] words = line.split(" ");
            types.put(words[2], words[3]);
        });
        return types;
    }

    @Test
    void whatIsExposedIsInTheCatalogueAndTheOtherWayRound() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        for (Metric metric : all) {
            String type = metric.type() == Metric.Type.INFO
                    ? "gauge"
                    : metric.type().name().toLowerCase(java.util.Locale.ROOT);
            assertEquals(null, documented.put(metric.name(), type), metric.name() + " stands twice");
        }
        Map<String, String> exposed = new TreeMap<>();
        try (MetricsPage page = sources.page()) {
            types(TestSources.text(page)).forEach((name, type) -> {
                if (name.startsWith("gatehouse_")) {
                    exposed.put(name, type);
                }
            });
        }
        assertEquals(documented, exposed);
    }

    @Test
    void everySeriesIsThereFromTheStartAs0() throws IOException {
        Map<String, Double> series;
        try (MetricsPage page = sources.page()) {
            series = TestSources.series(TestSources.text(page));
        }
        for (Metric metric : all) {
            if (metric.type() == Metric.Type.HISTOGRAM) {
                assertEquals(0, series.get(metric.name() + "_count"), metric.name());
                assertEquals(0, series.get(metric.name() + "_bucket{le=\"+Inf\"}"), metric.name());
            } else if (metric.labels().isEmpty()) {
                assertTrue(series.containsKey(metric.name()), metric.name());
            } else if (metric.labels().size() == 1) {
                Metric.Label label = metric.labels().get(0);
                for (String value : label.values()) {
                    String name = metric.name() + "{" + label.name() + "=\"" + value + "\"}";
                    assertTrue(series.containsKey(name), name);
                }
            }
        }
        assertEquals(
                KnownScans.ALL.size(),
                series.keySet().stream()
                        .filter(name -> name.startsWith(Catalogue.SCANS.name()))
                        .count());
    }

    @Test
    void labelsHaveOnlyTheValuesThatAreDocumented() throws IOException {
        busy(20_000);
        Map<String, Set<String>> documented = new HashMap<>();
        for (Metric metric : all) {
            for (Metric.Label label : metric.labels()) {
                documented.put(metric.name() + " " + label.name(), new HashSet<>(label.values()));
            }
        }
        List<String> unknown = new ArrayList<>();
        try (MetricsPage page = sources.page()) {
            for (String series : TestSources.series(TestSources.text(page)).keySet()) {
                int brace = series.indexOf('{');
                if (!series.startsWith("gatehouse_") || brace < 0 || series.startsWith("gatehouse_build_info")) {
                    continue;
                }
                for (String pair :
                        series.substring(brace + 1, series.length() - 1).split(",")) {
                    String[] label = pair.split("=");
                    Set<String> values = documented.get(series.substring(0, brace) + " " + label[0]);
                    if (!label[0].equals("le")
                            && (values == null || !values.contains(label[1].substring(1, label[1].length() - 1)))) {
                        unknown.add(series);
                    }
                }
            }
        }
        assertEquals(List.of(), unknown);
    }

    /** What 20,000 gates do, whatever it is, makes no line more than the closed label sets allow. */
    @Test
    void thePageStaysShort() throws IOException {
        try (MetricsPage page = sources.page()) {
            long atStart = own(TestSources.text(page));
            busy(200_000);
            String text = TestSources.text(page);
            long lines = text.lines().count();
            System.out.println(lines + " lines, " + own(text) + " series of our own, at the start " + atStart);
            assertTrue(lines < MAX_LINES, lines + " lines");
            assertTrue(atStart < MAX_OWN_SERIES, atStart + " series");
            assertEquals(atStart, own(text));
        }
    }

    private static long own(String text) {
        return TestSources.series(text).keySet().stream()
                .filter(name -> name.startsWith("gatehouse_"))
                .count();
    }

    private void busy(int events) {
        SplittableRandom random = new SplittableRandom(20_000);
        for (int i = 0; i < events; i++) {
            Outcome pair = KnownScans.ALL.get(random.nextInt(KnownScans.ALL.size()));
            Event event = TestSources.scan(pair.verdict(), pair.firstReason());
            event.kind = Event.Kind.values()[random.nextInt(Event.Kind.values().length)];
            event.result = Event.Result.values()[random.nextInt(Event.Result.values().length)];
            event.deviceKind = random.nextInt(DeviceEvent.Kind.values().length + 2);
            event.acted = random.nextBoolean();
            event.actedAuthority = random.nextInt(9);
            event.offsetUs = random.nextLong();
            event.gate = i % 20_000;
            LoopMeters loop = sources.loops.get(i & 1);
            loop.onOpened();
            loop.onDecided(event, random.nextLong(2_000_000_000L));
            loop.onClosed(random.nextInt(TestSources.CLOSE_REASONS.size()), random.nextBoolean());
        }
    }

    /** What promtool's lint asks for, and that each histogram adds up. */
    @Test
    void thePageKeepsPrometheusHabits() throws IOException {
        busy(5_000);
        String text;
        try (MetricsPage page = sources.page()) {
            text = TestSources.text(page);
        }
        Map<String, String> types = types(text);
        Set<String> helped = new TreeSet<>();
        text.lines()
                .filter(line -> line.startsWith("# HELP "))
                .filter(line -> !line.split(" ", 4)[3].isBlank())
                .forEach(line -> helped.add(line.split(" ")[2]));
        assertEquals(types.keySet(), helped);
        types.forEach((name, type) -> {
            assertTrue(name.matches("[a-z][a-z0-9_]*"), name);
            assertEquals(type.equals("counter"), name.endsWith("_total"), name + " is a " + type);
            assertFalse(name.matches(".*_(count|sum|bucket)"), name);
            assertFalse(name.matches(".*_(ns|us|ms|s|sec|kb|mb)(_.*)?"), name + " has a unit cut short");
        });
        Map<String, Double> series = TestSources.series(text);
        types.forEach((name, type) -> {
            if (type.equals("histogram")) {
                assertEquals(series.get(name + "_count"), series.get(name + "_bucket{le=\"+Inf\"}"), name);
            }
        });
        for (Metric metric : all) {
            String stem = metric.name().replaceAll("_total$", "");
            assertTrue(metric.unit().isEmpty() || stem.endsWith("_" + metric.unit()), metric.name());
            assertTrue(metric.help().endsWith("."), metric.name());
            assertTrue(metric.use().endsWith(".") || metric.use().endsWith("?"), metric.name());
        }
    }

    @Test
    void theJournal() throws IOException {
        sources.journal.onAppend(5, 700);
        sources.journal.onAppend(1, 300, 90_000);
        sources.clock.wallUs = 1_580_000_001_500_000L;
        sources.journal.onSync(3_000_000);
        sources.journal.onError(JournalMeters.Op.SPARE);
        sources.journal.onTailTruncated(44);
        try (MetricsPage page = sources.page()) {
            Map<String, Double> series = TestSources.series(TestSources.text(page));
            assertEquals(6, series.get("gatehouse_journal_records_total"));
            assertEquals(1_000, series.get("gatehouse_journal_bytes_total"));
            assertEquals(1, series.get("gatehouse_journal_append_duration_seconds_count"));
            assertEquals(0, series.get("gatehouse_journal_sync_duration_seconds_bucket{le=\"0.0025\"}"));
            assertEquals(1, series.get("gatehouse_journal_sync_duration_seconds_bucket{le=\"0.005\"}"));
            assertEquals(1_580_000_001.5, series.get("gatehouse_journal_last_sync_timestamp_seconds"));
            assertEquals(1, series.get("gatehouse_journal_errors_total{op=\"spare\"}"));
            assertEquals(44, series.get("gatehouse_journal_truncated_bytes_total"));
            assertEquals(2, series.get("gatehouse_journal_unsynced_records"));
            assertEquals(3, series.get("gatehouse_ring_backlog_events"));
            assertEquals(350_000, series.get("gatehouse_roster_capacity_entries"));
            assertEquals(12, series.get("gatehouse_roster_generation"));
            assertTrue(series.keySet().stream()
                    .anyMatch(name -> name.startsWith("gatehouse_build_info{") && name.contains("version=\"1.2.3\"")));
        }
    }

    @Test
    void threadsAreThoseThatLive() throws IOException {
        try (MetricsPage page = sources.page()) {
            Map<String, Double> series = TestSources.series(TestSources.text(page));
            double states = series.entrySet().stream()
                    .filter(one -> one.getKey().startsWith("jvm_threads_states_threads{state="))
                    .mapToDouble(Map.Entry::getValue)
                    .sum();
            double live = series.get("jvm_threads_live_threads");
            assertTrue(states >= 1 && Math.abs(states - live) <= 3, states + " of " + live);
            assertTrue(series.get("jvm_threads_states_threads{state=\"timed-waiting\"}") >= 0);
            assertTrue(series.get("jvm_threads_started_threads_total") >= live);
        }
    }

    @Test
    void allocationIsCountedByThreadAndOutlivesIt() throws Exception {
        ThreadAllocation allocation = new ThreadAllocation();
        Object[] kept = new Object[1];
        Object ended = new Object();
        Thread thread = new Thread(
                () -> {
                    kept[0] = new byte[8 << 20];
                    synchronized (ended) {
                        ended.notifyAll();
                        try {
                            ended.wait();
                        } catch (InterruptedException e) {
                            // The test lets go.
                        }
                    }
                },
                "gh-engine");
        synchronized (ended) {
            thread.start();
            ended.wait();
        }
        allocation.look();
        long alive = allocation.bytes("engine");
        assertTrue(alive >= 8 << 20, alive + " bytes");
        assertEquals(0, allocation.bytes("journal"));
        thread.interrupt();
        thread.join();
        allocation.look();
        assertTrue(allocation.bytes("engine") >= alive);
    }
}
