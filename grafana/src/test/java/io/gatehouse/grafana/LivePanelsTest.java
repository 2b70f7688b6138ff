package io.gatehouse.grafana;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.grafana.Panels.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every panel draws data of a running server, and what it draws is no NaN. */
class LivePanelsTest {
    private static final long HANG_NANOS = 100_000_000_000L;
    private static final long BETWEEN_MS = 1_000;
    private static final String RATE_INTERVAL = "1m";

    @TempDir
    private static Path home;

    private static List<Query> queries;
    private static Running running;

    @BeforeAll
    static void start() throws Exception {
        queries = Panels.queries(Folder.dashboards());
        Tool.needed("queries of panels", queries.size());
        running = new Running(home);
        running.startServer();
        running.writeHistory();
        running.startPrometheus();
        awaitScrape();
        Trouble.make(running);
        running.startGates();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (running != null) {
            running.stop();
        }
    }

    /** A rise is seen only where there was a scrape before it. */
    private static void awaitScrape() throws InterruptedException {
        long deadline = System.nanoTime() + HANG_NANOS;
        while (System.nanoTime() < deadline) {
            try {
                if (finding("up{job=\"gatehouse\"} == 1", true) == null) {
                    return;
                }
            } catch (IOException notYet) {
                // It has just been started.
            }
            Thread.sleep(BETWEEN_MS);
        }
        throw new AssertionError("no scrape: " + running.log("prometheus"));
    }

    /** What is wrong with the answer to a query, or null. */
    private static String finding(String expression, boolean instant) throws IOException, InterruptedException {
        String query = "?query=" + Running.encoded(expression);
        long now = System.currentTimeMillis() / 1000;
        JsonNode answer = running.api(
                instant ? "query" + query : "query_range" + query + "&step=5&start=" + (now - 60) + "&end=" + now);
        if (!answer.path("status").asText().equals("success")) {
            return "error: " + answer.path("error").asText();
        }
        JsonNode result = answer.at("/data/result");
        if (result.isEmpty()) {
            return "no data";
        }
        for (JsonNode series : result) {
            if (!finite(series)) {
                return "NaN: " + series.get("metric");
            }
        }
        return null;
    }

    private static boolean finite(JsonNode series) {
        if (series.has("value")) {
            return Double.isFinite(
                    Double.parseDouble(series.at("/value/1").asText().replace("Inf", "Infinity")));
        }
        for (JsonNode point : series.get("values")) {
            if (Double.isFinite(Double.parseDouble(point.get(1).asText().replace("Inf", "Infinity")))) {
                return true;
            }
        }
        return false;
    }

    private static String filled(Query query) {
        boolean generator = query.panel().startsWith("loadtest.json");
        return PromQl.filled(
                query.expression(),
                generator ? "gatehouse-loadtest" : "gatehouse",
                generator ? running.generator() : running.instance(),
                RATE_INTERVAL);
    }

    @Test
    void everyPanelDrawsData() throws Exception {
        Map<String, String> mayBeEmpty = Exceptions.of("may-be-empty.txt");
        Set<String> panels = new TreeSet<>();
        queries.forEach(query -> panels.add(query.panel()));
        assertTrue(panels.containsAll(mayBeEmpty.keySet()), mayBeEmpty::toString);
        List<String> findings = new ArrayList<>();
        List<Query> open = new ArrayList<>(queries);
        long deadline = System.nanoTime() + HANG_NANOS;
        do {
            Thread.sleep(BETWEEN_MS);
            findings.clear();
            for (Query query : List.copyOf(open)) {
                String found = finding(filled(query), query.instant());
                if (found == null || found.equals("no data") && mayBeEmpty.containsKey(query.panel())) {
                    open.remove(query);
                } else {
                    findings.add(query.place() + ": " + found + ": " + filled(query));
                }
            }
        } while (!findings.isEmpty() && System.nanoTime() < deadline);
        assertEquals(List.of(), findings, () -> String.join("\n", findings));
        System.out.printf(
                "panels: %d queries of %d panels have data; %d panels may have none%n",
                queries.size(), panels.size(), mayBeEmpty.size());
    }

    @Test
    void whatAPanelMustNotDrawIsFound() throws Exception {
        assertEquals("no data", finding("gatehouse_scan_total", false));
        assertEquals("no data", finding("gatehouse_scan_total", true));
        assertTrue(finding("vector(0) / 0", false).startsWith("NaN"));
        assertTrue(finding("vector(0) / 0", true).startsWith("NaN"));
        assertTrue(finding("rate(up)", true).startsWith("error"));
        assertEquals(null, finding("vector(1)", false));
    }

    @Test
    void budgetsOfThirtyDaysAreRight() throws Exception {
        assertHistory("Reached, 30 days", 0.9996, 1);
        assertHistory("Budget left", 0.6, 1);
    }

    private static void assertHistory(String panel, double latency, double availability) throws Exception {
        List<Double> values = new ArrayList<>();
        for (Query query : queries) {
            if (query.panel().equals("slo.json: " + panel)) {
                String expression = PromQl.filled(query.expression(), "gatehouse", Running.HISTORY, RATE_INTERVAL);
                JsonNode answer = running.api("query?query=" + Running.encoded(expression));
                values.add(answer.at("/data/result/0/value/1").asDouble());
            }
        }
        assertEquals(2, values.size());
        assertEquals(latency, values.get(0), 1e-6);
        assertEquals(availability, values.get(1), 1e-6);
    }

    @Test
    void everyRuleIsEvaluated() throws Exception {
        int rules = 0;
        for (JsonNode group : running.api("rules").at("/data/groups")) {
            for (JsonNode rule : group.get("rules")) {
                rules++;
                assertEquals(
                        "",
                        rule.path("lastError").asText(),
                        () -> rule.get("name").asText());
            }
        }
        assertEquals(Rules.alerts().size() + Rules.recorded().size(), rules);
    }

    @Test
    void promtoolHasNoFindingOnOurNames() throws Exception {
        String page = running.metrics();
        assertEquals(List.of(), promtoolFindings(page));
        String bad = page + "# TYPE gatehouse_bad_milliseconds counter\ngatehouse_bad_milliseconds 1\n";
        assertTrue(promtoolFindings(bad).size() >= 2, () -> "found too little");
    }

    private static List<String> promtoolFindings(String page) throws Exception {
        Path file = home.resolve("page.txt");
        Files.writeString(file, page);
        Tool.Result result = Tool.promtool(home, file, "check", "metrics");
        assertTrue(result.code() == 0 || result.code() == 3, result::output);
        return result.output()
                .lines()
                .filter(line -> line.startsWith("gatehouse_"))
                .toList();
    }
}
