package io.gatehouse.loadtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.ScriptedServer.Mischief;
import io.gatehouse.loadtest.compare.ResultFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Generators that ran at the same time, and some that did not, made one. */
@Timeout(120)
class MergeTest {
    private final StringWriter said = new StringWriter();

    @TempDir
    Path folder;

    private int execute(String... args) {
        PrintWriter out = new PrintWriter(said);
        return Main.commandLine().setErr(out).setOut(out).execute(args);
    }

    private int run(String name, String rate) {
        try (ScriptedServer server = new ScriptedServer(Mischief.NONE)) {
            return execute(
                    "run",
                    "--target=127.0.0.1:" + server.address().getPort(),
                    "--site=" + folder.resolve("site"),
                    "--history=unknown",
                    "--rate=" + rate,
                    "--sleep",
                    "--warmup=1s",
                    "--duration=2s",
                    "--out=" + folder.resolve(name));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    private ResultFile result(String name) throws Exception {
        return ResultFile.read(folder.resolve(name));
    }

    private Histogram decisions(String... names) throws Exception {
        Histogram all = new Histogram(600_000_000_000L, 3);
        for (String name : names) {
            try (HistogramLogReader reader = new HistogramLogReader(at(name + "/latency.hlog"))) {
                for (var next = reader.nextIntervalHistogram(); next != null; next = reader.nextIntervalHistogram()) {
                    if (next.getTag().equals("decision")) {
                        all.add((Histogram) next);
                    }
                }
            }
        }
        return all;
    }

    @Test
    void generatorsAreMadeOne() throws Exception {
        Sites.write(Sites.of(6, 1), folder.resolve("site"));
        CompletableFuture<Integer> other = CompletableFuture.supplyAsync(() -> run("a", "400/s"));
        assertEquals(0, run("b", "300/s"), said.toString());
        assertEquals(0, other.join(), said.toString());
        assertEquals(0, execute("merge", at("a"), at("b"), "--out", at("both")), said.toString());
        ResultFile both = result("both");
        for (String key : List.of(
                "events",
                "connections",
                "plannedPerSecond",
                "eventsPerSecond",
                "scans.due",
                "scans.sent",
                "scans.acknowledged",
                "verdicts.allow",
                "links.connectMs.count",
                "decisionMs.count")) {
            double sum = result("a").number(key) + result("b").number(key);
            assertTrue(sum > 0, key);
            assertEquals(sum, both.number(key), 1e-3, key);
        }
        for (String key : List.of("links.connectMs.p99", "links.connectMs.max")) {
            assertEquals(Math.max(result("a").number(key), result("b").number(key)), both.number(key), 1e-9, key);
        }
        assertTrue(both.text("notKnown", "").contains("nobody knows"), "of the server's history");
        links();
        Histogram all = decisions("a", "b");
        assertEquals(all.getValueAtPercentile(99) / 1e6, both.number("decisionMs.p99"), 1e-6);
        assertEquals(all.getMaxValue() / 1e6, both.number("decisionMs.max"), 1e-6);
        assertEquals(all, decisions("both"), "its own log adds up to the same");
        assertSeconds(both);
        assertTrue(Files.readString(folder.resolve("both/report.html")).contains("2 generators, each: "));
        assertEquals(0, execute("compare", at("both"), at("both")), said.toString());
        unlike();
    }

    /** Of runs whose gates were cut, came with a backlog or were idle. */
    private void links() throws Exception {
        String a = Files.readString(folder.resolve("a/result.json"));
        String b = Files.readString(folder.resolve("b/result.json"));
        withLinks(
                "a",
                a,
                "\"cut\": 3",
                "{\"events\": 10, \"acknowledged\": 10, \"seconds\": 2, \"perSecond\": 5}",
                100,
                700);
        withLinks(
                "b",
                b,
                "\"cut\": 4",
                "{\"events\": 20, \"acknowledged\": 20, \"seconds\": 5, \"perSecond\": 4}",
                200,
                900);
        assertEquals(0, execute("merge", at("a"), at("b"), "--out", at("linked")), said.toString());
        ResultFile linked = result("linked");
        assertEquals(7, linked.number("links.cut"));
        assertEquals(30, linked.number("links.offline.events"));
        assertEquals(5, linked.number("links.offline.seconds"));
        assertEquals(6, linked.number("links.offline.perSecond"));
        assertEquals(8, linked.number("links.idle.gates"));
        assertEquals(100, linked.number("links.idle.bytesBefore"));
        assertEquals(900, linked.number("links.idle.bytesWith"));
        assertEquals(2, linked.number("links.hostile.notSentAway"));
        Files.writeString(folder.resolve("a/result.json"), a);
        Files.writeString(folder.resolve("b/result.json"), b);
    }

    private void withLinks(String run, String json, String cut, String offline, int before, int with) throws Exception {
        String idle = "\"idle\": {\"gates\": 4, \"bytesBefore\": %d, \"bytesWith\": %d}".formatted(before, with);
        String changed = json.replaceFirst("\"cut\": 0", cut)
                .replaceFirst("\"offline\": null", "\"offline\": " + offline)
                .replaceFirst("\"idle\": null", idle)
                .replaceFirst("\"hostile\": null", "\"hostile\": {\"gates\": 1, \"notSentAway\": 1}");
        Files.writeString(folder.resolve(run + "/result.json"), changed);
    }

    private static void assertSeconds(ResultFile both) {
        double sent = 0;
        double last = -1;
        List<?> intervals = (List<?>) both.json().get("intervals");
        for (Object interval : intervals) {
            Map<?, ?> second = (Map<?, ?>) interval;
            sent += (Double) second.get("sent");
            assertTrue((Double) second.get("from") > last);
            last = (Double) second.get("from");
        }
        assertEquals(both.number("scans.sent"), sent);
    }

    private void unlike() throws Exception {
        Path result = folder.resolve("b/result.json");
        String json = Files.readString(result);
        Files.writeString(result, json.replaceFirst("\"warmupSeconds\": 1", "\"warmupSeconds\": 2"));
        assertEquals(1, execute("merge", at("a"), at("b"), "--out", at("none")));
        assertTrue(said.toString().contains("warmupSeconds is 1.0"), said.toString());
        Files.writeString(result, json.replaceFirst("\"startedAt\": \"20", "\"startedAt\": \"19"));
        assertEquals(1, execute("merge", at("a"), at("b"), "--out", at("none")));
        assertTrue(said.toString().contains("not measure at the same time"), said.toString());
        assertTrue(Files.notExists(folder.resolve("none")));
        Files.writeString(result, json.replaceFirst("\"window\": 0", "\"window\": 7"));
        assertEquals(0, execute("merge", at("a"), at("b"), "--out", at("forced"), "--force"), said.toString());
        Files.writeString(result, json);
        Files.delete(folder.resolve("b/latency.hlog"));
        assertEquals(1, execute("merge", at("a"), at("b"), "--out", at("none")));
        assertTrue(said.toString().contains("latency.hlog is missing"), said.toString());
        assertEquals(64, execute("merge", at("a"), "--out", at("none")));
    }
}
