package io.gatehouse.server.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.v1.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The pages that say where: their sums, their caps, and that they have what the catalogue names and nothing else. */
final class EstatesPageTest {
    private record Gate(int estate, boolean seen) {}

    private final List<Gate> register = new ArrayList<>();
    private final List<LoopMeters> loops = List.of(new LoopMeters(1), new LoopMeters(1));

    private String text() throws IOException {
        return text(new EstatesPage(to -> register.forEach(gate -> to.gate(gate.estate, gate.seen)), loops));
    }

    private static String text(ScrapePage page) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        page.writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private void gates(int estate, int count, boolean seen) {
        for (int i = 0; i < count; i++) {
            register.add(new Gate(estate, seen));
        }
    }

    @Test
    void gatesAndScansAreSummedOverTheLoops() throws IOException {
        gates(101, 3, true);
        gates(102, 2, true);
        gates(102, 1, false);
        gates(103, 4, false);
        EstateTally first = loops.get(0).onWelcome(102);
        EstateTally second = loops.get(1).onWelcome(102);
        first.onScan(Verdict.VERDICT_ALLOW_VALUE);
        second.onScan(Verdict.VERDICT_ALLOW_VALUE);
        second.onScan(Verdict.VERDICT_RETEST_VALUE);
        second.onScan(99);
        Map<String, Double> series = TestSources.series(text());
        // 103 has never worked: nothing went dark there.
        assertEquals(1, series.get("gatehouse_estates_dark"));
        assertEquals(3, series.get("gatehouse_estate_gates_known{estate=\"101\"}"));
        assertEquals(0, series.get("gatehouse_estate_gates_online{estate=\"101\"}"));
        assertEquals(2, series.get("gatehouse_estate_gates_known{estate=\"102\"}"));
        assertEquals(2, series.get("gatehouse_estate_gates_online{estate=\"102\"}"));
        assertEquals(0, series.get("gatehouse_estate_gates_known{estate=\"103\"}"));
        assertEquals(2, series.get("gatehouse_estate_scans_total{estate=\"102\",verdict=\"allow\"}"));
        assertEquals(1, series.get("gatehouse_estate_scans_total{estate=\"102\",verdict=\"retest\"}"));
        assertEquals(0, series.get("gatehouse_estate_scans_total{estate=\"101\",verdict=\"deny\"}"));
        first.onClosed();
        second.onClosed();
        series = TestSources.series(text());
        assertEquals(0, series.get("gatehouse_estate_gates_online{estate=\"102\"}"));
        assertEquals(2, series.get("gatehouse_estates_dark"));
        assertEquals(2, series.get("gatehouse_estate_scans_total{estate=\"102\",verdict=\"allow\"}"));
    }

    @Test
    void pastTheCapTheSmallestAreOne() throws IOException {
        for (int estate = 1; estate <= EstatesPage.MOST; estate++) {
            gates(estate, 2, true);
        }
        assertFalse(text().contains("other"));
        gates(5_000, 3, true);
        gates(5_001, 1, true);
        loops.get(0).onWelcome(5_001).onScan(Verdict.VERDICT_DENY_VALUE);
        Map<String, Double> series = TestSources.series(text());
        assertEquals(3, series.get("gatehouse_estate_gates_known{estate=\"5000\"}"));
        // Of equal ones the last by number: 200 goes to the rest.
        assertEquals(null, series.get("gatehouse_estate_gates_known{estate=\"200\"}"));
        assertEquals(2, series.get("gatehouse_estate_gates_known{estate=\"199\"}"));
        assertEquals(3, series.get("gatehouse_estate_gates_known{estate=\"other\"}"));
        assertEquals(1, series.get("gatehouse_estate_gates_online{estate=\"other\"}"));
        assertEquals(1, series.get("gatehouse_estate_scans_total{estate=\"other\",verdict=\"deny\"}"));
        // All but 5001, and 200 too though it has no series.
        assertEquals(EstatesPage.MOST + 1, series.get("gatehouse_estates_dark"));
    }

    @Test
    void twentyThousandGatesOfAThousandEstates() throws IOException {
        for (int estate = 1; estate <= 1_000; estate++) {
            gates(estate, 20, true);
            loops.get(estate & 1).onWelcome(estate).onScan(Verdict.VERDICT_ALLOW_VALUE);
        }
        String text = text();
        int perEstate = 2 + LoopMeters.VERDICTS - 1;
        long series = text.lines().filter(line -> !line.startsWith("#")).count();
        assertEquals(1 + (EstatesPage.MOST + 1) * perEstate, series);
        assertEquals(
                1_000,
                TestSources.series(text).entrySet().stream()
                        .filter(one -> one.getKey().contains("verdict=\"allow\""))
                        .mapToDouble(Map.Entry::getValue)
                        .sum());
        System.out.println(series + " series of 1,000 estates, " + text.length() + " bytes");
    }

    @Test
    void gatesByIdUpToTheCap() throws IOException {
        List<GatesPage.Gate> gates = List.of(
                new GatesPage.Gate("g-3", 7, 1_580_000_000_000_001L),
                new GatesPage.Gate("g-1", 7, 0),
                new GatesPage.Gate("g\"2\\", 8, 1_580_000_000_500_000L));
        String two = text(new GatesPage(gates::forEach, 2));
        Map<String, Double> series = TestSources.series(two);
        assertEquals(1, series.get("gatehouse_gates_left_out"));
        assertEquals(
                0,
                series.get("gatehouse_gate_last_seen_timestamp_seconds{estate=\"7\",gate=\"g-1\"}"),
                series::toString);
        assertEquals(3, series.size());
        series = TestSources.series(text(new GatesPage(gates::forEach, 3)));
        assertEquals(0, series.get("gatehouse_gates_left_out"));
        assertEquals(
                1_580_000_000.500_000,
                series.get("gatehouse_gate_last_seen_timestamp_seconds{estate=\"8\",gate=\"g\\\"2\\\\\"}"));
        assertEquals(
                1_580_000_000.000_001,
                series.get("gatehouse_gate_last_seen_timestamp_seconds{estate=\"7\",gate=\"g-3\"}"));
    }

    @Test
    void eachHasWhatTheCatalogueSays() throws IOException {
        gates(1, 1, true);
        holdTo(PlaceCatalogue.ofEstates(), text());
        holdTo(PlaceCatalogue.ofGates(), text(new GatesPage(to -> to.accept(new GatesPage.Gate("g", 1, 5)), 1)));
    }

    private static void holdTo(List<Metric> catalogue, String text) {
        Map<String, String> documented = new TreeMap<>();
        catalogue.forEach(
                metric -> documented.put(metric.name(), metric.type().name().toLowerCase(java.util.Locale.ROOT)));
        Map<String, String> exposed = new TreeMap<>();
        Set<String> helped = new TreeSet<>();
        for (String line : text.split("\n")) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# TYPE ")) {
                exposed.put(words[2], words[3]);
            } else if (line.startsWith("# HELP ") && words[3].endsWith(".")) {
                helped.add(words[2]);
            } else {
                String name = line.replaceAll("[{ ].*", "");
                Metric metric = catalogue.stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst()
                        .orElseThrow();
                metric.labels().forEach(label -> assertTrue(line.contains(label.name() + "=\""), line));
            }
        }
        assertEquals(documented, exposed);
        assertEquals(documented.keySet(), helped);
    }
}
