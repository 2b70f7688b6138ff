package io.gatehouse.loadtest.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareTest {
    @TempDir
    Path folder;

    private int files;

    private ResultFile result(String json) throws IOException {
        Path file = folder.resolve("r" + files++ + ".json");
        Files.writeString(file, "{\"schema\": 1, " + json.replace('\'', '"') + "}");
        return ResultFile.read(file);
    }

    private static String run(double p99, double perCpu, long lost) {
        return "'machine': 'm', 'plan': {'sha256': 'h'}, 'eventsPerTargetCpuSecond': %f, 'decisionMs': {'p99': %f}, 'accounting': {'lost': %d}"
                .formatted(perCpu, p99, lost);
    }

    private ResultComparison compare(List<String> before, List<String> after, Map<String, Double> tolerances)
            throws IOException {
        return new ResultComparison(side(before), side(after), tolerances);
    }

    private Side side(List<String> runs) throws IOException {
        ResultFile[] results = new ResultFile[runs.size()];
        for (int i = 0; i < results.length; i++) {
            results[i] = result(runs.get(i));
        }
        return new Side(Arrays.asList(results));
    }

    private List<String> worse(String before, String after, Map<String, Double> tolerances) throws IOException {
        return compare(List.of(before), List.of(after), tolerances).worse();
    }

    @Test
    void whatIsWorseThanItsTolerance() throws Exception {
        assertEquals(List.of(), worse(run(4, 1e6, 0), run(5, 0.95e6, 0), Map.of()));
        assertEquals(List.of("decision.p99"), worse(run(4, 1e6, 0), run(5.5, 1e6, 0), Map.of()));
        assertEquals(List.of("events_per_cpu_second"), worse(run(4, 1e6, 0), run(4, 0.8e6, 0), Map.of()));
        assertEquals(List.of("lost"), worse(run(4, 1e6, 0), run(4, 1e6, 1), Map.of()));
        assertEquals(List.of(), worse(run(4, 1e6, 5), run(1, 3e6, 0), Map.of()));
        assertEquals(List.of("decision.p99"), worse(run(4, 1e6, 0), run(4.5, 1e6, 0), Map.of("decision.p99", 0.1)));
        assertEquals(List.of(), worse(run(4, 1e6, 0), run(400, 1e6, 0), Map.of("decision.p99", Double.NaN)));
    }

    @Test
    void aSmallLatencyMayDouble() throws Exception {
        assertEquals(List.of(), worse(run(0.2, 1e6, 0), run(0.4, 1e6, 0), Map.of()));
        assertEquals(List.of("decision.p99"), worse(run(0.2, 1e6, 0), run(0.5, 1e6, 0), Map.of()));
    }

    @Test
    void ofSeveralRunsTheMedianCountsAndTheirNoiseIsTolerated() throws Exception {
        List<String> before = List.of(run(4, 1e6, 0), run(40, 1e6, 0), run(4.2, 1e6, 0));
        ResultComparison noisy = compare(before, List.of(run(8, 1e6, 0), run(8, 1e6, 0), run(1, 1e6, 0)), Map.of());
        assertEquals(List.of(), noisy.worse());
        assertTrue(ComparisonText.plain(noisy).contains("(noise)"), ComparisonText.plain(noisy));
        List<String> calm = List.of(run(4, 1e6, 0), run(4.1, 1e6, 0), run(4.2, 1e6, 0));
        ResultComparison quiet = compare(calm, List.of(run(8, 1e6, 0), run(8, 1e6, 0), run(1, 1e6, 0)), Map.of());
        assertEquals(List.of("decision.p99"), quiet.worse());
        ResultComparison even = compare(List.of(run(2, 1e6, 0), run(4, 1e6, 0)), List.of(run(3, 1e6, 0)), Map.of());
        assertTrue(ComparisonText.plain(even).contains("+0.0 %"), ComparisonText.plain(even));
    }

    @Test
    void saysWhatIsNotAlike() throws Exception {
        String other =
                "'machine': 'n', 'plan': {'sha256': 'i'}, 'configuration': {'--rate': '5', '--target': 'x'}, 'ok': false,"
                        + " 'endedEarly': 'interrupted', 'generatorKeptUp': false";
        ResultComparison unlike = compare(
                List.of("'machine': 'm', 'plan': {'sha256': 'h'}, 'configuration': {'--rate': '6', '--target': 'y'}"),
                List.of(other),
                Map.of());
        String all = String.join("\n", unlike.warnings());
        for (String words : List.of(
                "machines differ", "plans differ", "--rate 6 and 5", "failed", "interrupted", "generator was at its")) {
            assertTrue(all.contains(words), all);
        }
        assertFalse(all.contains("--target"), all);
        assertEquals(
                List.of(),
                compare(List.of(run(4, 1e6, 0)), List.of(run(5, 1e6, 0)), Map.of())
                        .warnings());
        ResultComparison half =
                compare(List.of(run(4, 1e6, 0)), List.of("'machine': 'm', 'plan': {'sha256': 'h'}"), Map.of());
        assertTrue(
                half.warnings().contains("only one side has measured decision.p99"),
                half.warnings().toString());
        assertEquals(List.of(), half.worse());
    }

    @Test
    void onlyLikeIsCompared() {
        IOException unlike = assertThrows(
                IOException.class,
                () -> compare(List.of("'kind': 'canonical'"), List.of("'kind': 'capacity'"), Map.of()));
        assertTrue(unlike.getMessage().contains("do not compare"), unlike.getMessage());
    }

    @Test
    void whatIsNoResultIsSaid() throws Exception {
        Path file = Files.writeString(folder.resolve("x.json"), "{\"a\": 1}");
        assertTrue(assertThrows(IOException.class, () -> ResultFile.read(file))
                .getMessage()
                .contains("no result"));
        Files.writeString(file, "{\"a\": ");
        assertTrue(assertThrows(IOException.class, () -> ResultFile.read(file))
                .getMessage()
                .contains("no JSON"));
        assertTrue(assertThrows(IOException.class, () -> ResultFile.read(folder))
                .getMessage()
                .contains("there is no"));
    }

    @Test
    void markdownKeepsItsCells() throws Exception {
        ResultComparison comparison =
                compare(List.of(run(4, 1e6, 0) + ", 'server': 'a|b <c> *d*'"), List.of(run(9, 1e6, 0)), Map.of());
        String text = ComparisonText.markdown(comparison);
        assertTrue(text.contains("| decision.p99, ms | 4.000 | 9.000 | +125.0 % | 35 % | **WORSE** |"), text);
        assertTrue(text.contains("a\\|b &lt;c> \\*d\\*"), text);
        long bars = text.lines()
                .filter(line -> line.startsWith("| decision.p99"))
                .findFirst()
                .orElseThrow()
                .chars()
                .filter(c -> c == '|')
                .count();
        assertEquals(7, bars);
    }
}
