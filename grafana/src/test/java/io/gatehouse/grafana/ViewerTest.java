package io.gatehouse.grafana;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The viewer in a real browser, on a real Prometheus and a server under gates. The last tests take these away. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ViewerTest {
    private static final long HANG_NANOS = 60_000_000_000L;
    private static final long BETWEEN_MS = 200;
    private static final String ALERT = """
            groups:
              - name: added
                rules:
                  - alert: GateOfflineMany
                    expr: vector(0.5)
                    labels: { severity: page, instance: added }
                    annotations:
                      summary: Half of the gates is offline
                      description: '{{ $value | humanizePercentage }} <b>of them</b>.'
                      runbook_url: http://localhost:3000/public/gatehouse-runbooks/GateOfflineMany.md
                  - alert: GateAuthFailures
                    expr: label_replace(vector(1), "estate", "20", "", "") or label_replace(vector(1), "estate", "3", "", "")
                    labels: { severity: ticket }
                    annotations: { summary: Added too, description: of one only }
            """;

    @TempDir
    private static Path home;

    private static Running running;
    private static Browser browser;
    private static String viewer;

    @BeforeAll
    static void start() throws Exception {
        int panels = Panels.queries(Folder.dashboards()).size();
        Tool.needed("queries of panels in a browser", panels);
        Tool.needed("queries of panels in a browser", panels, "chromium chromium-driver", "chromium", "chromedriver");
        running = new Running(home);
        running.startServer();
        running.addRules(ALERT);
        running.startPrometheus();
        viewer = running.startViewer("--range", "5m", "--refresh", "1s");
        browser = new Browser(home.resolve("profile"));
        browser.open(viewer);
        // A rise is seen only where there was a scrape before it.
        browser.until("/UP/.test(document.querySelector('[data-title=Server]')?.innerText)", ViewerTest::said);
        Trouble.make(running);
        running.startGates();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (browser != null) {
            browser.close();
        }
        if (running != null) {
            running.stop();
        }
    }

    private static String said() {
        return browser.panels() + "\n" + browser.console() + "\n" + running.log("prometheus");
    }

    /** What is wrong with a panel, or null. */
    private static String finding(Map<String, Object> panel, boolean mayBeEmpty) {
        if (panel.get("state").equals("empty") && mayBeEmpty) {
            return null;
        }
        if (!panel.get("state").equals("ok")) {
            return panel.get("state") + " " + panel.get("note");
        }
        boolean flat = ((Number) panel.get("peak")).doubleValue() == 0;
        boolean chart = Boolean.TRUE.equals(panel.get("chart"));
        if (chart && !flat && ((Number) panel.get("coloured")).intValue() == 0) {
            return "nothing on its canvas";
        }
        return !chart && panel.get("text").toString().isBlank() ? "nothing in it" : null;
    }

    @Test
    @Order(1)
    void everyPanelOfEveryDashboardDraws() throws Exception {
        Set<String> mayBeEmpty = Exceptions.of("may-be-empty.txt").keySet();
        browser.console();
        int count = 0;
        for (Map.Entry<String, JsonNode> dashboard : Folder.dashboards().entrySet()) {
            browser.open(viewer + "d/" + dashboard.getValue().get("uid").asText());
            Set<String> drawn = new HashSet<>();
            List<String> findings = new ArrayList<>();
            long deadline = System.nanoTime() + HANG_NANOS;
            do {
                Thread.sleep(BETWEEN_MS);
                findings.clear();
                List<Map<String, Object>> panels = browser.panels();
                if (panels.size() != count(dashboard.getValue())) {
                    findings.add(panels.size() + " panels");
                }
                for (Map<String, Object> panel : panels) {
                    String name = dashboard.getKey() + ": " + panel.get("title");
                    String finding = drawn.contains(name) ? null : finding(panel, mayBeEmpty.contains(name));
                    if (finding == null) {
                        drawn.add(name);
                    } else {
                        findings.add(name + ": " + finding);
                    }
                }
            } while (!findings.isEmpty() && System.nanoTime() < deadline);
            assertEquals(List.of(), findings);
            count += count(dashboard.getValue());
        }
        assertEquals(List.of(), browser.console());
        System.out.printf(
                "viewer: %d panels of %d dashboards drawn%n",
                count, Folder.dashboards().size());
    }

    private static int count(JsonNode dashboard) {
        int count = 0;
        for (JsonNode panel : dashboard.get("panels")) {
            count += panel.get("type").asText().equals("row") ? 0 : 1;
        }
        return count;
    }

    @Test
    @Order(2)
    void whatCannotBeDrawnSaysSo() throws Exception {
        Path odd = Files.createDirectories(home.resolve("odd"));
        Files.writeString(odd.resolve("odd.json"), Folder.text(Path.of("src/test/resources/odd-dashboard.json")));
        browser.open(running.startViewer("--dashboards", odd.toString(), "--range", "5m", "--refresh", "1s"));
        browser.until("document.documentElement.dataset.ticks > 1", ViewerTest::said);
        Map<String, String> seen = new java.util.TreeMap<>();
        for (Map<String, Object> panel : browser.panels()) {
            seen.put(
                    panel.get("title").toString(),
                    panel.get("state") + "|" + panel.get("note") + "|"
                            + panel.get("text").toString().strip().replaceAll("\\s+", " "));
        }
        assertTrue(browser.console().toString().contains("400"), "the console's errors are not seen");
        assertTrue(seen.get("Broken").startsWith("error|"), seen::toString);
        assertTrue(seen.get("Broken").contains("parse error"), seen::toString);
        assertEquals("error|panels of type piechart are not drawn here|", seen.get("Foreign"));
        assertEquals("empty||nothing at all", seen.get("Empty"));
        assertEquals("ok||Bold <b> words", seen.get("Words"));
        assertEquals("ok||one 25 % two 75 %", seen.get("Bars"));
        assertEquals("ok||Place First Second 1 10 20 2 30", seen.get("Both"));
        assertEquals("ok||42", seen.get("Folded"));
        for (Map<String, Object> panel : browser.panels()) {
            boolean bad = Set.of("Broken", "Foreign", "Empty").contains(panel.get("title"));
            assertEquals(bad, finding(panel, false) != null, () -> panel.toString());
        }
    }

    @Test
    @Order(3)
    void valuesAreWrittenAsPeopleReadThem() {
        Map<String, String> cases = Map.ofEntries(
                Map.entry("0.000412, 's'", "412 µs"),
                Map.entry("0.0123, 's'", "12.3 ms"),
                Map.entry("89, 's'", "89 s"),
                Map.entry("7200, 's'", "2 h"),
                Map.entry("0, 's'", "0 s"),
                Map.entry("0.99957, 'percentunit', 3", "99.957 %"),
                Map.entry("1536, 'bytes'", "1.5 KiB"),
                Map.entry("1234567, 'locale'", "1,234,567"),
                Map.entry("-3.2, 'percent'", "-3.2 %"),
                Map.entry("23456, 'cps'", "23.5 k/s"),
                Map.entry("NaN, 's'", "–"),
                Map.entry("12, 'furlong'", "12 furlong"));
        cases.forEach((arguments, expected) -> assertEquals(
                expected,
                browser.<String>await("return (await import('/viewer/units.js')).text(" + arguments + ")"),
                arguments));
    }

    @Test
    @Order(4)
    void variablesAndIntervalsAreFilledInAsGrafanaDoes() {
        String asking = """
                const { Asking } = await import('/viewer/prometheus.js');
                const asking = new Asking({ job: { value: '$__all', allValue: '.+' }, instance: { value: '127.0.0.1:1' } }, 0, 3600, 5);
                return asking.step(500) + ' ' + asking.fill('x{job=~"$job",instance=~"${instance:regex}"}[$__rate_interval] $other', 10);
                """;
        assertEquals(
                "10 x{job=~\".+\",instance=~\"127\\\\.0\\\\.0\\\\.1:1\"}[20s] $other", browser.<String>await(asking));
    }

    @Test
    @Order(5)
    void aFiringAlertLeadsToItsRunbook() throws Exception {
        browser.open(viewer);
        String strip =
                "[...document.querySelectorAll('.alert.page')].find((of) => /GateOfflineMany/.test(of.innerText))";
        browser.until(strip + " !== undefined", ViewerTest::said);
        String said = browser.run("return " + strip + ".innerText");
        assertTrue(said.contains("GateOfflineMany"), said);
        assertTrue(said.contains("Half of the gates is offline. 50% <b>of them</b>."), said);
        assertEquals(
                List.of("Added too. 2 times: estate 3, 20."),
                browser.<List<String>>run(
                        "return [...document.querySelectorAll('.alert.ticket')].map((of) => of.innerText)"
                                + ".filter((text) => text.includes('GateAuthFailures')).map((text) => text.split('\\n')[2])"));
        browser.run(strip + ".click()");
        browser.until("document.querySelector('article h1')?.innerText === 'GateOfflineMany'", ViewerTest::said);
        assertTrue(browser.address().contains("/runbook/GateOfflineMany"), browser.address());
        assertEquals(
                List.of("Meaning", "Impact", "Diagnosis", "Mitigation"),
                browser.<List<String>>run(
                        "return [...document.querySelectorAll('article h2')].map((of) => of.innerText)"));
        assertEquals(0L, browser.<Long>run("return document.querySelectorAll('article a[href=\"#\"]').length"));
    }

    @Test
    @Order(6)
    void choicesStayWhenGoingFromDashboardToDashboard() throws Exception {
        browser.open(viewer + "?range=15m&theme=light");
        browser.until("document.querySelector('nav a') !== null", ViewerTest::said);
        browser.run("[...document.querySelectorAll('nav a')].find((of) => of.innerText === 'SLO').click()");
        browser.until(
                "/gatehouse-slo/.test(location) && document.querySelector('select[aria-label=range]') !== null",
                ViewerTest::said);
        assertEquals("15m", browser.<String>run("return document.querySelector('select[aria-label=range]').value"));
        assertEquals("light", browser.<String>run("return document.documentElement.dataset.theme"));
    }

    @Test
    @Timeout(60)
    @Order(7)
    void aPrometheusThatGoesIsMissedAndComesBack() throws Exception {
        browser.open(viewer);
        String drawn = "document.querySelector('[data-title=Scans]')?.dataset.state === 'ok'";
        browser.until(drawn, ViewerTest::said);
        running.stopPrometheus();
        browser.until("!document.getElementById('away').hidden", ViewerTest::said);
        String said = browser.run("return document.getElementById('away').innerText");
        assertTrue(said.startsWith("Prometheus does not answer, since "), said);
        running.startPrometheus();
        browser.until("document.getElementById('away').hidden && " + drawn, ViewerTest::said);
        // Series that it had before it went, and no scrape since, would live on for five minutes.
        String scraped = "(await (await fetch('/api/v1/targets')).json()).data.activeTargets[0].health";
        while (!browser.<String>await("return " + scraped).equals("up")) {
            Thread.sleep(BETWEEN_MS);
        }
    }

    @Test
    @Order(8)
    void aServerThatDiesIsRedAndOldValuesAreNotGreen() throws Exception {
        String online = "document.querySelector('[data-title=\"Gates online\"] .stat-value')";
        browser.open(viewer);
        browser.until(online + "?.classList.contains('filled')", ViewerTest::said);
        running.stopServer();
        browser.until("/DOWN/.test(document.querySelector('[data-title=Server]').innerText)", ViewerTest::said);
        browser.until("!" + online + ".classList.contains('filled')", ViewerTest::said);
        assertTrue(browser.<String>run("return " + online + ".innerText").contains("as of "), ViewerTest::said);
    }
}
