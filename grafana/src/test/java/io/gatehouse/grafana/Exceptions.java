package io.gatehouse.grafana;

import java.util.Map;
import java.util.TreeMap;

/** A list of exceptions among the test resources: name, tabulator, reason. */
final class Exceptions {
    private Exceptions() {}

    static Map<String, String> of(String file) {
        Map<String, String> reasons = new TreeMap<>();
        for (String line : Folder.text(Folder.HERE.resolve("src/test/resources").resolve(file))
                .lines()
                .toList()) {
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            String[] parts = line.split("\t", 2);
            if (parts.length < 2 || parts[1].isBlank() || reasons.put(parts[0], parts[1]) != null) {
                throw new IllegalStateException(file + ": no reason, or named twice: " + line);
            }
        }
        return reasons;
    }
}
