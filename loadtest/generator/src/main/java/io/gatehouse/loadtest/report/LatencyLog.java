package io.gatehouse.loadtest.report;

import io.gatehouse.loadtest.measure.Latency;
import io.gatehouse.loadtest.measure.Tally;
import io.gatehouse.loadtest.run.Interval;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * All latencies of a run second by second, in the log format of HdrHistogram that its tools read. Values are
 * nanoseconds; the tags are {@code decision}, {@code decisionFromSend}, {@code ack} and {@code lateness}. All
 * stretches added up give the figures of the run.
 */
final class LatencyLog {
    private LatencyLog() {}

    /** Writes it; the stream stays open. */
    static void write(OutputStream out, long startedAtMillis, List<Interval> intervals) throws IOException {
        Remembering checked = new Remembering(out);
        HistogramLogWriter log = new HistogramLogWriter(checked);
        log.outputComment("[Gatehouse load test; values in nanoseconds, Interval_Max in milliseconds]");
        log.outputLogFormatVersion();
        log.outputStartTime(startedAtMillis);
        log.setBaseTime(startedAtMillis);
        log.outputLegend();
        for (Interval interval : intervals) {
            Tally tally = interval.tally();
            line(log, startedAtMillis, interval, "decision", tally.decision);
            line(log, startedAtMillis, interval, "decisionFromSend", tally.decisionFromSend);
            line(log, startedAtMillis, interval, "ack", tally.ack);
            line(log, startedAtMillis, interval, "lateness", tally.lateness);
        }
        log.close();
        if (checked.first != null) {
            throw checked.first;
        }
    }

    /** The library's writer keeps no error of the disk. */
    private static final class Remembering extends FilterOutputStream {
        private IOException first;

        Remembering(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            try {
                out.write(bytes, from, count);
            } catch (IOException e) {
                first = first == null ? e : first;
                throw e;
            }
        }

        @Override
        public void close() {
            // Whoever opened it closes it.
        }
    }

    private static void line(HistogramLogWriter log, long base, Interval interval, String tag, Latency latency) {
        if (latency.count() > 0) {
            Histogram histogram = latency.histogram();
            histogram.setTag(tag);
            histogram.setStartTimeStamp(base + Math.round(interval.from() * 1000));
            histogram.setEndTimeStamp(base + Math.round(interval.to() * 1000));
            log.outputIntervalHistogram(histogram);
        }
    }
}
