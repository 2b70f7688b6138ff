package io.gatehouse.grafana;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The power of one estate fails: how long until somebody is called, by the rules and intervals that are shipped. */
class EstateDarkTest {
    /** What is promised. A run that takes longer fails, whatever the reason. */
    private static final int PROMISED_SECONDS = 60;

    /** Enough for estates with several. */
    private static final int GATES = 300;

    private static final int HANG_SECONDS = 90;
    private static final long BETWEEN_MS = 200;
    private static final String KNOWN = "gatehouse_estate_gates_known{estate=\"%s\"}";
    private static final String ONLINE = "gatehouse_estate_gates_online{estate=\"%s\"}";

    @TempDir
    private Path home;

    private Running running;

    @AfterEach
    void stop() throws InterruptedException {
        if (running != null) {
            running.stop();
        }
    }

    @Test
    void anEstateWhosePowerFailsIsAnAlertWithinAMinute() throws Exception {
        Tool.needed("proofs that a dark estate is an alert", 1);
        running = new Running(home);
        running.startServer(GATES);
        running.startPrometheus(UnaryOperator.identity(), UnaryOperator.identity());
        List<String> estates = EstateGates.largest(running.site(), 2);
        List<Process> gates = new ArrayList<>();
        for (String estate : estates) {
            gates.add(running.launch("gates-" + estate, EstateGates.process(running.gates(), running.site(), estate)));
        }
        for (String estate : estates) {
            double count = EstateGates.estates(running.site()).get(estate);
            await(
                    "all gates of " + estate + " online",
                    HANG_SECONDS,
                    () -> value(KNOWN, estate) == count && value(ONLINE, estate) == count);
        }
        assertEquals(Set.of(), darkEstates());
        assertEquals(Set.of(), onThePanel());

        // Sockets stay, nothing comes any more: what a power cut looks like from here.
        signal("STOP", gates.get(0));
        double alert = await("alert", PROMISED_SECONDS, () -> darkEstates().equals(Set.of(estates.get(0))));
        System.out.printf(
                "estate dark: %.1f s from the power cut at its %d gates to a firing page, %d at most%n",
                alert, EstateGates.estates(running.site()).get(estates.get(0)), PROMISED_SECONDS);
        assertEquals(Set.of(estates.get(0)), onThePanel());
        assertEquals(1, first("gatehouse_estates_dark"));

        signal("CONT", gates.get(0));
        double over =
                await("end of the alert", HANG_SECONDS, () -> darkEstates().isEmpty());
        System.out.printf("estate back: %.1f s from the power's return to no alert%n", over);
        assertEquals(Set.of(), onThePanel());
    }

    private static void signal(String name, Process process) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertTrue(kill.waitFor(HANG_SECONDS, TimeUnit.SECONDS) && kill.exitValue() == 0);
    }

    /** Seconds until it holds. */
    private double await(String what, int seconds, Callable<Boolean> holds) throws Exception {
        long from = System.nanoTime();
        while (!holds.call()) {
            double passed = (System.nanoTime() - from) / 1e9;
            assertTrue(passed < seconds, () -> what + ": not in " + seconds + " s\n" + running.log("server"));
            Thread.sleep(BETWEEN_MS);
        }
        return (System.nanoTime() - from) / 1e9;
    }

    /** Estates for which somebody is called now. */
    private Set<String> darkEstates() throws Exception {
        Set<String> estates = new TreeSet<>();
        JsonNode answer = running.api("alerts");
        for (JsonNode alert : answer.at("/data/alerts")) {
            if (alert.at("/labels/alertname").asText().equals("GateEstateDark")
                    && alert.get("state").asText().equals("firing")) {
                assertEquals("page", alert.at("/labels/severity").asText());
                assertEquals("gatehouse", alert.at("/labels/job").asText());
                estates.add(alert.at("/labels/estate").asText());
            }
        }
        return estates;
    }

    /** Estates that Overview names. */
    private Set<String> onThePanel() throws Exception {
        Set<String> estates = new TreeSet<>();
        for (Panels.Query query : Panels.queries(Folder.dashboards())) {
            if (query.panel().equals("overview.json: Which estates are dark")) {
                String expression = PromQl.filled(query.expression(), "gatehouse", running.instance(), "1m");
                JsonNode answer = running.api("query?query=" + Running.encoded(expression));
                assertEquals("success", answer.path("status").asText());
                answer.at("/data/result")
                        .forEach(series ->
                                estates.add(series.at("/metric/estate").asText()));
            }
        }
        return estates;
    }

    private double value(String series, String estate) throws Exception {
        return first(series.formatted(estate));
    }

    /** NaN where there is no such series yet. */
    private double first(String series) throws Exception {
        try {
            JsonNode answer = running.api("query?query=" + Running.encoded(series));
            return answer.at("/data/result/0/value/1").asDouble(Double.NaN);
        } catch (IOException notYet) {
            return Double.NaN;
        }
    }
}
