package io.gatehouse.server.metrics;

import io.gatehouse.server.log.LogEvent;
import io.gatehouse.server.metrics.Metric.Label;
import io.gatehouse.server.metrics.Metric.Type;
import java.util.List;

/**
 * Every metric that Gatehouse exposes, one entry each. {@code docs/METRICS.md} is made of this list, and a test holds
 * the list against what a server exposes. Nothing here has a gate, a pass or an address as a label: which gate it was is
 * a question to the journal.
 */
final class Catalogue {
    // ---- scans ------------------------------------------------------------------------------------
    static final Metric SCANS = counter(
            "gatehouse_scans_total",
            "Scans recorded, by verdict and by the first reason listed.",
            "Traffic and how it is decided. With acted scans the verdict is what the server would have said.",
            label("verdict", Labels.VERDICTS),
            label("reason", Labels.REASONS));
    static final Metric SCAN_ERRORS = counter(
            "gatehouse_scan_errors_total",
            "Scans that a failing check in the server kept from being decided.",
            "Must stay 0: each one sent a person to the guard because of a bug. They count as refer in the scans too.",
            label("type", List.of("internal")));
    static final Metric DECISION_DURATION = histogram(
            "gatehouse_decision_duration_seconds",
            "From the read of a scan's bytes to its decision on the way out.",
            "The latency objective: the share at or below 0.1 s.");
    static final Metric ATTENTION = counter(
            "gatehouse_attention_scans_total",
            "Scans recorded for which the guard was asked to look up.",
            "How busy the guards are kept, whatever the verdicts.");
    static final Metric DUPLICATES = counter(
            "gatehouse_duplicate_scans_total",
            "Scans that were held already: acknowledged again, recorded once.",
            "Follows reconnects. Without reconnects a gate sends again what was acknowledged.");
    static final Metric OFFLINE_SCANS = counter(
            "gatehouse_offline_scans_total",
            "Scans recorded that the gate had acted on before they came, by whose word it acted.",
            "gate and guard: the server was not reached in time. server: sent again after a decision was obeyed.",
            label("authority", Labels.AUTHORITIES));
    static final Metric OFFLINE_DELAY = histogram(
            "gatehouse_offline_scan_delay_seconds",
            "From a scan that the gate acted on to its arrival, by the gate's corrected clock.",
            "How long gates stood alone.");
    static final Metric DIFFERING = counter(
            "gatehouse_differing_actions_total",
            "Actions of gates and guards that differ from the server's verdict or from what stood.",
            "People let in or kept out against the rules: read who and where in the journal.",
            label("message", List.of("scan", "outcome")));
    static final Metric OUTCOMES = counter(
            "gatehouse_outcomes_total",
            "Outcomes recorded: what became of scans that were sent already.",
            "Rises where decisions come too late for the gates.");

    // ---- what else gates say --------------------------------------------------------------------------
    static final Metric DEVICE_EVENTS = counter(
            "gatehouse_device_events_total",
            "Device events recorded, by kind.",
            "Doors forced or held, tampering, power, faults: look at what rises.",
            label("kind", Labels.DEVICE_KINDS));
    static final Metric LOST_MESSAGES = counter(
            "gatehouse_lost_messages_total",
            "Lost messages recorded: a gate stated that it no longer has some events.",
            "Any is a gate with a full or broken spool.");
    static final Metric LOST_EVENTS = counter(
            "gatehouse_lost_events_total",
            "Events that gates stated as lost, without those that the server holds.",
            "How much is missing in the record.");
    static final Metric ALARMS = counter(
            "gatehouse_alarms_total",
            "Alarms: two events with one number, two devices with one identity, a promise broken.",
            "Must stay 0. promise_broken: the journal lost what it had acknowledged. The others: look at the device.",
            label("kind", Labels.ALARMS.subList(1, Labels.ALARMS.size())));
    static final Metric CLOCK_SKEW = histogram(
            "gatehouse_clock_skew_seconds",
            "How far gates' clocks are from the server's, in either direction, at each event recorded.",
            "Beyond 5 s a clock is bad, beyond 120 s its events are flagged: set the gate's clock.");
    static final Metric STREAMS_REPLACED = counter(
            "gatehouse_streams_replaced_total",
            "New streams of gates that had one before: the device lost its spool or was replaced.",
            "Should match the work orders of the technicians.");

    // ---- connections ----------------------------------------------------------------------------------
    static final Metric CONNECTIONS = gauge(
            "gatehouse_connections",
            "",
            "Connections of gates that are open now.",
            "Against gatehouse_connections_allowed.");
    static final Metric CONNECTIONS_ALLOWED = gauge(
            "gatehouse_connections_allowed",
            "",
            "Connections of gates that may be open: caps.connections, or less where descriptors or memory are short.",
            "Above 80 % of it: raise the limit of the process before gates are refused.");
    static final Metric CONNECTIONS_OPENED = counter(
            "gatehouse_connections_opened_total",
            "Connections accepted.",
            "Churn: a rise without new gates is a reconnect storm.");
    static final Metric CONNECTIONS_REFUSED = counter(
            "gatehouse_connections_refused_total",
            "Connections that a cap kept out, by cap. They do not count as opened, but for failed_logins.",
            "source_*: look who is there. The others: more gates than the caps are made for, or an attack. descriptors:"
                    + " accepting paused, the limit of the process is too low.",
            label("reason", Labels.CAPS));
    static final Metric CONNECTIONS_UNWRITABLE = gauge(
            "gatehouse_connections_unwritable",
            "",
            "Connections whose output is over the high watermark now.",
            "Slow gates or networks; each is closed after the slow-reader deadline.");
    static final Metric AUTHENTICATIONS = counter(
            "gatehouse_authentications_total",
            "Hellos whose token was compared, by result.",
            "A rise of failed: a gate with an old token, or somebody trying.",
            label("result", List.of("ok", "failed")));
    static final Metric HANDSHAKES = counter(
            "gatehouse_tls_handshakes_total",
            "TLS handshakes with gates, by how they ended.",
            "alert: gates do not trust the server's certificate. client_certificate: the server does not trust theirs.",
            label("result", Labels.HANDSHAKES));
    static final Metric CERTIFICATE_EXPIRY = gauge(
            "gatehouse_tls_certificate_expiry_timestamp_seconds",
            "seconds",
            "When the certificate in use expires, since 1970; 0 without TLS.",
            "This minus time() below 14 days: renew it. Past it no gate comes back.");
    static final Metric CERTIFICATE_RELOADS = counter(
            "gatehouse_tls_reloads_total",
            "Times that certificate and key were read again, by what came of it.",
            "refused: the files can't be used, and the certificate from before stays. The log says why.",
            label("result", Labels.CERTIFICATE_RELOADS));
    static final Metric PLAINTEXT_LISTENERS = gauge(
            "gatehouse_plaintext_listeners",
            "",
            "Listeners for gates without TLS.",
            "1 where gates come from other machines: their tokens can be read on the way.");
    static final Metric TAKEOVERS = counter(
            "gatehouse_takeovers_total",
            "Hellos that took the gate from a connection that stood.",
            "Some follow network faults. Many for one gate end in the alarm identity_shared.");
    static final Metric PROTOCOL_ERRORS = counter(
            "gatehouse_protocol_errors_total",
            "What gates did against the protocol; each ended its connection.",
            "Must stay near 0: a gate's software is wrong, or somebody else speaks to the port.",
            label("type", Labels.PROTOCOL_ERRORS));
    static final Metric SITE_RELOADS = counter(
            "gatehouse_site_reloads_total",
            "Times that the site folder was read again, by what came of it.",
            "refused: nothing of it was taken, the log says file, line and column. failed: read it again.",
            label("result", Labels.SITE_RELOADS));
    static final Metric SITE_CHANGES = counter(
            "gatehouse_site_changes_total",
            "Differences of estates, gates and policies that reloads have applied, on the disk.",
            "Should match what was changed in the folder.");
    static final Metric GATES = gauge(
            "gatehouse_gates",
            "",
            "Gates of the register: connected, known but not connected, never connected.",
            "The share offline is what the district asks for first.",
            label("state", List.of("online", "offline", "never_seen")));
    static final Metric RECEIVED =
            counterOf("gatehouse_received_bytes_total", "bytes", "Bytes read from gates.", "Network load in.");
    static final Metric SENT =
            counterOf("gatehouse_sent_bytes_total", "bytes", "Bytes written to gates.", "Network load out.");

    // ---- ring -----------------------------------------------------------------------------------------
    static final Metric RING_BACKLOG = gauge(
            "gatehouse_ring_backlog_events",
            "events",
            "Events in the ring that not every consumer is through with.",
            "Above half of the capacity for minutes: the disk or the processor is too slow.");
    static final Metric RING_CAPACITY =
            gauge("gatehouse_ring_capacity_events", "events", "Slots of the ring.", "To hold the backlog against.");
    static final Metric RING_FULL = counter(
            "gatehouse_ring_full_total",
            "Times that a connection's reading stopped because the ring was full.",
            "Nothing is lost by it, but people wait: look at the journal's sync.");

    // ---- journal ----------------------------------------------------------------------------------------
    static final Metric JOURNAL_APPEND = histogram(
            "gatehouse_journal_append_duration_seconds",
            "Time to put one batch of records into a frame.",
            "Processor time of the journal's thread.");
    static final Metric JOURNAL_SYNC = histogram(
            "gatehouse_journal_sync_duration_seconds",
            "Time to write one frame and have it on the disk (fdatasync).",
            "Acks wait for this: above 0.05 s at the 99th percentile the disk is too slow.");
    static final Metric JOURNAL_RECORDS = counter(
            "gatehouse_journal_records_total",
            "Records appended to the journal.",
            "Divided by the syncs: how many share one.");
    static final Metric JOURNAL_BYTES = counterOf(
            "gatehouse_journal_bytes_total", "bytes", "Bytes of frames appended to the journal.", "How fast it grows.");
    static final Metric JOURNAL_ERRORS = counter(
            "gatehouse_journal_errors_total",
            "Disk operations of the journal that failed, by operation.",
            "write and sync end the process. spare and snapshot are tried again: the disk is nearly full.",
            label("op", Labels.JOURNAL_OPS));
    static final Metric JOURNAL_UNSYNCED = gauge(
            "gatehouse_journal_unsynced_records",
            "records",
            "Events decided and not yet on the disk, at most.",
            "What gates would have to send again after a loss of power now.");
    static final Metric JOURNAL_LAST_SYNC = gauge(
            "gatehouse_journal_last_sync_timestamp_seconds",
            "seconds",
            "When the last frame was on the disk, since 1970; 0 before the first.",
            "time() minus this, with traffic: stands the journal?");
    static final Metric JOURNAL_TRUNCATED = counterOf(
            "gatehouse_journal_truncated_bytes_total",
            "bytes",
            "Bytes of an unacknowledged tail that the start cut off the journal.",
            "After a crash some are usual; they were never acknowledged.");

    // ---- snapshots --------------------------------------------------------------------------------------
    static final Metric SNAPSHOT_STALL = histogram(
            "gatehouse_snapshot_stall_seconds",
            "Time that the engine took to copy one part of the state, between two batches.",
            "What a snapshot costs those who wait at a gate: 0.001 s at most.");
    static final Metric SNAPSHOT_DURATION = gauge(
            "gatehouse_snapshot_duration_seconds",
            "seconds",
            "From the first part of the last snapshot made to its name on the disk.",
            "How long the disk is kept busy by it.");
    static final Metric SNAPSHOT_LAST = gauge(
            "gatehouse_snapshot_last_timestamp_seconds",
            "seconds",
            "When the newest good snapshot was made, since 1970; 0 for none.",
            "time() minus this, far above the interval: snapshots fail, and the next start replays that much.");
    static final Metric SNAPSHOT_BYTES =
            gauge("gatehouse_snapshot_bytes", "bytes", "Size of the newest good snapshot.", "Two of them are kept.");
    static final Metric SNAPSHOT_PASSED_OVER = counter(
            "gatehouse_snapshots_passed_over_total",
            "Snapshots that the start found damaged.",
            "Must stay 0: the disk does not keep what it says it wrote.");
    static final Metric SEGMENTS_DELETED = counter(
            "gatehouse_journal_segments_deleted_total",
            "Segments of the journal that were deleted: older than the retention and covered by two snapshots.",
            "Stands still for days: snapshots fail, and the disk fills.");

    // ---- roster -----------------------------------------------------------------------------------------
    static final Metric ROSTER_ENTRIES =
            gauge("gatehouse_roster_entries", "", "Passes in the roster.", "A sudden fall is a wrong import.");
    static final Metric ROSTER_CAPACITY = gauge(
            "gatehouse_roster_capacity_entries",
            "entries",
            "Passes that the roster has room for.",
            "Above 80 % a larger one is due.");
    static final Metric ROSTER_GENERATION = gauge(
            "gatehouse_roster_generation",
            "",
            "Version of the roster: the number of change-sets applied.",
            "Stands still where imports no longer come.");

    static final Metric ROSTER_AUDITS = counter(
            "gatehouse_roster_audits_total",
            "Look-ups whose answer by the hint index was compared with the Chronicle Map's own.",
            "One of 65,536, or all with -Dgatehouse.audit=true.");
    static final Metric ROSTER_AUDIT_DIFFERENCES = counter(
            "gatehouse_roster_audit_differences_total",
            "Compared look-ups in which the index had another answer. The map's was taken.",
            "Must be 0: anything else is a bug to report, with the journal.");

    // ---- process ----------------------------------------------------------------------------------------
    static final Metric ALLOCATED = counterOf(
            "gatehouse_thread_allocated_bytes_total",
            "bytes",
            "Bytes that the threads on the way of a scan allocated.",
            "Under 1 byte a scan: more is garbage on the hot path, and pauses.",
            label("thread", ThreadAllocation.GROUPS));
    static final Metric LOG_EVENTS = counter(
            "gatehouse_log_events_total",
            "Lines of the log of level warn and above, by event, those that were left out as repeats included.",
            "What rises is named like the lines of the log that say more.",
            label("event", LogEvent.LABELS));
    static final Metric LOG_SUPPRESSED = counter(
            "gatehouse_log_repeats_suppressed_total",
            "Lines of the log that were left out: of one event ten a minute are written.",
            "The line 'repeated N times' says which.");
    static final Metric BUILD_INFO = new Metric(
            "gatehouse_build_info",
            Type.INFO,
            "",
            List.of(label("version", List.of()), label("revision", List.of()), label("java", List.of())),
            "Always 1: what runs.",
            "Which server runs what; a change marks a deploy.");

    private Catalogue() {}

    /** The reasons to close a connection are the session's own enum. */
    static Metric connectionsClosed(List<String> closeReasons) {
        return counter(
                "gatehouse_connections_closed_total",
                "Connections ended, by reason.",
                "peer, idle and io follow the network; overload and slow the load; the others are faults of gates.",
                label("reason", closeReasons));
    }

    /** All of them, in the order of the documentation. */
    static List<Metric> all(List<String> closeReasons) {
        return List.of(
                SCANS,
                SCAN_ERRORS,
                DECISION_DURATION,
                ATTENTION,
                DUPLICATES,
                OFFLINE_SCANS,
                OFFLINE_DELAY,
                DIFFERING,
                OUTCOMES,
                DEVICE_EVENTS,
                LOST_MESSAGES,
                LOST_EVENTS,
                ALARMS,
                CLOCK_SKEW,
                STREAMS_REPLACED,
                CONNECTIONS,
                CONNECTIONS_ALLOWED,
                CONNECTIONS_OPENED,
                CONNECTIONS_REFUSED,
                connectionsClosed(closeReasons),
                CONNECTIONS_UNWRITABLE,
                AUTHENTICATIONS,
                HANDSHAKES,
                CERTIFICATE_EXPIRY,
                CERTIFICATE_RELOADS,
                PLAINTEXT_LISTENERS,
                TAKEOVERS,
                PROTOCOL_ERRORS,
                SITE_RELOADS,
                SITE_CHANGES,
                GATES,
                RECEIVED,
                SENT,
                RING_BACKLOG,
                RING_CAPACITY,
                RING_FULL,
                JOURNAL_APPEND,
                JOURNAL_SYNC,
                JOURNAL_RECORDS,
                JOURNAL_BYTES,
                JOURNAL_ERRORS,
                JOURNAL_UNSYNCED,
                JOURNAL_LAST_SYNC,
                JOURNAL_TRUNCATED,
                SNAPSHOT_STALL,
                SNAPSHOT_DURATION,
                SNAPSHOT_LAST,
                SNAPSHOT_BYTES,
                SNAPSHOT_PASSED_OVER,
                SEGMENTS_DELETED,
                ROSTER_ENTRIES,
                ROSTER_CAPACITY,
                ROSTER_GENERATION,
                ROSTER_AUDITS,
                ROSTER_AUDIT_DIFFERENCES,
                ALLOCATED,
                LOG_EVENTS,
                LOG_SUPPRESSED,
                BUILD_INFO);
    }

    private static Label label(String name, List<String> values) {
        return new Label(name, values);
    }

    private static Metric counter(String name, String help, String use, Label... labels) {
        return counterOf(name, "", help, use, labels);
    }

    private static Metric counterOf(String name, String unit, String help, String use, Label... labels) {
        return new Metric(name, Type.COUNTER, unit, List.of(labels), help, use);
    }

    private static Metric gauge(String name, String unit, String help, String use, Label... labels) {
        return new Metric(name, Type.GAUGE, unit, List.of(labels), help, use);
    }

    private static Metric histogram(String name, String help, String use) {
        return new Metric(name, Type.HISTOGRAM, "seconds", List.of(), help, use);
    }
}
