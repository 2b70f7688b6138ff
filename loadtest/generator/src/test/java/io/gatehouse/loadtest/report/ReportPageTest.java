package io.gatehouse.loadtest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.Browser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page as a browser shows it. */
@Timeout(120)
class ReportPageTest {
    /** Of each chart: its title, and of each line that has values, how many pixels have its colour. */
    private static final String DRAWN = """
            return charts.all.map(({plot, data, spec}) => {
              const {canvas} = plot.ctx;
              const pixels = plot.ctx.getImageData(0, 0, canvas.width, canvas.height).data;
              const near = (hex) => {
                const want = [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16));
                let n = 0;
                for (let i = 0; i < pixels.length; i += 4) {
                  if (pixels[i + 3] > 200 && want.every((v, k) => Math.abs(v - pixels[i + k]) < 24)) n++;
                }
                return n;
              };
              const lines = spec.lines.map((line, i) => ({label: line.label, values: data[i + 1].filter(v => v !== null && v !== undefined).length,
                shown: !line.hidden, zero: data[i + 1].every(v => !v), pixels: near(charts.colour(line.ink))})).filter(line => line.shown && line.values > 0);
              return {title: spec.title, lines};
            });""";

    private static final String TEXT = "return document.body.innerText;";
    private static final int KEPT_CHARTS = 18;

    private static Browser browser;

    @TempDir
    static Path folder;

    @BeforeAll
    static void open() {
        Browser.needed("tests of the report page", 6);
        browser = new Browser(folder.resolve("profile"));
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    private static String fixture() throws IOException {
        try (var in = ReportPageTest.class.getResourceAsStream("result.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void show(String name, String html) throws IOException {
        browser.open(Files.writeString(folder.resolve(name), html));
    }

    /** Each chart shows at least one of its lines, and each line that lies not on the axis where {@code all}. */
    private static void assertDrawn(int charts, boolean all) {
        assertEquals(List.of(), browser.console());
        assertEquals(0L, browser.<Long>run("return performance.getEntriesByType('resource').length;"));
        List<Map<String, Object>> drawn = browser.run(DRAWN);
        assertEquals(charts, drawn.size(), drawn.toString());
        for (Map<String, Object> chart : drawn) {
            List<Map<String, Object>> lines = lines(chart);
            assertFalse(lines.isEmpty(), chart.toString());
            assertTrue(lines.stream().anyMatch(line -> (Long) line.get("pixels") > 20), chart.toString());
            for (Map<String, Object> line : lines) {
                boolean seen = (Long) line.get("pixels") > 20 || !all || (Boolean) line.get("zero");
                assertTrue(seen, chart.get("title") + " has no " + line);
            }
        }
        Object wider = browser.run("return document.documentElement.scrollWidth > innerWidth;");
        assertEquals(false, wider, "the page is wider than the window");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> lines(Map<String, Object> chart) {
        return (List<Map<String, Object>>) chart.get("lines");
    }

    private static void assertSays(String... words) {
        String text = browser.run(TEXT);
        for (String word : words) {
            assertTrue(text.contains(word), word + " is not in\n" + text);
        }
    }

    @Test
    void aRunThatWasKeptIsDrawn() throws IOException {
        show("kept.html", ReportPage.of(fixture()));
        assertDrawn(KEPT_CHARTS, true);
        assertSays(
                "Passed: 2 of 2 thresholds",
                "This run was limited by the generator",
                "660,000",
                "19,955",
                "116 ms",
                "p50 2.49 ms",
                "Held against the right answer",
                "Journal sync",
                "gatehouse loadtest run --target 127.0.0.1:7400 --site demo-site");
        assertEquals(1L, browser.<Long>run("return document.querySelectorAll('#verdict.good').length;"));
    }

    @Test
    void aRunOfTheMomentIsDrawn() throws Exception {
        RunReport report = ReportedRun.make();
        ReportFolder files = new ReportFolder(Files.createDirectories(folder.resolve("run")));
        files.write(report, Set.of(ReportFormat.HTML));
        browser.open(files.file(ReportFormat.HTML));
        assertDrawn(10, false);
        assertSays(
                "Open loop",
                "Failed: 1 of 1 thresholds",
                "decision:p(99)<1us",
                "%,d".formatted(report.result().total().sent),
                // Shown as it is, not as a part of the page.
                "250.5 us </script><b>measured",
                "Decided wrongly");
    }

    @Test
    void zoomAndCursorAreSharedByTheChartsOverTime() throws IOException {
        show("zoom.html", ReportPage.of(fixture()));
        browser.run("charts.all.find(c => c.spec.overTime).plot.setScale('x', {min: 5, max: 9});");
        List<List<Number>> scales = browser.run(
                "return charts.all.filter(c => c.spec.overTime).map(c => [c.plot.scales.x.min, c.plot.scales.x.max]);");
        scales.forEach(scale -> assertEquals(List.of(5L, 9L), scale));
        browser.pointAt(".u-over");
        List<String> times = browser.run("""
                return charts.all.filter(c => c.spec.overTime)
                    .map(c => c.box.querySelector('.u-series .u-value').textContent);""");
        assertEquals(1, Set.copyOf(times).size(), times.toString());
        assertTrue(times.get(0).matches("0:0[678] – 0:0[789]"), times.get(0));
        assertEquals(List.of(), browser.console());
    }

    @Test
    void aResultOfOldWithoutSecondsShowsWhatItHas() throws IOException {
        String page = ReportPage.of(fixture());
        int from = page.indexOf("  \"curves\": {");
        int to = page.indexOf("</script>", from);
        show("old.html", page.substring(0, from) + "\"x\": 1}" + page.substring(to));
        assertEquals(List.of(), browser.console());
        assertSays("19,955", "116 ms", "Machine and run");
        assertEquals(0L, browser.<Long>run("return document.querySelectorAll('canvas').length;"));
    }

    @Test
    void damagedFiguresAreSaidToBe() throws IOException {
        String page = ReportPage.of(fixture());
        for (String[] damage : new String[][] {
            {"\"loop\": \"open\",", "\"loop\": \"open\""},
            {"\"decisionMs\": {", "\"decisionMz\": {"},
            {"\"from\": 0.", "\"from\": null, \"was\": 0."},
        }) {
            String doctored = page.replace(damage[0], damage[1]);
            assertNotEquals(page, doctored, damage[0]);
            show("damaged.html", doctored);
            assertSays("This report cannot be drawn", "damaged");
            assertThrows(AssertionError.class, () -> assertDrawn(KEPT_CHARTS, true));
        }
        assertThrows(IllegalArgumentException.class, () -> ReportPage.of("{}"));
        assertThrows(IllegalArgumentException.class, () -> ReportPage.of("no json"));
    }

    @Test
    void nothingButItsOwnScriptRuns() throws IOException {
        String page = ReportPage.of(fixture());
        show("policy.html", page.replace("</main>", "</main><script>document.title = 'taken'</script>"));
        assertNotEquals("taken", browser.run("return document.title;"));
        assertTrue(browser.console().toString().contains("Content Security Policy"));
    }
}
