package io.gatehouse.loadtest.merge;

import io.gatehouse.loadtest.measure.Latency;
import io.gatehouse.loadtest.report.Json;
import io.gatehouse.loadtest.report.ReportFolder;
import io.gatehouse.loadtest.report.ReportFormat;
import io.gatehouse.loadtest.report.ReportPage;
import io.gatehouse.loadtest.report.RunJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * What several generators measured in one run: counts and rates are added, latencies are those of all scans together,
 * seconds are laid over each other by the clocks of the generators' machines.
 */
public final class MergedRun {
    /** Tags of a log, in the order of a result, with the keys there. */
    private static final Map<String, String> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("decision", "decisionMs");
        KINDS.put("decisionFromSend", "decisionFromSendMs");
        KINDS.put("ack", "ackMs");
        KINDS.put("lateness", "latenessMs");
    }

    private final List<Source> sources = new ArrayList<>();
    private final List<String> faults;
    private final long startMillis;
    private final TreeMap<Long, Cell> cells = new TreeMap<>();
    private final Cell total = new Cell();

    /**
     * Reads them.
     *
     * @param paths results or their folders, from 1
     * @throws IOException in words, where one cannot be read
     */
    public MergedRun(List<Path> paths) throws IOException {
        for (Path path : paths) {
            sources.add(Source.read(path));
        }
        faults = Likeness.faults(sources);
        startMillis = sources.stream().mapToLong(Source::startMillis).min().orElseThrow();
        sources.forEach(this::lay);
    }

    private void lay(Source source) {
        for (Map<String, Object> stretch : source.intervals()) {
            double from = stretch.get("from") instanceof Double value ? value : 0;
            double seconds = stretch.get("seconds") instanceof Double value ? value : 0;
            cell(source.startMillis() + 1e3 * (from + seconds / 2)).add(source, stretch);
        }
        for (Histogram histogram : source.latencies()) {
            double middle = (histogram.getStartTimeStamp() + histogram.getEndTimeStamp()) / 2.0;
            cell(middle).latency(histogram.getTag()).histogram().add(histogram);
            total.latency(histogram.getTag()).histogram().add(histogram);
        }
    }

    private Cell cell(double millis) {
        return cells.computeIfAbsent((long) Math.floor((millis - startMillis) / 1e3), second -> new Cell());
    }

    /** Why they are not one run, in words; empty where they are. */
    public List<String> faults() {
        return faults;
    }

    /** As a {@code result.json} has it. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", 1);
        json.put("version", words("version"));
        json.put("startedAt", Instant.ofEpochMilli(startMillis).toString());
        json.put("commandLine", sources.get(0).result().json().get("commandLine"));
        json.put("configuration", sources.get(0).result().json().get("configuration"));
        json.put(
                "mergedFrom",
                sources.stream()
                        .map(source -> source.result().file().toString())
                        .toList());
        json.put("machine", words("machine"));
        json.put("target", words("target"));
        json.put("load", "%d generators, each: %s".formatted(sources.size(), words("load")));
        for (String key : List.of("loop", "window", "seed", "warmupSeconds", "durationSeconds", "scenario")) {
            json.put(key, plain(sources.get(0).result().json().get(key)));
        }
        for (String key : List.of("connections", "plannedPerSecond", "events", "eventsPerSecond", "failures")) {
            json.put(key, Sums.number(sum(source -> source.number(key))));
        }
        cores(json);
        for (String key : List.of("scans", "verdicts", "accounting", "failureWords")) {
            json.put(key, Sums.of(values(key)));
        }
        json.put("links", MergedLinks.of(sources));
        json.put("notKnown", words("notKnown").isEmpty() ? null : words("notKnown"));
        json.values().removeIf(java.util.Objects::isNull);
        json.put(
                "endedEarly",
                values("endedEarly").stream()
                        .filter(java.util.Objects::nonNull)
                        .findFirst()
                        .orElse(null));
        json.put("ok", all("ok"));
        Map<String, Object> curves = new LinkedHashMap<>();
        KINDS.forEach((tag, key) -> {
            json.put(key, RunJson.latency(total.latency(tag)));
            curves.put(tag, RunJson.curve(total.latency(tag)));
        });
        json.put("curves", curves);
        List<Object> intervals = new ArrayList<>();
        cells.forEach((second, cell) -> intervals.add(cell.json(second)));
        json.put("intervals", intervals);
        return json;
    }

    private void cores(Map<String, Object> json) {
        double seconds =
                sources.stream().mapToDouble(s -> s.number("seconds")).max().orElseThrow();
        double events = sum(source -> source.number("events"));
        double target = sources.stream()
                .mapToDouble(s -> s.number("targetCores"))
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(Double.NaN);
        double own = sum(source -> source.number("generatorCores") * source.number("seconds"));
        json.put("seconds", seconds);
        json.put("targetCores", target);
        json.put("eventsPerTargetCpuSecond", events / (target * seconds));
        json.put(
                "generatorCores",
                sources.stream()
                        .mapToDouble(s -> s.number("generatorCores"))
                        .max()
                        .orElseThrow());
        json.put("eventsPerGeneratorCpuSecond", events / own);
        json.put("generatorKeptUp", all("generatorKeptUp"));
        json.put("allocatedBytesPerEvent", sum(s -> s.number("allocatedBytesPerEvent") * s.number("events")) / events);
    }

    private static Object plain(Object value) {
        return value instanceof Double number ? Sums.number(number) : value;
    }

    private double sum(ToDoubleFunction<Source> of) {
        return sources.stream().mapToDouble(of).sum();
    }

    private boolean all(String key) {
        return values(key).stream().allMatch(Boolean.TRUE::equals);
    }

    private List<Object> values(String key) {
        return sources.stream().map(source -> source.result().json().get(key)).toList();
    }

    /** Each text once. */
    private String words(String key) {
        return sources.stream()
                .map(source -> source.result().text(key, ""))
                .distinct()
                .collect(Collectors.joining(" + "));
    }

    /**
     * Writes {@code result.json}, {@code latency.hlog} and {@code report.html}.
     *
     * @throws IOException in words, with the file
     */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        String json = Json.of(json());
        ReportFolder.writeText(folder.resolve(ReportFormat.JSON.file()), json);
        ReportFolder.writeText(folder.resolve(ReportFormat.HLOG.file()), log());
        ReportFolder.writeText(folder.resolve(ReportFormat.HTML.file()), ReportPage.of(json));
    }

    private String log() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HistogramLogWriter log = new HistogramLogWriter(out);
        log.outputComment("[Gatehouse load test, merged; values in nanoseconds, Interval_Max in milliseconds]");
        log.outputLogFormatVersion();
        log.outputStartTime(startMillis);
        log.setBaseTime(startMillis);
        log.outputLegend();
        cells.forEach((second, cell) -> KINDS.keySet().forEach(tag -> line(log, second, tag, cell.latency(tag))));
        log.close();
        return out.toString(StandardCharsets.UTF_8);
    }

    private void line(HistogramLogWriter log, long second, String tag, Latency latency) {
        if (latency.count() > 0) {
            Histogram histogram = latency.histogram();
            histogram.setTag(tag);
            histogram.setStartTimeStamp(startMillis + 1_000 * second);
            histogram.setEndTimeStamp(startMillis + 1_000 * (second + 1));
            log.outputIntervalHistogram(histogram);
        }
    }
}
