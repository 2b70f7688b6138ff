package io.gatehouse.grafana;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever a panel, an alert or a runbook names is in the catalogue, and the other way round. */
class NamesTest {
    private static final Pattern OURS = Pattern.compile("\\bgatehouse_\\w+");
    private static final Pattern IN_TEXT =
            Pattern.compile("\\b(?:gatehouse|jvm|netty|process|logback|disk|system)_\\w+(?:\\{[^}]*})?");

    private final CatalogueDoc catalogue = new CatalogueDoc(Folder.text(Folder.ROOT.resolve("docs/LOADTEST_METRICS.md"))
            + Folder.text(Folder.ROOT.resolve("docs/METRICS.md")));

    /** Every expression by where it stands. */
    private static Map<String, String> expressions() {
        Map<String, String> all = new TreeMap<>();
        Panels.queries(Folder.dashboards()).forEach(query -> all.put(query.place(), query.expression()));
        Rules.alerts().forEach(alert -> all.put("alert " + alert, alert.expression()));
        Rules.recorded().forEach(rule -> all.put("record " + rule.name(), rule.expression()));
        for (Path page : Folder.runbooks()) {
            Matcher name = IN_TEXT.matcher(Folder.text(page));
            for (int i = 0; name.find(); i++) {
                all.put("runbook " + page.getFileName() + " " + i, name.group());
            }
        }
        return all;
    }

    private List<String> unknown(Map<String, String> expressions) {
        Set<String> recorded = new TreeSet<>();
        Rules.recorded().forEach(rule -> recorded.add(rule.name()));
        Map<String, String> pending = Exceptions.of("pending.txt");
        List<String> findings = new ArrayList<>();
        expressions.forEach((place, expression) -> {
            for (String name : PromQl.names(expression)) {
                boolean said = place.startsWith("runbook") && catalogue.own().contains(name);
                if (!said && !catalogue.has(name) && !recorded.contains(name) && !pending.containsKey(name)) {
                    findings.add(place + ": no metric " + name);
                }
            }
            for (PromQl.Match match : PromQl.matches(expression)) {
                String wrong = catalogue.wrong(match);
                if (wrong != null) {
                    findings.add(place + ": " + wrong);
                }
            }
        });
        return findings;
    }

    @Test
    void everyNameIsInTheCatalogue() {
        Map<String, String> expressions = expressions();
        assertEquals(List.of(), unknown(expressions));
        System.out.println("names: " + expressions.size() + " expressions hold to "
                + catalogue.own().size() + " metrics of our own");
    }

    @Test
    void wrongNamesAreFound() {
        Map<String, String> wrong = Map.of(
                "renamed", "rate(gatehouse_scan_total{job=\"x\"}[5m])",
                "no histogram", "sum(gatehouse_connections_bucket)",
                "histogram without part", "sum(gatehouse_decision_duration_seconds)",
                "label", "gatehouse_gates{status=\"online\"}",
                "value", "gatehouse_gates{state=\"on\"}",
                "one value of two", "gatehouse_gates{state=~\"online|gone\"}",
                "record", "gatehouse:scan:rate5m");
        assertEquals(wrong.size(), unknown(wrong).size(), () -> unknown(wrong).toString());
    }

    @Test
    void everyMetricIsUsedOrHasAReason() {
        Set<String> used = new TreeSet<>();
        for (String expression : expressions().values()) {
            Matcher name = OURS.matcher(expression);
            while (name.find()) {
                used.add(catalogue.metric(name.group()));
            }
        }
        Map<String, String> notShown = Exceptions.of("not-shown.txt");
        for (String metric : catalogue.own()) {
            assertTrue(
                    used.contains(metric) != notShown.containsKey(metric),
                    () -> metric
                            + (used.contains(metric) ? " is used, so not-shown.txt is wrong" : " is used nowhere"));
        }
        assertTrue(catalogue.own().containsAll(notShown.keySet()), notShown::toString);
    }

    @Test
    void nothingPendingIsThereAlready() {
        for (String name : Exceptions.of("pending.txt").keySet()) {
            assertFalse(
                    Folder.text(Folder.ROOT.resolve("docs/METRICS.md")).contains(name),
                    () -> name + " is in the catalogue: take it out of pending.txt, scrape its page in"
                            + " prometheus/prometheus.yml and give it panels");
        }
    }

    @Test
    void theCatalogueIsReadWhole() {
        assertTrue(catalogue.own().size() >= 60, () -> catalogue.own().toString());
        assertTrue(catalogue.has("gatehouse_clock_skew_seconds_sum"));
        assertTrue(catalogue.has("jvm_gc_pause_seconds_max"));
        assertFalse(catalogue.has("jvm2_gc"));
        PromQl.Match good =
                PromQl.matches("gatehouse_gates{state=\"online\"}").iterator().next();
        assertNull(catalogue.wrong(good));
        assertNotNull(catalogue.wrong(new PromQl.Match("gatehouse_gates", "state", "=", "lost")));
    }

    @Test
    void namesAreToldFromTheRestOfAQuery() {
        assertEquals(
                Set.of("a_total", "b:c:d", "e"),
                PromQl.names("1e3 * histogram_quantile(.5, sum by (le, x) (rate(a_total{y=\"z\"}[5m] offset 1w)))"
                        + " > bool 2 and on (q) b:c:d or max(e) == Inf"));
    }
}
