package io.gatehouse.server.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;

/** One histogram of the catalogue: the sum over the threads that write it. Micrometer has no way to take counts as they are. */
final class HistogramCollector implements Collector {
    private final Metric metric;
    private final List<Histogram> parts;
    private final Bounds bounds;

    HistogramCollector(Metric metric, List<Histogram> parts) {
        this.metric = metric;
        this.parts = parts;
        this.bounds = parts.get(0).bounds();
    }

    @Override
    public MetricSnapshot collect() {
        long sum = 0;
        for (Histogram part : parts) {
            sum += part.sum();
        }
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < bounds.buckets(); i++) {
            long count = 0;
            for (Histogram part : parts) {
                count += part.count(i);
            }
            buckets.bucket(bounds.upperSeconds(i), count);
        }
        HistogramDataPointSnapshot point = HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(buckets.build())
                .sum(bounds.toSeconds(sum))
                .labels(Labels.EMPTY)
                .build();
        return HistogramSnapshot.builder()
                .name(metric.name())
                .help(metric.help())
                .dataPoint(point)
                .build();
    }

    @Override
    public MetricFamilyDescriptor getMetricFamilyDescriptor() {
        return MetricFamilyDescriptor.histogram(metric.name())
                .help(metric.help())
                .build();
    }
}
