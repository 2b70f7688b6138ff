package io.gatehouse.loadtest.compare;

import io.gatehouse.loadtest.report.JsonReader;
import io.gatehouse.loadtest.report.ReportFormat;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A {@code result.json} as it was read.
 *
 * @param file where it is
 * @param json what it holds
 */
public record ResultFile(Path file, Map<String, Object> json) {
    /**
     * Reads one.
     *
     * @param path the file, or the folder that it is in
     * @throws IOException in words, where there is none or it is something else
     */
    public static ResultFile read(Path path) throws IOException {
        Path file = Files.isDirectory(path) ? path.resolve(ReportFormat.JSON.file()) : path;
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no %s: give a run's folder or its result.json".formatted(file));
        }
        try {
            if (JsonReader.read(Files.readString(file)) instanceof Map<?, ?> map && map.get("schema") != null) {
                @SuppressWarnings("unchecked")
                Map<String, Object> json = (Map<String, Object>) map;
                return new ResultFile(file, json);
            }
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw new IOException("%s: %s".formatted(file, e.getMessage()), e);
        }
        throw new IOException("%s is no result of a load test".formatted(file));
    }

    /** What made it: {@code run}, {@code capacity} or {@code canonical}. */
    public String kind() {
        return text("kind", "run");
    }

    /** A text; {@code absent} where there is none. */
    public String text(String key, String absent) {
        return json.get(key) instanceof String text ? text : absent;
    }

    /** A text, by its keys from the outside in with dots between; empty where there is none. */
    String text(String keys) {
        return value(keys) instanceof String text ? text : "";
    }

    /** A number, likewise; NaN where there is none. */
    public double number(String keys) {
        return value(keys) instanceof Double number ? number : Double.NaN;
    }

    private Object value(String keys) {
        Object value = json;
        for (String key : keys.split("\\.")) {
            value = value instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return value;
    }
}
