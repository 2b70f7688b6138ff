package io.gatehouse.server.metrics;

import io.gatehouse.server.metrics.Metric.Label;
import io.gatehouse.server.metrics.Metric.Type;
import java.util.List;

/** The metrics that say where: on pages of their own, for they have a series for each estate or each gate. */
final class PlaceCatalogue {
    private static final Label ESTATE = new Label("estate", List.of());

    // ---- /metrics/estates -------------------------------------------------------------------------------
    static final Metric ESTATES_DARK = gauge(
            "gatehouse_estates_dark",
            "",
            "Estates with gates that were connected once and none that is online, whether listed here or not.",
            "Must be 0. Which ones: gates known above 0, gates online 0.");
    static final Metric ESTATE_GATES_KNOWN = gauge(
            "gatehouse_estate_gates_known",
            "",
            "Gates of the estate that are in the register and were ever connected.",
            "What gatehouse_estate_gates_online is held against.",
            ESTATE);
    static final Metric ESTATE_GATES_ONLINE = gauge(
            "gatehouse_estate_gates_online",
            "",
            "Gates of the estate that are connected now.",
            "0 with known ones: the estate is dark.",
            ESTATE);
    static final Metric ESTATE_SCANS = new Metric(
            "gatehouse_estate_scans_total",
            Type.COUNTER,
            "",
            List.of(ESTATE, new Label("verdict", Labels.VERDICTS.subList(1, Labels.VERDICTS.size()))),
            "Scans recorded for the estate's gates, by verdict.",
            "Where people pass, and where they are sent away.");

    // ---- /metrics/gates ---------------------------------------------------------------------------------
    static final Metric GATES_LEFT_OUT = gauge(
            "gatehouse_gates_left_out",
            "",
            "Gates of the register that metrics.gates leaves out of this page.",
            "Above 0: raise metrics.gates, or look at estates instead.");
    static final Metric GATE_LAST_SEEN = gauge(
            "gatehouse_gate_last_seen_timestamp_seconds",
            "seconds",
            "When the gate was last heard, since 1970; 0: not since this server started.",
            "time() minus this: since when it is silent.",
            ESTATE,
            new Label("gate", List.of()));

    private PlaceCatalogue() {}

    /** Of {@code /metrics/estates}, in the order of the page. */
    static List<Metric> ofEstates() {
        return List.of(ESTATES_DARK, ESTATE_GATES_KNOWN, ESTATE_GATES_ONLINE, ESTATE_SCANS);
    }

    /** Of {@code /metrics/gates}, in the order of the page. */
    static List<Metric> ofGates() {
        return List.of(GATES_LEFT_OUT, GATE_LAST_SEEN);
    }

    private static Metric gauge(String name, String unit, String help, String use, Label... labels) {
        return new Metric(name, Type.GAUGE, unit, List.of(labels), help, use);
    }
}
