package io.gatehouse.loadtest.merge;

import io.gatehouse.loadtest.report.ReportFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;

/** The latencies of a run as its log has them. */
final class LatencyLogFile {
    private LatencyLogFile() {}

    /**
     * Reads the log beside a result. Each histogram has its tag and the moments of its beginning and end.
     *
     * @throws IOException in words, where there is none or it is something else
     */
    static List<Histogram> beside(Path result) throws IOException {
        Path log = result.resolveSibling(ReportFormat.HLOG.file());
        if (!Files.isRegularFile(log)) {
            throw new IOException(
                    "%s is missing: its latencies are merged, so runs are made with -o DIR".formatted(log));
        }
        List<Histogram> all = new ArrayList<>();
        try (HistogramLogReader reader = new HistogramLogReader(log.toFile())) {
            EncodableHistogram next = reader.nextIntervalHistogram();
            while (next != null) {
                if (next.getTag() == null || !(next instanceof Histogram histogram)) {
                    throw new IOException("%s is no log of a load test".formatted(log));
                }
                all.add(histogram);
                next = reader.nextIntervalHistogram();
            }
        } catch (RuntimeException e) {
            // The library's reader has no exception of its own.
            throw new IOException("%s cannot be read: %s".formatted(log, e.getMessage()), e);
        }
        return all;
    }
}
