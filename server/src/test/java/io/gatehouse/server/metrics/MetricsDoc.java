package io.gatehouse.server.metrics;

import java.util.List;
import java.util.stream.Collectors;

/** Makes docs/METRICS.md of the catalogue. */
final class MetricsDoc {
    private static final String HEAD = """
            # Metrics

            What `/metrics`, `/metrics/estates` and `/metrics/gates` on the admin port expose in Prometheus' text format. Made
            from `Catalogue.java` and `PlaceCatalogue.java`; after a change there make it again with

                mvn -pl server -am test -Dtest=MetricsDocTest -Dsurefire.failIfNoSpecifiedTests=false -Dgatehouse.docs.write=true

            Counters and histograms begin at 0 with the process; every series below is there from the start. A histogram `X` is
            exposed as `X_bucket{le}`, `X_sum` and `X_count`. No metric of `/metrics` has an estate, a gate, a pass or an
            address as a label: which gate it was, the journal says.

            """;

    private static final String ESTATES = """
            ## Of estates

            `/metrics/estates` says where. It has a series for each of the 200 estates with the most gates (of equal ones those
            with the lower number); the others are one, `estate="other"`. The page is put together when it is read.

            """;

    private static final String GATES = """
            ## Of gates

            `/metrics/gates` is there only where `metrics.gates` says for how many gates. One series a gate: scrape it by a job of
            its own, each minute.

            """;

    private static final String TAIL = """
            ## Of the machine

            From Micrometer's binders, with its names:

            | names | what |
            |---|---|
            | `jvm_memory_*`, `jvm_buffer_*`, `jvm_gc_*`, `jvm_threads_*`, `jvm_classes_*` | heap, direct memory, collections, threads |
            | `system_cpu_usage`, `system_cpus`, `process_cpu_usage`, `process_cpu_seconds_total`, `system_load_average_1m`, `process_uptime_seconds`, `process_start_time_seconds` | processor and uptime |
            | `process_files_open_files`, `process_files_max_files` | descriptors: each gate takes one |
            | `disk_free_bytes`, `disk_total_bytes` | the file system of the data folder |
            | `netty_allocator_*`, `netty_eventexecutor_*` | buffers of the sockets, tasks that wait for an event loop |
            | `logback_events_total` | log lines by level |
            """;

    private MetricsDoc() {}

    static String make(List<String> closeReasons) {
        StringBuilder doc = new StringBuilder(HEAD);
        Catalogue.all(closeReasons).forEach(metric -> section(doc, metric));
        doc.append(ESTATES);
        PlaceCatalogue.ofEstates().forEach(metric -> section(doc, metric));
        doc.append(GATES);
        PlaceCatalogue.ofGates().forEach(metric -> section(doc, metric));
        return doc.append(TAIL).toString();
    }

    private static void section(StringBuilder doc, Metric metric) {
        doc.append("### `").append(metric.name()).append("`\n\n");
        doc.append(metric.type().name().toLowerCase(java.util.Locale.ROOT));
        if (!metric.unit().isEmpty()) {
            doc.append(", ").append(metric.unit());
        }
        doc.append(". ").append(metric.help()).append("  \n");
        doc.append("Use: ").append(metric.use()).append('\n');
        if (!metric.labels().isEmpty()) {
            doc.append('\n');
        }
        for (Metric.Label label : metric.labels()) {
            doc.append("- `")
                    .append(label.name())
                    .append('`')
                    .append(values(metric, label))
                    .append('\n');
        }
        Bounds bounds = bounds(metric);
        if (bounds != null) {
            doc.append("\nBuckets up to ")
                    .append(bounds.finiteSeconds().stream()
                            .map(MetricsDoc::plain)
                            .collect(Collectors.joining(", ")))
                    .append(" and without bound.\n");
        }
        doc.append('\n');
    }

    private static String values(Metric metric, Metric.Label label) {
        if (label.values().isEmpty()) {
            return "";
        }
        List<String> values = label.values();
        if (metric == Catalogue.SCANS) {
            // 0 stands for what can't be.
            values = values.subList(1, values.size());
        }
        return values.stream().map(value -> "`" + value + "`").collect(Collectors.joining(", ", ": ", ""));
    }

    private static String plain(double seconds) {
        return new java.math.BigDecimal(Double.toString(seconds))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static Bounds bounds(Metric metric) {
        if (metric == Catalogue.DECISION_DURATION) {
            return Bounds.DECISION;
        } else if (metric == Catalogue.OFFLINE_DELAY) {
            return Bounds.OFFLINE;
        } else if (metric == Catalogue.CLOCK_SKEW) {
            return Bounds.SKEW;
        } else if (metric == Catalogue.SNAPSHOT_STALL) {
            return Bounds.STALL;
        }
        return metric.type() == Metric.Type.HISTOGRAM ? Bounds.DISK : null;
    }
}
