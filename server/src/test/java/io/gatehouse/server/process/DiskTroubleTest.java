package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.testing.Counts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that is full, slow, read-only or takes bytes in pieces, under a real process: nothing ends and nothing is lost. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class DiskTroubleTest {
    private static final int GATES = 6;
    private static final int RING = 256;
    private static final String SPARE_ERRORS = "gatehouse_journal_errors_total{op=\"spare\"}";

    @TempDir
    private Path home;

    private TestSite site;
    private final List<PlainGate> gates = new ArrayList<>();

    private DiskFaults faults(String tested) throws Exception {
        DiskFaults faults = DiskFaults.build(home, tested);
        site = new TestSite(home, 500, 12);
        for (int i = 0; i < GATES; i++) {
            gates.add(site.gate(i, i));
        }
        return faults;
    }

    private Path data() {
        return home.resolve("data");
    }

    /** Ends in good order, and all that was acknowledged is there. */
    private void endsWell(ServerProcess server) throws Exception {
        assertEquals(0, server.terminate(), server::log);
        Kept.check(data(), gates);
    }

    // ---- no room ----------------------------------------------------------------------------------

    /** None at all, or no more when a part of it stands: that is given back. */
    @ParameterizedTest
    @ValueSource(ints = {DiskFaults.EACH, 30})
    void noRoomForTheNextSegmentIsAnAlarmAndEndsByItself(int which) throws Exception {
        DiskFaults faults = faults("no room for a spare segment");
        faults.begin(DiskFaults.spareFails(which, DiskFaults.ENOSPC));
        try (ServerProcess server = ServerProcess.start(ServerProcess.config(home), 1, faults.environment());
                Streaming streaming = new Streaming(server.gates(), gates, new SplittableRandom(1))) {
            streaming.awaitAll();
            Until.holds("the alarm", () -> server.metric(SPARE_ERRORS) > 0);
            assertTrue(server.log().contains("no room for the next journal segment"), server::log);
            assertEquals(200, status(server), "there is room for long enough");
            faults.end();
            Until.holds("the spare is whole", () -> spareBytes() == ServerProcess.SEGMENT_MIB << 20);
            Until.holds("said", () -> server.log().contains("there is room for the next journal segment again"));
            endsWell(server);
        }
        Counts.report("no room for a spare segment", 1, 1);
    }

    private long spareBytes() throws IOException {
        Path spare = data().resolve("spare");
        return Files.exists(spare) ? Files.size(spare) : 0;
    }

    @Test
    void whereRoomRunsOutReadingStopsAndResumesByItself() throws Exception {
        DiskFaults faults = faults("a full disk");
        faults.begin(DiskFaults.full(data()));
        // Shorter than the pause: who is not read is not taken for dead.
        Path config = ServerProcess.config(home, "session.heartbeat = 500 ms");
        try (ServerProcess server = ServerProcess.start(config, 1, faults.environment());
                Streaming streaming = new Streaming(server.gates(), gates, new SplittableRandom(2))) {
            streaming.awaitAll();
            Until.holds("reading stops", () -> status(server) == 503);
            String ready = server.get("/readyz?verbose", null);
            assertTrue(ready.contains("no room for the next segment"), ready);
            assertTrue(server.metric(SPARE_ERRORS) > 0);
            assertOverloaded(server, site.gate(GATES, 1));
            double connections = server.metric("gatehouse_connections");
            standsStill(server);
            assertEquals(connections, server.metric("gatehouse_connections"), "nobody lost his connection");
            assertEquals(GATES, connections);

            double before = server.metric("gatehouse_journal_records_total");
            faults.end();
            Until.holds("reading resumes", () -> status(server) == 200);
            Until.holds("events come", () -> server.metric("gatehouse_journal_records_total") > before + 1_000);
            try (PlainGate another = site.gate(GATES + 1, 2)) {
                another.connect(server.gates());
                another.scan(10);
                another.awaitAcks();
            }
            endsWell(server);
        }
        Counts.report("a full disk, reading stopped and resumed", 1, 1);
    }

    private static void assertOverloaded(ServerProcess server, PlainGate gate) throws IOException {
        assertThrows(IOException.class, () -> gate.connect(server.gates()));
        assertEquals(Refusal.Code.CODE_OVERLOADED, gate.refusal.getCode());
        int retry = gate.refusal.getRetryAfterMs();
        assertTrue(retry >= 2_000 && retry <= 10_000, () -> "retry after " + retry);
        gate.close();
    }

    /** What was read is decided, then nothing comes for several heartbeats: the space is asked for once a second. */
    private static void standsStill(ServerProcess server) throws Exception {
        double[] last = {-1};
        int[] same = {0};
        Until.holds("events stop", () -> {
            double now = server.metric("gatehouse_journal_records_total");
            same[0] = now == last[0] ? same[0] + 1 : 0;
            last[0] = now;
            return same[0] > 100;
        });
    }

    private static int status(ServerProcess server) throws Exception {
        int[] status = new int[1];
        server.get("/readyz", status);
        return status[0];
    }

    // ---- slow -------------------------------------------------------------------------------------

    @Test
    void decisionsDoNotWaitForTheDiskAndAFullRingStopsReading() throws Exception {
        DiskFaults faults = faults("a disk that stands still");
        Path config = ServerProcess.config(home, "ring-size = " + RING);
        int each = RING / GATES / 2;
        try (ServerProcess server = ServerProcess.start(config, 1, faults.environment())) {
            for (PlainGate gate : gates) {
                gate.connect(server.gates());
                gate.scan(1);
                gate.awaitAcks();
            }
            faults.begin(DiskFaults.syncsHang());
            for (PlainGate gate : gates) {
                gate.scan(each);
                gate.awaitDecisions();
                assertEquals(1, gate.acknowledged, "decided at once, acknowledged when it is on disk");
            }
            double fullBefore = server.metric("gatehouse_ring_full_total");
            for (PlainGate gate : gates) {
                gate.scan(RING);
            }
            Until.holds("the ring is full", () -> server.metric("gatehouse_ring_full_total") > fullBefore);
            Until.holds("to its bound", () -> server.metric("gatehouse_ring_backlog_events") > RING / 2);
            assertTrue(server.metric("gatehouse_ring_backlog_events") <= RING);
            faults.end();
            for (PlainGate gate : gates) {
                gate.awaitAcks();
                assertEquals(gate.highest, gate.acknowledged);
                assertNull(gate.refusal);
            }
            endsWell(server);
        } finally {
            closeAll();
        }
        Counts.report("a disk that stands still, a ring that fills", 1, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1_000})
    void aSlowDiskCostsNoMemory(int millis) throws Exception {
        DiskFaults faults = faults("a slow disk");
        int syncs = Counts.of(4_000, 10_000, 30_000) / millis;
        Map<String, String> environment = new TreeMap<>(faults.environment());
        environment.put("JAVA_TOOL_OPTIONS", "-XX:+AlwaysPreTouch"); // what grows is not the heap being touched
        try (ServerProcess server = ServerProcess.start(ServerProcess.config(home), 1, environment);
                Streaming streaming = new Streaming(server.gates(), gates, new SplittableRandom(millis))) {
            streaming.awaitAll();
            faults.begin(DiskFaults.syncsTake(millis));
            awaitSyncs(server, 2);
            long before = residentKib(server);
            double decided = server.metric("gatehouse_journal_records_total");
            awaitSyncs(server, syncs);
            long grown = residentKib(server) - before;
            double records = server.metric("gatehouse_journal_records_total") - decided;
            System.out.printf("%,d ms a sync: %,.0f records, %,d KiB more resident%n", millis, records, grown);
            assertTrue(records > 0, "acks come, late");
            assertTrue(grown < 64 << 10, () -> grown + " KiB more");
            faults.end();
            endsWell(server);
        }
        Counts.report("syncs of a slow disk, " + millis + " ms each", syncs, 30_000 / millis);
    }

    private static void awaitSyncs(ServerProcess server, int count) throws Exception {
        double from = server.metric("gatehouse_journal_sync_duration_seconds_count");
        Until.holds("syncs", () -> server.metric("gatehouse_journal_sync_duration_seconds_count") >= from + count);
    }

    private static long residentKib(ServerProcess server) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + server.process().pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    private void closeAll() throws IOException {
        for (PlainGate gate : gates) {
            gate.close();
        }
    }

    // ---- read-only ----------------------------------------------------------------------------------

    @Test
    void aReadOnlyDataFolderIsNamedAtTheStart() throws Exception {
        DiskFaults faults = faults("a read-only data folder");
        Files.createDirectories(data());
        faults.begin(DiskFaults.readOnly(data()));
        try (ServerProcess server = ServerProcess.run(
                faults.environment(),
                "server",
                "--config",
                ServerProcess.config(home).toString())) {
            assertEquals(74, server.await(), server::log);
            String output = server.output();
            assertTrue(output.contains(data().toString()) && output.contains("Read-only file system"), output);
            // For a person: what, and why, and nothing of the program's inside.
            assertTrue(output.lines().anyMatch(line -> line.startsWith("gatehouse: can't use ")), output);
            assertFalse(output.contains("\tat "), output);
        }
        try (var files = Files.list(data())) {
            assertEquals(0, files.count(), "nothing was made");
        }
        Counts.report("a read-only data folder", 1, 1);
    }

    // ---- in pieces ----------------------------------------------------------------------------------

    /** A number of bytes for each write, past the page cache where that is there; 0 and -1 for writes through it. */
    @ParameterizedTest
    @ValueSource(ints = {4_096, 512, 0, -1})
    void writesThatTakeLessAreContinued(int bytes) throws Exception {
        DiskFaults faults = faults("short writes");
        faults.begin(
                switch (bytes) {
                    case 0 -> DiskFaults.plainWritesTakeHalf();
                    case -1 -> DiskFaults.onlyPlainWrites();
                    default -> DiskFaults.writesTake(bytes);
                });
        Path config = ServerProcess.config(home);
        for (int life = 0; life < 2; life++) {
            try (ServerProcess server = ServerProcess.start(config, 1, faults.environment());
                    Streaming streaming = new Streaming(server.gates(), gates, new SplittableRandom(bytes))) {
                streaming.awaitAll();
                double from = server.metric("gatehouse_journal_records_total");
                Until.holds("events", () -> server.metric("gatehouse_journal_records_total") > from + 5_000);
                endsWell(server);
                streaming.awaitEnd();
            }
            gates.forEach(gate -> gate.refusal = null);
        }
        Counts.report("lives with short writes, " + bytes, 2, 2);
    }
}
