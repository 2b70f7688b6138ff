package io.gatehouse.loadtest.plan;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Takes a scenario out of its file. A key that it does not know is refused: it would do nothing, and nobody would see. */
final class ScenarioReader {
    private static final Set<String> KEYS = Set.of(
            "description",
            "start-rate",
            "stages",
            "gates",
            "mix.exits",
            "mix.unknown",
            "mix.held",
            "mix.quarantined",
            "mix.wrong-estate",
            "mix.races",
            "mix.temperature.high",
            "mix.temperature.implausible",
            "mix.temperature.missing",
            "behaviour.power-cut.at",
            "behaviour.power-cut.for",
            "behaviour.backlog.hours",
            "behaviour.backlog.per-gate",
            "behaviour.connrate",
            "behaviour.hostile-share",
            "behaviour.idle",
            "behaviour.replay");
    private static final Set<String> STAGE_KEYS = Set.of("time", "rate");
    private static final String ALL_AT_ONCE = "all-at-once";

    private final Config file;

    ScenarioReader(Config file) {
        this.file = file;
    }

    Scenario read(String name) {
        refuseUnknown(file, KEYS);
        List<Stage> stages =
                file.getConfigList("stages").stream().map(ScenarioReader::stage).toList();
        return new Scenario(
                name,
                file.getString("description"),
                number(file, "start-rate", 0),
                stages,
                mix(block("mix")),
                (int) number(file, "gates", 0),
                behaviour(block("behaviour")));
    }

    private static Stage stage(Config stage) {
        refuseUnknown(stage, STAGE_KEYS);
        return new Stage(stage.getDuration("time"), stage.getDouble("rate"));
    }

    private static Mix mix(Config mix) {
        Config heat = mix.hasPath("temperature") ? mix.getConfig("temperature") : ConfigFactory.empty();
        return new Mix(
                number(mix, "exits", 0.5),
                number(mix, "unknown", 0),
                number(mix, "held", 0),
                number(mix, "quarantined", 0),
                number(mix, "wrong-estate", 0),
                new Mix.Temperatures(
                        number(heat, "high", 0), number(heat, "implausible", 0), number(heat, "missing", 0)),
                number(mix, "races", 0));
    }

    private static Behaviour behaviour(Config of) {
        Behaviour.PowerCut cut = of.hasPath("power-cut")
                ? new Behaviour.PowerCut(of.getDuration("power-cut.at"), of.getDuration("power-cut.for"))
                : null;
        Behaviour.Backlog backlog = of.hasPath("backlog")
                ? new Behaviour.Backlog(of.getDouble("backlog.hours"), of.getInt("backlog.per-gate"))
                : null;
        return new Behaviour(
                cut,
                backlog,
                connrate(of),
                number(of, "hostile-share", 0),
                of.hasPath("idle") && of.getBoolean("idle"),
                of.hasPath("replay") && of.getBoolean("replay"));
    }

    private static double connrate(Config of) {
        boolean all = of.hasPath("connrate") && of.getString("connrate").equals(ALL_AT_ONCE);
        return all ? Double.POSITIVE_INFINITY : number(of, "connrate", 0);
    }

    private Config block(String path) {
        return file.hasPath(path) ? file.getConfig(path) : ConfigFactory.empty();
    }

    private static double number(Config of, String path, double absent) {
        return of.hasPath(path) ? of.getDouble(path) : absent;
    }

    private static void refuseUnknown(Config of, Set<String> known) {
        Set<String> unknown = new TreeSet<>();
        of.entrySet().forEach(entry -> unknown.add(String.join(".", ConfigUtil.splitPath(entry.getKey()))));
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "unknown keys %s; known are %s".formatted(unknown, new TreeSet<>(known)));
        }
    }
}
