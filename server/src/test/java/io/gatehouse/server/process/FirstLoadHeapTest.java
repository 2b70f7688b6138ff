package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.testing.Counts;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A first load needs heap for a slice of a file, not for the site; neither does the next start. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
final class FirstLoadHeapTest {
    @TempDir
    private Path home;

    @Test
    void millionsOfPassesComeInThroughASmallHeap() throws Exception {
        int passes = Counts.of(100_000, 300_000, 3_000_000);
        int heapMib = Counts.of(96, 128, 512);
        TestSite site = new TestSite(home, passes, 10);
        assertTrue(site.passes() >= passes);
        Path config = ServerProcess.config(home);
        for (int start = 0; start < 2; start++) {
            try (ServerProcess server = ServerProcess.startWithHeap(heapMib, config)) {
                assertEquals(site.passes(), server.metric("gatehouse_roster_entries"), server::log);
                assertEquals(0, server.terminate(), server::log);
            }
        }
        Counts.report("passes loaded with " + heapMib + " MiB of heap", passes, 3_000_000);
    }
}
