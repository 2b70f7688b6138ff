package io.gatehouse.viewer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The files of the page. Names are checked against a pattern, so no path leads out of their folders. */
final class Pages {
    private static final Pattern PAGE = Pattern.compile("/|/d/[\\w-]+|/runbook/\\w+");
    private static final Pattern FILE = Pattern.compile("/(viewer|uplot|dashboards|runbooks)/([\\w-]+(?:\\.[\\w-]+)*)");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "json", Answer.JSON,
            "md", "text/markdown; charset=utf-8");

    private final Path files;
    private final Path dashboards;
    private final String start;

    /**
     * @param start what a page starts with, as JSON
     */
    Pages(Path files, Path dashboards, String start) {
        this.files = files;
        this.dashboards = dashboards;
        this.start = start;
    }

    Answer get(String path) throws IOException {
        if (PAGE.matcher(path).matches()) {
            return file(files.resolve("viewer/index.html"));
        }
        if (path.equals("/start.json")) {
            return Answer.json(200, start);
        }
        if (path.equals("/dashboards/")) {
            return Answer.json(200, list());
        }
        var named = FILE.matcher(path);
        if (!named.matches()) {
            return Answer.text(404, "no such page");
        }
        Path folder = named.group(1).equals("dashboards") ? dashboards : files.resolve(named.group(1));
        return file(folder.resolve(named.group(2)));
    }

    private String list() throws IOException {
        try (var all = Files.list(dashboards)) {
            return all.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[\\w-]+\\.json"))
                    .sorted()
                    .collect(Collectors.joining("\",\"", "[\"", "\"]"))
                    .replace("[\"\"]", "[]");
        }
    }

    private static Answer file(Path file) throws IOException {
        String name = file.getFileName().toString();
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null || !Files.isRegularFile(file)) {
            return Answer.text(404, "no such file");
        }
        return new Answer(200, type, Files.readAllBytes(file));
    }
}
