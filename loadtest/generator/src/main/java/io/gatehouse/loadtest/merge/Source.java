package io.gatehouse.loadtest.merge;

import io.gatehouse.loadtest.compare.ResultFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What one generator has measured.
 *
 * @param result its figures
 * @param startMillis when its plan began, milliseconds since 1970
 * @param latencies stretch by stretch
 */
record Source(ResultFile result, long startMillis, List<Histogram> latencies) {
    static Source read(Path path) throws IOException {
        ResultFile result = ResultFile.read(path);
        if (!result.kind().equals("run")) {
            throw new IOException(
                    "%s is a result of '%s': only runs are merged".formatted(result.file(), result.kind()));
        }
        try {
            long start = Instant.parse(result.text("startedAt", "")).toEpochMilli();
            return new Source(result, start, LatencyLogFile.beside(result.file()));
        } catch (DateTimeParseException e) {
            throw new IOException("%s does not say when it began".formatted(result.file()), e);
        }
    }

    double number(String keys) {
        return result.number(keys);
    }

    /** The stretches as they were written. */
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> intervals() {
        return result.json().get("intervals") instanceof List<?> list ? (List<Map<String, Object>>) list : List.of();
    }

    /** When what it measured began and ended, milliseconds since 1970. */
    double measuredFrom() {
        return startMillis + 1e3 * number("warmupSeconds");
    }

    double measuredTo() {
        return measuredFrom() + 1e3 * number("seconds");
    }
}
