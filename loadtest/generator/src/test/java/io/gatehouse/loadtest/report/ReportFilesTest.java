package io.gatehouse.loadtest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.gatehouse.loadtest.measure.Tally;
import io.gatehouse.loadtest.run.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReportFilesTest {
    private static RunReport report;
    private static ReportFolder folder;

    @BeforeAll
    static void runOnce(@TempDir Path where) throws Exception {
        report = ReportedRun.make();
        folder = new ReportFolder(where.resolve("a/report"));
        folder.prepare(Duration.ofSeconds(10));
        folder.write(report, EnumSet.allOf(ReportFormat.class));
    }

    @Test
    void theFolderHoldsEachFileWholeAndNothingElse() throws IOException {
        try (Stream<Path> files = Files.list(folder.file(ReportFormat.JSON).getParent())) {
            assertEquals(
                    Set.of("result.json", "latency.hlog", "intervals.csv", "report.html"),
                    Set.copyOf(files.map(file -> file.getFileName().toString()).toList()));
        }
    }

    @Test
    void theResultKeepsToItsSchema() throws IOException {
        String json = Files.readString(folder.file(ReportFormat.JSON));
        assertEquals(Set.of(), schema().validate(json, InputFormat.JSON));
    }

    @Test
    void theSchemaRefusesWhatIsNoResult() throws IOException {
        String json = Files.readString(folder.file(ReportFormat.JSON));
        for (String[] change : new String[][] {
            {"\"loop\": \"open\"", "\"loop\": \"half\""},
            {"\"p999\": ", "\"p997\": "},
            {"\"sent\": ", "\"sent\": -"},
            {"\"measured\": false", "\"measured\": 0"},
            {"\"unit\": \"us\"", "\"unit\": \"h\""}
        }) {
            assertTrue(json.contains(change[0]), change[0]);
            assertFalse(
                    schema().validate(json.replace(change[0], change[1]), InputFormat.JSON)
                            .isEmpty(),
                    change[1]);
        }
    }

    @Test
    void eachKeyOfAResultIsDescribed() throws IOException {
        Map<?, ?> schema = (Map<?, ?>) JsonReader.read(RunJson.schema());
        Map<?, ?> json = (Map<?, ?>) JsonReader.read(Files.readString(folder.file(ReportFormat.JSON)));
        assertEquals(Set.of(), missing(json, (Map<?, ?>) schema.get("properties")));
        Map<?, ?> interval = (Map<?, ?>) ((Map<?, ?>) schema.get("$defs")).get("interval");
        Map<?, ?> first = (Map<?, ?>) ((List<?>) json.get("intervals")).get(0);
        assertEquals(Set.of(), missing(first, (Map<?, ?>) interval.get("properties")));
    }

    private static Set<Object> missing(Map<?, ?> keys, Map<?, ?> described) {
        Set<Object> missing = new java.util.HashSet<>(keys.keySet());
        missing.removeAll(described.keySet());
        return missing;
    }

    private static JsonSchema schema() {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(RunJson.schema());
    }

    @Test
    void theLogHoldsAllLatenciesAndAddsUpToTheResult() throws IOException {
        Map<String, Histogram> sums = new HashMap<>();
        try (HistogramLogReader reader =
                new HistogramLogReader(folder.file(ReportFormat.HLOG).toFile())) {
            while (reader.hasNext()) {
                Histogram stretch = (Histogram) reader.nextIntervalHistogram();
                // The first look comes a moment before the plan begins.
                assertEquals(ReportedRun.BEGAN.toEpochMilli(), stretch.getStartTimeStamp(), 10_000);
                assertTrue(stretch.getEndTimeStamp() > stretch.getStartTimeStamp());
                sums.computeIfAbsent(stretch.getTag(), tag -> new Histogram(600_000_000_000L, 3))
                        .add(stretch);
            }
        }
        assertEquals(Set.of("decision", "decisionFromSend", "ack", "lateness"), sums.keySet());
        Map<?, ?> json = (Map<?, ?>) JsonReader.read(Files.readString(folder.file(ReportFormat.JSON)));
        sums.forEach((tag, sum) -> {
            Map<?, ?> figures = (Map<?, ?>) json.get(tag + "Ms");
            assertEquals((double) sum.getTotalCount(), figures.get("count"), tag);
            for (Map.Entry<String, Double> one : Map.of(
                            "p50", 50.0, "p90", 90.0, "p99", 99.0, "p999", 99.9, "max", 100.0)
                    .entrySet()) {
                double millis = one.getValue() == 100 ? sum.getMaxValue() : sum.getValueAtPercentile(one.getValue());
                assertEquals(millis / 1e6, (double) figures.get(one.getKey()), 1e-6, tag + " " + one.getKey());
            }
            List<?> curve = (List<?>) ((Map<?, ?>) json.get("curves")).get(tag);
            assertEquals(100.0, ((List<?>) curve.get(curve.size() - 1)).get(0), tag);
            assertEquals(figures.get("max"), ((List<?>) curve.get(curve.size() - 1)).get(1), tag);
        });
        assertEquals(report.result().accounts().due(), sums.get("decision").getTotalCount());
    }

    @Test
    void theTableHasALineForEachSecondAndAddsUpToTheResult() throws IOException {
        long sent = 0;
        double end = report.result().intervals().get(0).from();
        List<NamedCsvRecord> lines;
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(folder.file(ReportFormat.CSV))) {
            lines = csv.stream().toList();
        }
        assertEquals(report.result().intervals().size(), lines.size());
        for (NamedCsvRecord line : lines) {
            // The first look comes a moment before the plan begins.
            assertEquals(end, Double.parseDouble(line.getField("from")), 0.1);
            end = Double.parseDouble(line.getField("from")) + Double.parseDouble(line.getField("seconds"));
            sent += Long.parseLong(line.getField("sent"));
            assertEquals("0.420000", line.getField("server:journal sync p99, ms"));
            assertTrue(line.findField("decisionMs.p99").isPresent());
            assertEquals("", line.getField("targetCores"));
        }
        assertEquals(report.result().total().sent, sent);
    }

    @Test
    void whatIsKeptOfASecondIsSmallAndLosesNothing() {
        Tally sum = new Tally();
        List<Interval> all = report.result().intervals();
        assertTrue(all.size() > 2, all.size() + " stretches");
        for (Interval interval : all) {
            sum.addLatencies(interval.tally());
            // The last one may still be looked at.
            int bytes = interval.tally().decision.footprint();
            assertTrue(bytes < 16 << 10 || interval == all.get(all.size() - 1), "bytes: " + bytes);
        }
        assertEquals(report.result().total().decision.histogram(), sum.decision.histogram());
        assertEquals(report.result().total().lateness.histogram(), sum.lateness.histogram());
        assertEquals(report.result().total().ack.histogram(), sum.ack.histogram());
    }

    @Test
    void whatCannotBeWrittenIsSaidInWords(@TempDir Path where) throws IOException {
        Path file = Files.writeString(where.resolve("file"), "x");
        ReportFolder below = new ReportFolder(file.resolve("report"));
        IOException early = assertThrows(IOException.class, () -> below.prepare(Duration.ofSeconds(1)));
        assertTrue(early.getMessage().startsWith("no report can be written to " + file), early.getMessage());
        ReportFolder small = new ReportFolder(where);
        IOException space = assertThrows(IOException.class, () -> small.prepare(Duration.ofDays(100_000)));
        assertTrue(space.getMessage().contains("it has room for"), space.getMessage());

        IOException late = assertThrows(IOException.class, () -> below.write(report, Set.of(ReportFormat.CSV)));
        assertTrue(late.getMessage().contains("intervals.csv could not be written: "), late.getMessage());
        Path full = Path.of("/dev/full");
        if (Files.exists(full)) {
            IOException disk = assertThrows(IOException.class, () -> ReportFolder.writeText(full, "figures"));
            assertEquals("/dev/full could not be written: No space left on device", disk.getMessage());
            assertTrue(Files.exists(full));
        }
    }

    @Test
    void aFullDiskShowsInTheLogToo() {
        IOException full = new IOException("No space left on device");
        java.io.OutputStream disk = new java.io.OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw full;
            }
        };
        IOException thrown = assertThrows(
                IOException.class,
                () -> LatencyLog.write(disk, 0, report.result().intervals()));
        assertEquals(full, thrown);
    }
}
