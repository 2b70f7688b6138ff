package io.gatehouse.loadtest.meters;

import java.util.List;

/** The catalogue: everything that a generator says of itself while it runs, and what it is for. */
public enum LoadMetric {
    ASKED(
            Kind.COUNTER,
            "gatehouse_loadtest_asked_scans",
            "Scans that the plan had until now; none in a closed loop.",
            "Against the sent ones: does the generator keep its plan?"),
    SENT(
            Kind.COUNTER,
            "gatehouse_loadtest_sent_scans",
            "Scans given to a connection.",
            "The load that the server got."),
    LATE(
            Kind.COUNTER,
            "gatehouse_loadtest_late_scans",
            "Scans sent more than 1 ms after their planned time.",
            "Many of them make the run the generator's, not the server's."),
    UNSENT(
            Kind.COUNTER,
            "gatehouse_loadtest_unsent_scans",
            "Planned scans that no gate could take: it was not connected, or too far behind.",
            "Load that was asked for and never came about."),
    DECISIONS(
            Kind.COUNTER,
            "gatehouse_loadtest_decisions",
            "Decisions that came back.",
            "What the server answers, as the gates see it.",
            "verdict",
            "unspecified",
            "allow",
            "deny",
            "refer",
            "retest"),
    ACKNOWLEDGED(
            Kind.COUNTER,
            "gatehouse_loadtest_acknowledged_scans",
            "Scans that the server said are on its disk.",
            "Against the sent ones: what a kill would ask the gates for again."),
    FAILURES(
            Kind.COUNTER,
            "gatehouse_loadtest_failures",
            "Connections that failed, were refused or broke a rule.",
            "Must stay 0 unless the scenario breaks them."),
    UNDECIDED(
            Kind.GAUGE,
            "gatehouse_loadtest_undecided_scans",
            "Scans sent and without a decision.",
            "What is in flight."),
    UNACKNOWLEDGED(
            Kind.GAUGE,
            "gatehouse_loadtest_unacknowledged_scans",
            "Scans sent and without an ack.",
            "How far the disk is behind."),
    CONNECTIONS(Kind.GAUGE, "gatehouse_loadtest_connections", "Gates that can send.", "Are all of them there?"),
    OWN_CORES(
            Kind.GAUGE,
            "gatehouse_loadtest_generator_cores",
            "Cores that the generator was at work on.",
            "Above 0.8 of each of its event loops the latencies are its own."),
    TARGET_CORES(
            Kind.GAUGE,
            "gatehouse_loadtest_target_cores",
            "Cores that the target's process took; NaN where its process is not known.",
            "How much room the server has."),
    DECISION(
            Kind.HISTOGRAM,
            "gatehouse_loadtest_decision_duration_seconds",
            "From the planned time of a scan to its decision, in the measured part of a run.",
            "The latency that a person at the gate has."),
    DECISION_FROM_SEND(
            Kind.HISTOGRAM,
            "gatehouse_loadtest_decision_from_send_duration_seconds",
            "From the write of a scan to its decision, in the measured part of a run.",
            "Far below the one from the plan: scans waited in the generator or behind a stall."),
    ACK(
            Kind.HISTOGRAM,
            "gatehouse_loadtest_ack_duration_seconds",
            "From the planned time of a scan to its ack, in the measured part of a run.",
            "How long an event is only in the gate."),
    LATENESS(
            Kind.HISTOGRAM,
            "gatehouse_loadtest_lateness_seconds",
            "From the planned time of a scan to its write, in the measured part of a run.",
            "The generator's own delay.");

    /** What is done with its values. */
    enum Kind {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    private final Kind kind;
    private final String stem;
    private final String help;
    private final String use;
    private final List<String> label;

    LoadMetric(Kind kind, String stem, String help, String use, String... label) {
        this.kind = kind;
        this.stem = stem;
        this.help = help;
        this.use = use;
        this.label = List.of(label);
    }

    Kind kind() {
        return kind;
    }

    /** Its name without what the format adds to counters. */
    String stem() {
        return stem;
    }

    String help() {
        return help;
    }

    /** What somebody does with it. */
    String use() {
        return use;
    }

    /** The name of its label and then the values; empty where it has none. */
    List<String> label() {
        return label;
    }
}
