package io.gatehouse.loadtest.report;

import io.gatehouse.loadtest.ScriptedServer;
import io.gatehouse.loadtest.ScriptedServer.Mischief;
import io.gatehouse.loadtest.Sites;
import io.gatehouse.loadtest.link.GateStream;
import io.gatehouse.loadtest.link.Speech;
import io.gatehouse.loadtest.run.LoadRun;
import io.gatehouse.loadtest.run.RunSpec;
import io.gatehouse.loadtest.run.SiteScans;
import io.gatehouse.loadtest.run.Target;
import io.gatehouse.loadtest.site.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A short real run, with all that a report can hold. */
final class ReportedRun {
    static final Instant BEGAN = Instant.parse("2026-11-24T07:00:00Z");

    private ReportedRun() {}

    static RunReport make() throws Exception {
        Site site = Sites.of(6, 1);
        try (ScriptedServer server = new ScriptedServer(Mischief.NONE)) {
            List<GateStream> streams =
                    site.gates().stream().map(GateStream::new).toList();
            SiteScans scans = SiteScans.of(site.gates(), site.passes(), 1);
            Target target = new Target(server.address(), Speech.gates(streams), 0, 6, scans);
            RunSpec spec = new RunSpec(0, 2000, false, false, Duration.ofMillis(300), Duration.ofMillis(2300), 1);
            Map<String, Double> said = new LinkedHashMap<>();
            said.put("journal sync p50, ms", 0.21);
            said.put("journal sync p99, ms", 0.42);
            said.put("ring backlog, events", 3.0);
            return new RunReport(
                    target,
                    new LoadRun(target, spec, 2, List.of(), () -> said).run(),
                    new Circumstances(BEGAN, List.of("gatehouse", "loadtest", "run"), Map.of("--rate", "2000/s"), "x"),
                    sections());
        }
    }

    private static Map<String, Object> sections() {
        Map<String, Object> threshold = new LinkedHashMap<>();
        threshold.put("threshold", "decision:p(99)<1us");
        threshold.put("passed", false);
        threshold.put("value", 250.5);
        threshold.put("limit", 1.0);
        threshold.put("unit", "us");
        threshold.put("measured", "250.5 us </script><b>measured");
        Map<String, Object> sections = new LinkedHashMap<>();
        sections.put("thresholds", List.of(threshold));
        sections.put("serverGrowth", Map.of("gatehouse_scans_total", 5200.0));
        return sections;
    }
}
