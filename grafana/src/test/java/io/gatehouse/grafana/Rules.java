package io.gatehouse.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The shipped rules. */
final class Rules {
    private Rules() {}

    /** One alert; of one name there may be two, with different severities. */
    record Alert(String name, String severity, String expression, JsonNode rule) {
        @Override
        public String toString() {
            return name + " (" + severity + ")";
        }
    }

    record Recorded(String name, String expression) {}

    static List<Alert> alerts() {
        List<Alert> all = new ArrayList<>();
        for (JsonNode rule : rules()) {
            if (rule.has("alert")) {
                all.add(new Alert(
                        rule.get("alert").asText(),
                        rule.at("/labels/severity").asText(),
                        rule.get("expr").asText(),
                        rule));
            }
        }
        return all;
    }

    static List<Recorded> recorded() {
        List<Recorded> all = new ArrayList<>();
        for (JsonNode rule : rules()) {
            if (rule.has("record")) {
                all.add(new Recorded(
                        rule.get("record").asText(), rule.get("expr").asText()));
            }
        }
        return all;
    }

    private static List<JsonNode> rules() {
        List<JsonNode> all = new ArrayList<>();
        for (Path file : Folder.ruleFiles()) {
            for (JsonNode group : Folder.yaml(file).get("groups")) {
                group.get("rules").forEach(all::add);
            }
        }
        return all;
    }
}
