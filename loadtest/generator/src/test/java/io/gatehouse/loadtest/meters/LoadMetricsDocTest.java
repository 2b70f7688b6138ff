package io.gatehouse.loadtest.meters;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class LoadMetricsDocTest {
    private static final Path FILE = Path.of(
                    System.getProperty("basedir", "."), "..", "..", "docs", "LOADTEST_METRICS.md")
            .normalize();

    @Test
    void thePageInTheRepositoryIsTheOneThatTheCatalogueMakes() throws IOException {
        if (Boolean.getBoolean("gatehouse.docs.write")) {
            Files.writeString(FILE, page());
        }
        assertEquals(page(), Files.readString(FILE), "run again with -Dgatehouse.docs.write=true and commit");
    }

    static String page() {
        StringBuilder page = new StringBuilder("""
                # Metrics of the load test

                What `--prometheus-addr HOST:PORT` exposes at `/metrics` while a run goes, renewed each second. Made from
                `LoadMetric.java`; after a change there make it again with

                    mvn -pl loadtest/generator -am test -Dtest=LoadMetricsDocTest -Dsurefire.failIfNoSpecifiedTests=false -Dgatehouse.docs.write=true

                All begin at 0 with the run. A histogram `X` is exposed as `X_bucket{le}`, `X_sum` and `X_count`.
                """);
        for (LoadMetric metric : LoadMetric.values()) {
            String kind = metric.kind().name().toLowerCase(Locale.ROOT);
            String name = metric.stem() + (metric.kind() == LoadMetric.Kind.COUNTER ? "_total" : "");
            String unit = metric.kind() == LoadMetric.Kind.HISTOGRAM ? ", seconds" : "";
            page.append("\n### `").append(name).append("`\n\n");
            page.append(kind).append(unit).append(". ").append(metric.help()).append("  \n");
            page.append("Use: ").append(metric.use()).append('\n');
            List<String> label = metric.label();
            if (!label.isEmpty()) {
                page.append("\n- `").append(label.get(0)).append("`: `");
                page.append(String.join("`, `", label.subList(1, label.size()))).append("`\n");
            }
        }
        return page.toString();
    }
}
