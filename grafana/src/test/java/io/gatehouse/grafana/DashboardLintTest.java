package io.gatehouse.grafana;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped dashboards have no finding, and each kind of finding is found in a dashboard that was spoiled. */
class DashboardLintTest {
    /** Spoils a dashboard; {@code first} is its first panel, {@code query} that panel's first query. */
    private record Damage(String finding, Consumer<Spoiled> by) {
        @Override
        public String toString() {
            return finding;
        }
    }

    private record Spoiled(ObjectNode all, ObjectNode first, ObjectNode second, ObjectNode query) {
        void expression(String expression) {
            query.put("expr", expression);
        }
    }

    static Set<String> files() {
        return Folder.dashboards().keySet();
    }

    static List<Damage> damages() {
        String chosen = "{job=~\"$job\",instance=~\"$instance\"}";
        return List.of(
                new Damage(
                        "id used twice",
                        d -> d.second.put("id", d.first.get("id").asInt())),
                new Damage("overlaps another", d -> ((ObjectNode) d.second.get("gridPos")).put("x", 0)),
                new Damage("outside of the grid", d -> ((ObjectNode) d.first.get("gridPos")).put("w", 25)),
                new Damage("a hole in line 0", d -> ((ObjectNode) d.first.get("gridPos")).put("w", 3)),
                new Damage("title", d -> d.first.put("title", "")),
                new Damage("description", d -> d.first.remove("description")),
                new Damage("unit", d -> ((ObjectNode) d.first.at("/fieldConfig/defaults")).remove("unit")),
                new Damage("thresholds", d -> ((ObjectNode) d.first.at("/fieldConfig/defaults")).remove("thresholds")),
                new Damage("type", d -> d.first.put("type", "graph")),
                new Damage("no query", d -> d.first.remove("targets")),
                new Damage("data source", d -> ((ObjectNode) d.query.get("datasource")).put("uid", "prometheus")),
                new Damage("data source", d -> d.first.remove("datasource")),
                new Damage("uid", d -> d.all.put("uid", "other")),
                new Damage("variables", d -> ((ObjectNode) d.all.at("/templating/list/1")).put("name", "jobs")),
                new Damage("jobs of others", d -> ((ObjectNode) d.all.at("/templating/list/1")).put("allValue", ".+")),
                new Damage("'No data' while all is well", d -> {
                    ((ObjectNode) d.first.at("/fieldConfig/defaults")).remove("noValue");
                    d.expression("up" + chosen + " > 0");
                }),
                new Damage(
                        "no runbook",
                        d -> ((ObjectNode) d.first.at("/links/0")).put("url", "/public/gatehouse-runbooks/Gone.md")),
                new Damage("rate without $__rate_interval", d -> d.expression("rate(up" + chosen + "[5m])")),
                new Damage("undeclared variable", d -> d.expression("up" + chosen + " > $limit")),
                new Damage("without job and instance", d -> d.expression("sum(up)")));
    }

    @ParameterizedTest
    @MethodSource("files")
    void noFinding(String file) {
        assertEquals(List.of(), DashboardLint.findings(Folder.dashboards().get(file)));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void damageIsFound(Damage damage) {
        ObjectNode all = (ObjectNode) Folder.dashboards().get("overview.json");
        ObjectNode first = (ObjectNode) all.at("/panels/0");
        damage.by.accept(
                new Spoiled(all, first, (ObjectNode) all.at("/panels/1"), (ObjectNode) first.at("/targets/0")));
        List<String> findings = DashboardLint.findings(all);
        assertTrue(findings.stream().anyMatch(line -> line.contains(damage.finding)), findings::toString);
    }

    @Test
    void noIdentityTwice() {
        Map<String, JsonNode> all = Folder.dashboards();
        assertEquals(6, all.size());
        Set<String> uids = new HashSet<>();
        Set<String> titles = new HashSet<>();
        all.forEach((file, dashboard) -> {
            assertTrue(uids.add(dashboard.get("uid").asText()), file);
            assertTrue(titles.add(dashboard.get("title").asText()), file);
        });
    }

    @Test
    void theFirstRowTellsWhetherGatesWork() {
        Map<String, String> row = new TreeMap<>();
        for (JsonNode panel : Folder.dashboards().get("overview.json").get("panels")) {
            if (panel.at("/gridPos/y").asInt() == 0) {
                row.put(panel.get("title").asText(), panel.get("type").asText());
            }
        }
        assertEquals(Set.of("stat"), new HashSet<>(row.values()));
        assertTrue(
                row.keySet().containsAll(Set.of("Gates online", "Server", "Decision time, p99", "Scans")),
                row::toString);
    }

    @Test
    void provisioningFits() {
        JsonNode source = Folder.yaml(Folder.HERE.resolve("provisioning/datasources/prometheus.yml"))
                .at("/datasources/0");
        String path = Folder.yaml(Folder.HERE.resolve("provisioning/dashboards/gatehouse.yml"))
                .at("/providers/0/options/path")
                .asText();
        JsonNode scrape = Folder.yaml(Folder.HERE.resolve("prometheus/prometheus.yml"));
        JsonNode compose = Folder.yaml(Folder.HERE.resolve("compose.yml"));
        assertEquals(scrape.at("/global/scrape_interval"), source.at("/jsonData/timeInterval"));
        assertTrue(compose.at("/services/grafana/volumes").toString().contains("./dashboards:" + path));
        for (JsonNode service : compose.get("services")) {
            for (JsonNode volume : service.get("volumes")) {
                String from = volume.asText().split(":")[0];
                // What Maven builds comes later.
                boolean built = from.endsWith("/target");
                assertTrue(
                        !from.startsWith(".")
                                || built
                                || Folder.HERE.resolve(from).toFile().exists(),
                        from);
            }
        }
        Folder.dashboards()
                .values()
                .forEach(
                        dashboard -> assertEquals(source.get("uid"), dashboard.at("/templating/list/0/current/value")));
    }
}
