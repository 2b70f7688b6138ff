package io.gatehouse.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.Yaml;

/** What this folder ships. Tests run in it. */
final class Folder {
    static final Path HERE = Path.of("").toAbsolutePath();
    static final Path ROOT = HERE.getParent();
    static final ObjectMapper JSON = new ObjectMapper();

    private Folder() {}

    /** The dashboards by file name. */
    static Map<String, JsonNode> dashboards() {
        Map<String, JsonNode> found = new TreeMap<>();
        for (Path file : files(HERE.resolve("dashboards"), ".json")) {
            found.put(file.getFileName().toString(), json(text(file)));
        }
        return found;
    }

    static List<Path> ruleFiles() {
        return files(HERE.resolve("rules"), ".yml");
    }

    static List<Path> ruleTests() {
        return files(HERE.resolve("rules/tests"), ".yml");
    }

    static List<Path> runbooks() {
        return files(HERE.resolve("runbooks"), ".md");
    }

    static List<Path> files(Path folder, String end) {
        try (var all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(end)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** YAML as a tree of JSON. */
    static JsonNode yaml(Path file) {
        return JSON.valueToTree(new Yaml().load(text(file)));
    }
}
