package io.gatehouse.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The queries of the dashboards. */
final class Panels {
    private Panels() {}

    /** One query. {@code place} names dashboard, panel and query, {@code panel} the first two of them. */
    record Query(String panel, String place, String expression, boolean instant) {}

    static List<Query> queries(Map<String, JsonNode> dashboards) {
        List<Query> all = new ArrayList<>();
        dashboards.forEach((file, dashboard) -> {
            for (JsonNode panel : dashboard.get("panels")) {
                for (JsonNode target : panel.path("targets")) {
                    String name = file + ": " + panel.get("title").asText();
                    all.add(new Query(
                            name,
                            name + " [" + target.get("refId").asText() + "]",
                            target.get("expr").asText(),
                            target.path("instant").asBoolean()));
                }
            }
            for (JsonNode annotation : dashboard.path("annotations").path("list")) {
                String name = file + ": annotation " + annotation.get("name").asText();
                all.add(new Query(name, name, annotation.get("expr").asText(), false));
            }
        });
        return all;
    }
}
