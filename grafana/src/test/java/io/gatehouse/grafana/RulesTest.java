package io.gatehouse.grafana;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.grafana.Tool.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules are well formed, each alert has a page and cases in which it fires and stays silent, and the cases hold. */
class RulesTest {
    private static final Path RULES = Folder.HERE.resolve("rules");
    private static final List<String> SECTIONS = List.of("Meaning", "Impact", "Diagnosis", "Mitigation");

    static List<Rules.Alert> alerts() {
        return Rules.alerts();
    }

    static List<Path> ruleTests() {
        return Folder.ruleTests();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void saysWhatItMeansAndWhatToDo(Rules.Alert alert) {
        JsonNode notes = alert.rule().get("annotations");
        assertTrue(Set.of("page", "warn", "ticket", "none").contains(alert.severity()));
        assertTrue(notes.path("summary").asText().length() > 10);
        assertTrue(notes.path("description").asText().length() > 20);
        assertTrue(notes.path("runbook_url").asText().endsWith("/public/gatehouse-runbooks/" + alert.name() + ".md"));
        assertEquals(
                List.of(),
                pageFindings(alert.name(), Folder.text(Folder.HERE.resolve("runbooks/" + alert.name() + ".md"))));
    }

    private static List<String> pageFindings(String name, String page) {
        List<String> findings = new java.util.ArrayList<>();
        if (!page.startsWith("# " + name + "\n")) {
            findings.add("title");
        }
        String[] parts = page.split("\n## ");
        for (int i = 0; i < SECTIONS.size(); i++) {
            String section = SECTIONS.get(i);
            if (parts.length <= i + 1
                    || !parts[i + 1].startsWith(section + "\n")
                    || parts[i + 1].length() < section.length() + 20) {
                findings.add("no section " + section);
            }
        }
        for (String link : page.split("]\\(")) {
            String target = link.substring(0, Math.max(0, link.indexOf(')')));
            if (target.endsWith(".md")
                    && !Files.exists(Folder.HERE.resolve("runbooks").resolve(target))) {
                findings.add("no page " + target);
            }
        }
        return findings;
    }

    @Test
    void aPoorPageIsFound() {
        assertEquals(
                List.of("no section Impact", "no section Diagnosis", "no section Mitigation", "no page Gone.md"),
                pageFindings(
                        "X", "# X\n\n## Meaning\n\nA sentence that says something.\n\n## Impact\n\n[x](Gone.md)\n"));
    }

    @Test
    void eachAlertHasAPageAndEachPageAnAlert() {
        Set<String> names = new TreeSet<>(Set.of("README"));
        Rules.alerts().forEach(alert -> names.add(alert.name()));
        Set<String> pages = new TreeSet<>();
        Folder.runbooks()
                .forEach(page -> pages.add(page.getFileName().toString().replace(".md", "")));
        assertEquals(names, pages);
        String list = Folder.text(Folder.HERE.resolve("runbooks/README.md"));
        names.stream()
                .filter(name -> !name.equals("README"))
                .forEach(name -> assertTrue(list.contains("(" + name + ".md)"), name));
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void hasACaseInWhichItFiresAndOneInWhichItIsSilent(Rules.Alert alert) {
        assertTrue(anyCase(alert.name(), wanted -> expects(wanted, alert.severity())), "never fires");
        // It fires always: that is its use.
        assertTrue(
                alert.name().equals("Watchdog") || anyCase(alert.name(), wanted -> wanted.isEmpty()), "never silent");
    }

    private static boolean expects(JsonNode wanted, String severity) {
        for (JsonNode one : wanted) {
            if (one.at("/exp_labels/severity").asText().equals(severity)) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyCase(String alert, Predicate<JsonNode> good) {
        for (Path file : Folder.ruleTests()) {
            for (JsonNode test : Folder.yaml(file).get("tests")) {
                for (JsonNode one : test.get("alert_rule_test")) {
                    if (one.get("alertname").asText().equals(alert) && good.test(one.path("exp_alerts"))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    @Test
    void promtoolHasNoFinding(@TempDir Path temp) throws Exception {
        Tool.needed("rule files checked", Folder.ruleFiles().size());
        for (Path file : Folder.ruleFiles()) {
            Result result = Tool.promtool(RULES, null, "check", "rules", "--lint-fatal", file.toString());
            assertEquals(0, result.code(), result::output);
        }
        Path bad = temp.resolve("bad.yml");
        Files.writeString(bad, Folder.text(RULES.resolve("gatehouse.yml")).replace("vector(1)", "vector(1"));
        assertNotEquals(
                0, Tool.promtool(RULES, null, "check", "rules", bad.toString()).code());
        Result config = Tool.promtool(Folder.HERE, null, "check", "config", "prometheus/prometheus.yml");
        assertEquals(0, config.code(), config::output);
        assertTrue(config.output().contains("2 rule files found"), config::output);
    }

    @ParameterizedTest
    @MethodSource("ruleTests")
    void casesHold(Path file) throws Exception {
        Tool.needed(
                "cases of alerts in " + file.getFileName(),
                Folder.yaml(file).get("tests").size());
        Result result = Tool.promtool(
                file.getParent(), null, "test", "rules", file.getFileName().toString());
        assertEquals(0, result.code(), result::output);
    }

    /** Rules that are a little wrong fail their cases. */
    @Test
    void wrongRulesFail(@TempDir Path temp) throws Exception {
        Tool.needed("spoiled rules", 3);
        assertFails(temp, "pipeline_test.yml", "> 0.5", "> 0.9");
        assertFails(temp, "process_test.yml", "area=\"heap\"", "area=\"nonheap\"");
        assertFails(temp, "estate_test.yml", "for: 15s", "for: 2s");
    }

    private static void assertFails(Path temp, String test, String right, String wrong)
            throws IOException, InterruptedException {
        String rules = Folder.text(RULES.resolve("gatehouse.yml"));
        assertTrue(rules.contains(right), right);
        Path tests = Files.createDirectories(temp.resolve("tests"));
        Files.writeString(temp.resolve("gatehouse.yml"), rules.replace(right, wrong));
        Files.writeString(temp.resolve("gatehouse-slo.yml"), Folder.text(RULES.resolve("gatehouse-slo.yml")));
        Files.writeString(
                tests.resolve(test), Folder.text(RULES.resolve("tests").resolve(test)));
        Result result = Tool.promtool(tests, null, "test", "rules", test);
        assertNotEquals(0, result.code(), result::output);
        assertTrue(result.output().contains("FAILED"), result::output);
    }
}
