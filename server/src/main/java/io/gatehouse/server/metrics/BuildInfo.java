package io.gatehouse.server.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

/** What runs: Prometheus' info type, which Micrometer does not have. */
final class BuildInfo implements Collector {
    private static final String SUFFIX = "_info";

    private final MetricSnapshot snapshot;
    private final String name;
    private final String help;

    BuildInfo(Metric metric, Sources.Program build) {
        name = metric.name().substring(0, metric.name().length() - SUFFIX.length());
        help = metric.help();
        Labels labels = Labels.of(
                "version",
                build.version(),
                "revision",
                build.revision(),
                "java",
                Runtime.version().toString());
        snapshot = InfoSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(InfoDataPointSnapshot.builder().labels(labels).build())
                .build();
    }

    @Override
    public MetricSnapshot collect() {
        return snapshot;
    }

    @Override
    public MetricFamilyDescriptor getMetricFamilyDescriptor() {
        return MetricFamilyDescriptor.info(name)
                .help(help)
                .labelNames("version", "revision", "java")
                .build();
    }
}
