package io.gatehouse.loadtest.report;

import io.gatehouse.loadtest.run.RunResult;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Set;

/** The folder that holds a run's files. Each of them is there whole or not at all. */
public final class ReportFolder {
    /** A second is some 600 bytes of JSON, as much again in the page and in the table, and its latencies. */
    private static final long BYTES_PER_SECOND = 16 << 10;

    private static final long BYTES_AT_LEAST = 4 << 20;

    private final Path folder;

    public ReportFolder(Path folder) {
        this.folder = folder;
    }

    public Path file(ReportFormat format) {
        return folder.resolve(format.file());
    }

    /**
     * Makes the folder and tries it, before a long run.
     *
     * @throws IOException in words: not to be made, not writable, not enough space for a run of that length
     */
    public void prepare(Duration run) throws IOException {
        try {
            Files.createDirectories(folder);
            Path trial = Files.createTempFile(folder, "report", ".tmp");
            Files.write(trial, new byte[4096]);
            Files.delete(trial);
        } catch (IOException e) {
            throw new IOException("no report can be written to %s: %s".formatted(folder, words(e)), e);
        }
        long free = Files.getFileStore(folder).getUsableSpace();
        long need = BYTES_AT_LEAST + run.toSeconds() * BYTES_PER_SECOND;
        if (free < need) {
            throw new IOException("no report can be written to %s: it has room for %,d KB, the report may take %,d KB"
                    .formatted(folder, free >> 10, need >> 10));
        }
    }

    /**
     * Writes what is wanted.
     *
     * @throws IOException in words, with the file
     */
    public void write(RunReport report, Set<ReportFormat> formats) throws IOException {
        String json = RunJson.of(report);
        RunResult result = report.result();
        long startedAt = report.circumstances().startedAt().toEpochMilli();
        if (formats.contains(ReportFormat.JSON)) {
            writeText(file(ReportFormat.JSON), json);
        }
        if (formats.contains(ReportFormat.HLOG)) {
            write(file(ReportFormat.HLOG), out -> LatencyLog.write(out, startedAt, result.intervals()));
        }
        if (formats.contains(ReportFormat.CSV)) {
            write(file(ReportFormat.CSV), out -> {
                Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                IntervalsCsv.write(writer, result.intervals());
                writer.flush();
            });
        }
        if (formats.contains(ReportFormat.HTML)) {
            writeText(file(ReportFormat.HTML), ReportPage.of(json));
        }
    }

    /** What fills a file. */
    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes one file, whole or not at all.
     *
     * @throws IOException in words, with the file
     */
    public static void writeText(Path file, String text) throws IOException {
        write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void write(Path file, Content content) throws IOException {
        Path whole = Files.isRegularFile(file) || !Files.exists(file)
                ? file.resolveSibling(file.getFileName() + ".tmp")
                : file;
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(whole))) {
                content.writeTo(out);
            }
            if (!whole.equals(file)) {
                Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            if (!whole.equals(file)) {
                // Not deleteIfExists: what made the writing fail may make it fail too.
                whole.toFile().delete();
            }
            throw new IOException("%s could not be written: %s".formatted(file, words(e)), e);
        }
    }

    private static String words(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        String reason = e instanceof FileSystemException failed ? failed.getReason() : e.getMessage();
        return reason != null ? reason : e.getClass().getSimpleName();
    }
}
