package io.gatehouse.loadtest.meters;

import io.gatehouse.loadtest.measure.Latency;
import io.gatehouse.loadtest.measure.Tally;
import io.gatehouse.loadtest.run.Interval;
import io.gatehouse.loadtest.run.RunWatcher;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/** The meters of a run: added up on the run's thread each second, read by any. */
public final class LoadMeters implements RunWatcher {
    private static final String[] VERDICTS = {"unspecified", "allow", "deny", "refer", "retest"};
    /** As the server's own decisions, so that both can be laid over each other. */
    private static final double[] BOUNDS = {
        .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Tally sums = new Tally();
    private long due;
    private long unsent;
    private long failures;
    private Interval last;

    /** Nothing has happened yet. */
    public LoadMeters() {
        MultiCollector all = this::snapshots;
        registry.getPrometheusRegistry().register(all);
    }

    @Override
    public synchronized void passed(Interval interval) {
        sums.addCounts(interval.tally());
        sums.addLatencies(interval.tally());
        due += interval.due();
        unsent += interval.unsent();
        failures += interval.failures();
        last = interval;
    }

    /** All of it in Prometheus' text format. From any thread. */
    public String page() {
        return registry.scrape();
    }

    private synchronized MetricSnapshots snapshots() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        for (LoadMetric metric : LoadMetric.values()) {
            all.metricSnapshot(snapshot(metric));
        }
        return all.build();
    }

    private MetricSnapshot snapshot(LoadMetric metric) {
        return switch (metric) {
            case ASKED -> counter(metric, due);
            case SENT -> counter(metric, sums.sent);
            case LATE -> counter(metric, sums.late);
            case UNSENT -> counter(metric, unsent);
            case DECISIONS -> verdicts(metric);
            case ACKNOWLEDGED -> counter(metric, sums.acked);
            case FAILURES -> counter(metric, failures);
            case UNDECIDED -> gauge(metric, last == null ? 0 : last.undecided());
            case UNACKNOWLEDGED -> gauge(metric, last == null ? 0 : last.unacknowledged());
            case CONNECTIONS -> gauge(metric, last == null ? 0 : last.connections());
            case OWN_CORES -> gauge(metric, last == null ? 0 : last.ownCores());
            case TARGET_CORES -> gauge(metric, last == null ? Double.NaN : last.targetCores());
            case DECISION -> histogram(metric, sums.decision);
            case DECISION_FROM_SEND -> histogram(metric, sums.decisionFromSend);
            case ACK -> histogram(metric, sums.ack);
            case LATENESS -> histogram(metric, sums.lateness);
        };
    }

    private static MetricSnapshot counter(LoadMetric metric, double value) {
        return CounterSnapshot.builder()
                .name(metric.stem())
                .help(metric.help())
                .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .value(value)
                        .build())
                .build();
    }

    private MetricSnapshot verdicts(LoadMetric metric) {
        CounterSnapshot.Builder all =
                CounterSnapshot.builder().name(metric.stem()).help(metric.help());
        for (int i = 0; i < VERDICTS.length; i++) {
            all.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                    .labels(Labels.of("verdict", VERDICTS[i]))
                    .value(sums.verdicts[i])
                    .build());
        }
        return all.build();
    }

    private static MetricSnapshot gauge(LoadMetric metric, double value) {
        return GaugeSnapshot.builder()
                .name(metric.stem())
                .help(metric.help())
                .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .value(value)
                        .build())
                .build();
    }

    private static MetricSnapshot histogram(LoadMetric metric, Latency latency) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        long below = 0;
        for (double bound : BOUNDS) {
            long upTo = latency.countUpTo((long) (bound * 1e9));
            buckets.bucket(bound, upTo - below);
            below = upTo;
        }
        buckets.bucket(Double.POSITIVE_INFINITY, latency.count() - below);
        return HistogramSnapshot.builder()
                .name(metric.stem())
                .help(metric.help())
                .dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(buckets.build())
                        .sum(latency.sumSeconds())
                        .build())
                .build();
    }
}
