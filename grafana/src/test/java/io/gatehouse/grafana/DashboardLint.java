package io.gatehouse.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Grafana would accept in a dashboard, and people would not. */
final class DashboardLint {
    private static final int COLUMNS = 24;
    private static final Set<String> TYPES =
            Set.of("row", "stat", "gauge", "bargauge", "timeseries", "heatmap", "state-timeline", "table", "text");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)");
    private static final Pattern RANGE = Pattern.compile("\\b(rate|irate)\\([^\\[]*\\[([^\\]]*)]");
    /** Has no answer while there is nothing to count. */
    private static final Pattern SPARSE = Pattern.compile("histogram_quantile\\(|> 0\\s*$");

    private static final String RUNBOOKS = "/public/gatehouse-runbooks/";

    private final JsonNode dashboard;
    private final List<String> findings = new ArrayList<>();
    private final Set<String> variables = new HashSet<>();
    private final Set<Integer> ids = new HashSet<>();

    private DashboardLint(JsonNode dashboard) {
        this.dashboard = dashboard;
    }

    /** Findings, empty for a good dashboard. */
    static List<String> findings(JsonNode dashboard) {
        DashboardLint lint = new DashboardLint(dashboard);
        lint.head();
        dashboard.get("panels").forEach(lint::panel);
        lint.grid();
        return lint.findings;
    }

    private void expect(boolean good, String where, String finding) {
        if (!good) {
            findings.add(where + ": " + finding);
        }
    }

    private void head() {
        expect(dashboard.path("uid").asText().startsWith("gatehouse-"), "dashboard", "uid");
        expect(!dashboard.path("title").asText().isBlank(), "dashboard", "title");
        expect(!dashboard.path("description").asText().isBlank(), "dashboard", "description");
        for (JsonNode variable : dashboard.path("templating").path("list")) {
            variables.add(variable.path("name").asText());
            // Of any job, 'up' would take a load test that is over for a server that is down.
            expect(
                    !variable.path("name").asText().equals("job")
                            || variable.path("allValue").asText().startsWith("gatehouse"),
                    "dashboard",
                    "jobs of others");
        }
        expect(variables.containsAll(Set.of("datasource", "job", "instance")), "dashboard", "variables");
        variables.addAll(Set.of("__rate_interval", "__value", "__auto"));
        String list =
                dashboard.path("templating").path("list").path(0).path("type").asText();
        expect(list.equals("datasource"), "dashboard", "the data source is no variable");
        dashboard.path("links").forEach(link -> link(link.path("url").asText(), "dashboard"));
    }

    private void panel(JsonNode panel) {
        String where = "panel '" + panel.path("title").asText() + "'";
        expect(ids.add(panel.path("id").asInt()), where, "id used twice");
        expect(TYPES.contains(panel.path("type").asText()), where, "type");
        expect(!panel.path("title").asText().isBlank(), where, "title");
        if (panel.path("type").asText().equals("row")) {
            return;
        }
        expect(panel.path("description").asText().length() > 10, where, "description");
        JsonNode defaults = panel.path("fieldConfig").path("defaults");
        expect(!defaults.path("unit").asText().isBlank(), where, "unit");
        expect(!defaults.path("thresholds").path("steps").isEmpty(), where, "thresholds");
        expect(!panel.path("targets").isEmpty(), where, "no query");
        source(panel, where);
        panel.path("links").forEach(link -> link(link.path("url").asText(), where));
        Set<String> refs = new HashSet<>();
        for (JsonNode target : panel.path("targets")) {
            expect(refs.add(target.path("refId").asText()), where, "refId used twice");
            source(target, where);
            query(target.path("expr").asText(), where);
            expect(
                    defaults.has("noValue")
                            || !SPARSE.matcher(target.path("expr").asText()).find(),
                    where,
                    "'No data' while all is well");
        }
    }

    private void source(JsonNode of, String where) {
        expect(of.path("datasource").path("uid").asText().equals("${datasource}"), where, "data source");
    }

    private void link(String url, String where) {
        if (url.startsWith(RUNBOOKS)) {
            String page = url.substring(RUNBOOKS.length());
            expect(Files.exists(Folder.HERE.resolve("runbooks").resolve(page)), where, "no runbook " + page);
        }
    }

    private void query(String expression, String where) {
        Matcher variable = VARIABLE.matcher(expression);
        while (variable.find()) {
            expect(variables.contains(variable.group(1)), where, "undeclared variable " + variable.group());
        }
        Matcher range = RANGE.matcher(expression);
        while (range.find()) {
            expect(range.group(2).equals("$__rate_interval"), where, "rate without $__rate_interval");
        }
        for (String name : PromQl.names(expression)) {
            String selected = Pattern.quote(name) + "\\{job=~\"\\$job\",instance=~\"\\$instance\"";
            // Alerts that sum over instances have no instance.
            expect(
                    name.equals("ALERTS")
                            || Pattern.compile(selected).matcher(expression).find(),
                    where,
                    name + " without job and instance");
        }
    }

    private void grid() {
        boolean[][] taken = new boolean[1000][COLUMNS];
        for (JsonNode panel : dashboard.get("panels")) {
            JsonNode at = panel.path("gridPos");
            int x = at.path("x").asInt(-1);
            int y = at.path("y").asInt(-1);
            int w = at.path("w").asInt();
            int h = at.path("h").asInt();
            String where = "panel '" + panel.path("title").asText() + "'";
            if (x < 0 || y < 0 || w < 1 || h < 1 || x + w > COLUMNS || y + h > taken.length) {
                findings.add(where + ": outside of the grid");
                continue;
            }
            occupy(taken, x, y, w, h, where);
        }
        int depth = taken.length;
        while (depth > 0 && count(taken[depth - 1]) == 0) {
            depth--;
        }
        for (int y = 0; y < depth; y++) {
            expect(count(taken[y]) == COLUMNS, "grid", "a hole in line " + y);
        }
    }

    private void occupy(boolean[][] taken, int x, int y, int w, int h, String where) {
        boolean overlaps = false;
        for (int row = y; row < y + h; row++) {
            for (int column = x; column < x + w; column++) {
                overlaps |= taken[row][column];
                taken[row][column] = true;
            }
        }
        expect(!overlaps, where, "overlaps another");
    }

    private static int count(boolean[] line) {
        int count = 0;
        for (boolean cell : line) {
            count += cell ? 1 : 0;
        }
        return count;
    }
}
