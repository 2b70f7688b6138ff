package io.gatehouse.server.metrics;

import io.gatehouse.server.engine.Outcomes.Outcome;
import io.gatehouse.server.log.LogEvent;
import io.gatehouse.server.log.LogTally;
import io.gatehouse.server.metrics.LoopMeters.Figure;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/** Binds each entry of the catalogue to where its figure comes from. */
final class Registration {
    private final MeterRegistry registry;
    private final PrometheusRegistry histograms;
    private final Sources sources;
    private final List<LoopMeters> loops;
    private final BitSet scans = new BitSet();
    private final ThreadAllocation allocation = new ThreadAllocation();

    Registration(MeterRegistry registry, PrometheusRegistry histograms, Sources sources) {
        this.registry = registry;
        this.histograms = histograms;
        this.sources = sources;
        this.loops = sources.loops();
    }

    void all() {
        scans();
        messages();
        connections();
        ring();
        journal();
        roster();
        process();
    }

    private void scans() {
        for (Outcome known : KnownScans.ALL) {
            scan(known.verdict(), known.firstReason());
        }
        counter(Catalogue.SCAN_ERRORS, tag("type", "internal"), sum(Figure.INTERNAL_ERRORS));
        counter(Catalogue.ATTENTION, Tags.empty(), sum(Figure.ATTENTION));
        counter(Catalogue.DUPLICATES, Tags.empty(), sum(Figure.DUPLICATE_SCANS));
        each(Catalogue.OFFLINE_SCANS, "authority", Labels.AUTHORITIES, n -> sum(loop -> loop.acted(n)));
        counter(Catalogue.DIFFERING, tag("message", "scan"), sum(Figure.DIFFERING_SCANS));
        counter(Catalogue.DIFFERING, tag("message", "outcome"), sum(Figure.DIFFERING_OUTCOMES));
        histogram(Catalogue.DECISION_DURATION, LoopMeters::decisions);
        histogram(Catalogue.OFFLINE_DELAY, LoopMeters::offlineDelays);
    }

    /** Brings up to date what is not read one by one. */
    void beforeScrape() {
        newScans();
        allocation.look();
    }

    /**
     * Pairs of verdict and reason that can't be: should one occur all the same, it shows.
     */
    private void newScans() {
        for (int verdict = 0; verdict < LoopMeters.VERDICTS; verdict++) {
            for (int reason = 0; reason < LoopMeters.REASONS; reason++) {
                if (!scans.get(verdict * LoopMeters.REASONS + reason)
                        && scanSum(verdict, reason).getAsLong() > 0) {
                    scan(verdict, reason);
                }
            }
        }
    }

    private void scan(int verdict, int reason) {
        scans.set(verdict * LoopMeters.REASONS + reason);
        Tags tags = Tags.of("verdict", Labels.VERDICTS.get(verdict), "reason", Labels.REASONS.get(reason));
        counter(Catalogue.SCANS, tags, scanSum(verdict, reason));
    }

    private LongSupplier scanSum(int verdict, int reason) {
        return sum(loop -> loop.scans(verdict, reason));
    }

    private void messages() {
        counter(Catalogue.OUTCOMES, Tags.empty(), sum(Figure.OUTCOMES));
        each(Catalogue.DEVICE_EVENTS, "kind", Labels.DEVICE_KINDS, n -> sum(loop -> loop.deviceEvents(n)));
        counter(Catalogue.LOST_MESSAGES, Tags.empty(), sum(Figure.LOST_MESSAGES));
        counter(Catalogue.LOST_EVENTS, Tags.empty(), sum(Figure.LOST_EVENTS));
        List<String> alarms = Labels.ALARMS.subList(1, Labels.ALARMS.size());
        each(Catalogue.ALARMS, "kind", alarms, n -> sum(loop -> loop.alarms(n + 1)));
        counter(Catalogue.STREAMS_REPLACED, Tags.empty(), sum(Figure.STREAMS_REPLACED));
        histogram(Catalogue.CLOCK_SKEW, LoopMeters::skews);
    }

    private void connections() {
        gauge(Catalogue.CONNECTIONS, Tags.empty(), sum(LoopMeters::connections));
        gauge(Catalogue.CONNECTIONS_ALLOWED, Tags.empty(), sources.gates().allowed());
        each(Catalogue.CONNECTIONS_REFUSED, "reason", Labels.CAPS, n -> sum(loop -> loop.refused(Refused.values()[n])));
        counter(Catalogue.CONNECTIONS_OPENED, Tags.empty(), sum(Figure.OPENED));
        Metric closed = Catalogue.connectionsClosed(sources.closeReasons());
        each(closed, "reason", sources.closeReasons(), n -> sum(loop -> loop.closed(n)));
        gauge(Catalogue.CONNECTIONS_UNWRITABLE, Tags.empty(), sum(Figure.UNWRITABLE));
        counter(Catalogue.AUTHENTICATIONS, tag("result", "ok"), sum(Figure.AUTHENTICATED));
        counter(Catalogue.AUTHENTICATIONS, tag("result", "failed"), sum(Figure.NOT_AUTHENTICATED));
        counter(Catalogue.TAKEOVERS, Tags.empty(), sum(Figure.TAKEOVERS));
        each(
                Catalogue.PROTOCOL_ERRORS,
                "type",
                Labels.PROTOCOL_ERRORS,
                n -> sum(loop -> loop.protocolErrors(ProtocolError.values()[n])));
        counter(Catalogue.RECEIVED, Tags.empty(), sum(Figure.RECEIVED_BYTES));
        counter(Catalogue.SENT, Tags.empty(), sum(Figure.SENT_BYTES));
        gates();
        upkeep();
    }

    private void upkeep() {
        Handshake[] handshakes = Handshake.values();
        each(Catalogue.HANDSHAKES, "result", Labels.HANDSHAKES, n -> sum(loop -> loop.handshakes(handshakes[n])));
        UpkeepMeters upkeep = sources.gates().upkeep();
        gauge(Catalogue.CERTIFICATE_EXPIRY, Tags.empty(), upkeep::certificateExpirySeconds);
        gauge(Catalogue.PLAINTEXT_LISTENERS, Tags.empty(), upkeep::plaintextListeners);
        each(
                Catalogue.CERTIFICATE_RELOADS,
                "result",
                Labels.CERTIFICATE_RELOADS,
                n -> () -> upkeep.certificates(UpkeepMeters.Certificate.values()[n]));
        each(
                Catalogue.SITE_RELOADS,
                "result",
                Labels.SITE_RELOADS,
                n -> () -> upkeep.site(UpkeepMeters.Site.values()[n]));
        counter(Catalogue.SITE_CHANGES, Tags.empty(), upkeep::changes);
    }

    private void gates() {
        LongSupplier online = sum(LoopMeters::online);
        LongSupplier seen = sources.gates().seen();
        LongSupplier registered = sources.gates().registered();
        gauge(Catalogue.GATES, tag("state", "online"), online);
        // The three are read one after the other: while gates come and go they may cross for a moment.
        gauge(Catalogue.GATES, tag("state", "offline"), () -> Math.max(0, seen.getAsLong() - online.getAsLong()));
        gauge(
                Catalogue.GATES,
                tag("state", "never_seen"),
                () -> Math.max(0, registered.getAsLong() - seen.getAsLong()));
    }

    private void ring() {
        gauge(Catalogue.RING_BACKLOG, Tags.empty(), sources.ring().backlog());
        gauge(Catalogue.RING_CAPACITY, Tags.empty(), sources.ring().capacity());
        counter(Catalogue.RING_FULL, Tags.empty(), sum(Figure.RING_FULL));
    }

    private void journal() {
        JournalMeters journal = sources.journal();
        histograms.register(new HistogramCollector(Catalogue.JOURNAL_APPEND, List.of(journal.append())));
        histograms.register(new HistogramCollector(Catalogue.JOURNAL_SYNC, List.of(journal.sync())));
        counter(Catalogue.JOURNAL_RECORDS, Tags.empty(), journal::records);
        counter(Catalogue.JOURNAL_BYTES, Tags.empty(), journal::bytes);
        each(
                Catalogue.JOURNAL_ERRORS,
                "op",
                Labels.JOURNAL_OPS,
                n -> () -> journal.errors(JournalMeters.Op.values()[n]));
        gauge(Catalogue.JOURNAL_UNSYNCED, Tags.empty(), sources.ring().unsynced());
        Gauge.builder(Catalogue.JOURNAL_LAST_SYNC.meterName(), journal, from -> from.lastSyncUs() / 1e6)
                .description(Catalogue.JOURNAL_LAST_SYNC.help())
                .register(registry);
        counter(Catalogue.JOURNAL_TRUNCATED, Tags.empty(), journal::truncatedBytes);
        snapshots(journal.snapshots());
    }

    private void snapshots(SnapshotMeters snapshots) {
        histograms.register(new HistogramCollector(Catalogue.SNAPSHOT_STALL, List.of(snapshots.stall())));
        Gauge.builder(Catalogue.SNAPSHOT_DURATION.meterName(), snapshots, from -> from.lastNanos() / 1e9)
                .description(Catalogue.SNAPSHOT_DURATION.help())
                .register(registry);
        Gauge.builder(Catalogue.SNAPSHOT_LAST.meterName(), snapshots, from -> from.lastUs() / 1e6)
                .description(Catalogue.SNAPSHOT_LAST.help())
                .register(registry);
        gauge(Catalogue.SNAPSHOT_BYTES, Tags.empty(), snapshots::lastBytes);
        counter(Catalogue.SNAPSHOT_PASSED_OVER, Tags.empty(), snapshots::passedOver);
        counter(Catalogue.SEGMENTS_DELETED, Tags.empty(), snapshots::segmentsDeleted);
    }

    private void roster() {
        gauge(Catalogue.ROSTER_ENTRIES, Tags.empty(), sources.roster().entries());
        gauge(Catalogue.ROSTER_CAPACITY, Tags.empty(), sources.roster().capacity());
        gauge(Catalogue.ROSTER_GENERATION, Tags.empty(), sources.roster().version());
        counter(Catalogue.ROSTER_AUDITS, Tags.empty(), sources.roster().audits());
        counter(
                Catalogue.ROSTER_AUDIT_DIFFERENCES,
                Tags.empty(),
                sources.roster().differences());
    }

    private void process() {
        List<String> groups = ThreadAllocation.GROUPS;
        each(Catalogue.ALLOCATED, "thread", groups, n -> () -> allocation.bytes(groups.get(n)));
        histograms.register(new BuildInfo(Catalogue.BUILD_INFO, sources.program()));
        LogTally log = sources.program().log();
        LogEvent[] events = LogEvent.values();
        each(Catalogue.LOG_EVENTS, "event", LogEvent.LABELS, n -> () -> log.count(events[n]));
        counter(Catalogue.LOG_SUPPRESSED, Tags.empty(), log::suppressed);
    }

    private LongSupplier sum(Figure figure) {
        return sum(loop -> loop.get(figure));
    }

    private LongSupplier sum(ToLongFunction<LoopMeters> figure) {
        return () -> {
            long sum = 0;
            for (LoopMeters loop : loops) {
                sum += figure.applyAsLong(loop);
            }
            return sum;
        };
    }

    private void each(Metric metric, String label, List<String> values, Function<Integer, LongSupplier> figure) {
        for (int i = 0; i < values.size(); i++) {
            counter(metric, tag(label, values.get(i)), figure.apply(i));
        }
    }

    private static Tags tag(String name, String value) {
        return Tags.of(name, value);
    }

    private void counter(Metric metric, Tags tags, LongSupplier figure) {
        // The registry holds the object weakly and the function strongly: the object has to be one that stays.
        FunctionCounter.builder(metric.meterName(), this, stays -> figure.getAsLong())
                .description(metric.help())
                .tags(tags)
                .register(registry);
    }

    private void gauge(Metric metric, Tags tags, LongSupplier figure) {
        Gauge.builder(metric.meterName(), figure, LongSupplier::getAsLong)
                .description(metric.help())
                .tags(tags)
                // Nobody else holds the supplier.
                .strongReference(true)
                .register(registry);
    }

    private void histogram(Metric metric, Function<LoopMeters, Histogram> part) {
        histograms.register(
                new HistogramCollector(metric, loops.stream().map(part).toList()));
    }
}
