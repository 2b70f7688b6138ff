package io.gatehouse.loadtest;

import io.gatehouse.loadtest.judge.Verdicts;
import io.gatehouse.loadtest.measure.Machine;
import io.gatehouse.loadtest.report.Circumstances;
import io.gatehouse.loadtest.report.Json;
import io.gatehouse.loadtest.report.ReportFolder;
import io.gatehouse.loadtest.report.ReportFormat;
import io.gatehouse.loadtest.report.RunReport;
import io.gatehouse.loadtest.run.RunResult;
import io.gatehouse.loadtest.run.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The folder of a result that took several runs: {@code result.json} with what was found, and a folder for each run that
 * is worth a look, with the report of that run.
 *
 * @param folder where
 * @param circumstances of all of it
 */
record SearchReport(Path folder, Circumstances circumstances) {
    /** Before a long search: whether what comes of it can be kept. */
    void prepare(Duration takes) throws IOException {
        new ReportFolder(folder).prepare(takes);
    }

    /** The report of one of the runs. */
    void run(String name, Target target, RunResult result, Verdicts verdicts) throws IOException {
        ReportFolder own = new ReportFolder(folder.resolve(name));
        own.prepare(Duration.ZERO);
        EnumSet<ReportFormat> files = EnumSet.complementOf(EnumSet.of(ReportFormat.TEXT));
        own.write(new RunReport(target, result, circumstances, Map.of("thresholds", verdicts.values())), files);
    }

    /**
     * What was found.
     *
     * @param kind of result, so that only like is compared with like
     */
    void result(String kind, String server, Map<String, Object> found) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", 1);
        json.put("kind", kind);
        json.put("version", circumstances.version());
        json.put("startedAt", circumstances.startedAt().toString());
        json.put("commandLine", circumstances.commandLine());
        json.put("configuration", circumstances.configuration());
        json.put("machine", Machine.describe());
        json.put("server", server);
        json.putAll(found);
        ReportFolder.writeText(folder.resolve(ReportFormat.JSON.file()), Json.of(json));
    }
}
