package io.gatehouse.loadtest.peers;

import io.gatehouse.loadtest.report.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A score for a program. Keys are added, never changed. */
final class PeersJson {
    private PeersJson() {}

    /**
     * The text of the file.
     *
     * @param words one line on each peer that was there
     */
    static String of(Score score, Contest.Plan plan, String machine, int connections, Map<PeerKind, String> words) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("machine", machine);
        json.put("loop", "closed");
        json.put("connections", connections);
        json.put("rounds", plan.rounds());
        json.put("seconds", plan.duration().toNanos() / 1e9);
        json.put("warmupSeconds", plan.warmup().toNanos() / 1e9);
        json.put("seed", plan.seed());
        json.put("ok", score.failed().isEmpty());
        json.put(
                "peers",
                score.asked().stream().map(kind -> peer(score, kind, words)).toList());
        List<Object> rows = new ArrayList<>();
        for (int window : plan.windows()) {
            for (PeerKind kind : score.asked()) {
                if (!score.turns(window, kind).isEmpty()) {
                    rows.add(row(score, window, kind));
                }
            }
        }
        json.put("results", rows);
        return Json.of(json);
    }

    private static Map<String, Object> peer(Score score, PeerKind kind, Map<PeerKind, String> words) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("peer", kind.label());
        json.put("durable", kind.durable());
        json.put("what", words.getOrDefault(kind, ""));
        json.put("missing", score.missing().getOrDefault(kind, ""));
        json.put("failed", score.failed().getOrDefault(kind, ""));
        return json;
    }

    private static Map<String, Object> row(Score score, int window, PeerKind kind) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("peer", kind.label());
        json.put("window", window);
        json.put("eventsPerSecond", spread(score, window, kind, Turn::eventsPerSecond));
        json.put("eventsPerCpuSecond", spread(score, window, kind, Turn::eventsPerCpuSecond));
        json.put("eventsPerSecondToOurs", score.toOurs(window, kind, Turn::eventsPerSecond));
        json.put("eventsPerCpuSecondToOurs", score.toOurs(window, kind, Turn::eventsPerCpuSecond));
        json.put("peerCores", spread(score, window, kind, Turn::peerCores));
        double driver = score.spread(window, kind, Turn::driverCores).median();
        json.put("driverCores", spread(score, window, kind, Turn::driverCores));
        json.put("driverWasTheLimit", driver > PeersTable.DRIVER_LIMIT);
        json.put("answerMs", percentiles(score, window, kind, Turn::answer));
        json.put("ackMs", percentiles(score, window, kind, Turn::ack));
        return json;
    }

    private static Map<String, Object> percentiles(
            Score score, int window, PeerKind kind, java.util.function.Function<Turn, Turn.Percentiles> of) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("p50", spread(score, window, kind, turn -> of.apply(turn).p50()));
        json.put("p99", spread(score, window, kind, turn -> of.apply(turn).p99()));
        json.put("p999", spread(score, window, kind, turn -> of.apply(turn).p999()));
        return json;
    }

    private static Map<String, Object> spread(Score score, int window, PeerKind kind, ToDoubleFunction<Turn> figure) {
        Score.Spread spread = score.spread(window, kind, figure);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("median", spread.median());
        json.put("least", spread.least());
        json.put("greatest", spread.greatest());
        json.put(
                "rounds",
                score.turns(window, kind).stream().mapToDouble(figure).boxed().toList());
        return json;
    }
}
