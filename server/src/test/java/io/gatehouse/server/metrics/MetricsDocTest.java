package io.gatehouse.server.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class MetricsDocTest {
    private static final Path FILE = Path.of(System.getProperty("basedir", "."), "..", "docs", "METRICS.md")
            .normalize();

    @Test
    void thePageInTheRepositoryIsTheOneThatTheCatalogueMakes() throws IOException {
        String made = MetricsDoc.make(TestSources.CLOSE_REASONS);
        if (Boolean.getBoolean("gatehouse.docs.write")) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, made);
        }
        assertEquals(made, Files.readString(FILE), "run again with -Dgatehouse.docs.write=true and commit");
    }

    /** The buckets in the documentation are those of the page. */
    @Test
    void bucketsAreAsDocumented() throws IOException {
        String doc = MetricsDoc.make(TestSources.CLOSE_REASONS);
        TestSources sources = new TestSources();
        try (MetricsPage page = sources.page()) {
            for (String name : TestSources.series(TestSources.text(page)).keySet()) {
                int le = name.indexOf("_bucket{le=\"");
                if (le > 0 && name.startsWith("gatehouse_") && !name.contains("+Inf")) {
                    String bound = name.substring(le + 12, name.length() - 2);
                    String plain =
                            new java.math.BigDecimal(bound).stripTrailingZeros().toPlainString();
                    String section = doc.substring(doc.indexOf("`" + name.substring(0, le) + "`"));
                    String buckets = section.substring(section.indexOf("Buckets"), section.indexOf(" without bound"));
                    assertTrue(buckets.matches("Buckets up to (.* )?" + plain + "(,.*| and)"), name + " in " + buckets);
                }
            }
        }
    }
}
