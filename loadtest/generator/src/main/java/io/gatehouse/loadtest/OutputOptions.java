package io.gatehouse.loadtest;

import io.gatehouse.loadtest.judge.Verdicts;
import io.gatehouse.loadtest.report.Circumstances;
import io.gatehouse.loadtest.report.ReportFolder;
import io.gatehouse.loadtest.report.ReportFormat;
import io.gatehouse.loadtest.report.RunJson;
import io.gatehouse.loadtest.report.RunReport;
import io.gatehouse.loadtest.report.RunText;
import io.gatehouse.loadtest.run.RunFailed;
import io.gatehouse.loadtest.run.RunResult;
import io.gatehouse.loadtest.run.RunSpec;
import io.gatehouse.loadtest.run.RunWatcher;
import io.gatehouse.loadtest.run.Target;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What is left of a run when it is over. Watches it, to know when it began. */
final class OutputOptions implements RunWatcher {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Writes the report there: result.json, latency.hlog, intervals.csv, report.html, junit.xml.")
    private Path out;

    @Option(
            names = "--format",
            split = ",",
            paramLabel = "FORMAT",
            description = "Which of them: text (on the terminal), json, hlog, csv, html. Default: all that -o allows.")
    private Set<ReportFormat> formats;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures there too.")
    private Path json;

    private Instant startedAt = Instant.now();

    /** What is wrong, in words; null where nothing is. */
    String wrong() {
        boolean files = formats != null && formats.stream().anyMatch(format -> format != ReportFormat.TEXT);
        return files && out == null ? "--format: all but text are files: say where with -o DIR" : null;
    }

    /** Where no folder is named: one of the moment, below {@code data}. */
    void defaultFolder() {
        if (out == null) {
            out = folderOfNow();
        }
    }

    /** A folder of the moment, below {@code data}. */
    static Path folderOfNow() {
        return Path.of("data", "loadtest-" + NAME.format(LocalDateTime.now()));
    }

    /** The folder of the report; null where there is none. */
    Path folder() {
        return out;
    }

    /** Before the run: whether what comes of it can be kept. */
    void prepare(RunSpec run) throws IOException {
        if (out != null) {
            new ReportFolder(out).prepare(run.warmup().plus(run.duration()));
        }
        Path folder = json == null ? null : json.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new IOException("no figures can be written to %s: there is no folder %s".formatted(json, folder));
        }
    }

    @Override
    public void begins(Target target, RunSpec spec) {
        startedAt = Instant.now();
    }

    /**
     * Says and writes what came of it.
     *
     * @param command the command that ran, for its options
     * @param verdicts on its thresholds
     * @param sections more for the report, as {@link RunReport} has them
     * @throws RunFailed when a file could not be written; the figures are on the terminal by then
     */
    void write(CommandSpec command, Target target, RunResult result, Verdicts verdicts, Map<String, Object> sections)
            throws RunFailed {
        Circumstances circumstances = Typed.circumstances(command, startedAt);
        RunReport report = new RunReport(target, result, circumstances, sections);
        Set<ReportFormat> wanted = formats != null ? formats : EnumSet.allOf(ReportFormat.class);
        PrintWriter terminal = command.commandLine().getOut();
        if (wanted.contains(ReportFormat.TEXT)) {
            terminal.print(RunText.of(target, result) + verdicts.text());
        }
        try {
            if (json != null) {
                ReportFolder.writeText(json, RunJson.of(report));
            }
            if (out != null) {
                ReportFolder folder = new ReportFolder(out);
                folder.write(report, wanted);
                say(terminal, folder, wanted);
            }
        } catch (IOException e) {
            if (!wanted.contains(ReportFormat.TEXT)) {
                terminal.print(RunText.of(target, result) + verdicts.text());
            }
            throw new RunFailed(e.getMessage() + "; the figures above are all there is of this run", e);
        } finally {
            terminal.flush();
        }
    }

    private static void say(PrintWriter terminal, ReportFolder folder, Set<ReportFormat> wanted) {
        List<String> files = wanted.stream()
                .filter(format -> format != ReportFormat.TEXT)
                .sorted(java.util.Comparator.reverseOrder())
                .map(format -> folder.file(format).toString())
                .toList();
        if (!files.isEmpty()) {
            terminal.printf("%-12s%s%n", "report", String.join("  ", files));
        }
    }
}
