package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.testing.Counts;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A write or sync that fails is final, whatever it fails with: nothing more is decided or acknowledged, exit 74, and the
 * next start has every ack.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class StorageTest {
    private static final int GATES = 6;

    @TempDir
    private Path home;

    /** The first ones in a quick run, all of them in a full one. */
    static Stream<String> failures() {
        List<String> all = new ArrayList<>(List.of(
                DiskFaults.syncFails(DiskFaults.EACH, DiskFaults.EIO),
                DiskFaults.writeFails(1, DiskFaults.EIO),
                DiskFaults.writeFails(2, DiskFaults.ENOSPC),
                DiskFaults.syncFails(7, DiskFaults.EIO),
                DiskFaults.writeFails(DiskFaults.EACH, DiskFaults.EROFS)));
        for (int which = 1; which <= 7; which++) {
            all.add(DiskFaults.syncFails(which, DiskFaults.EIO));
            all.add(DiskFaults.writeFails(which, DiskFaults.EIO));
            all.add(DiskFaults.writeFails(which, DiskFaults.ENOSPC));
        }
        List<String> once = all.stream().distinct().toList();
        int count = Math.min(once.size(), Counts.of(3, 5, once.size()));
        Counts.report("kinds of failed writes and syncs of a real process", count, once.size());
        return once.stream().limit(count);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailedCallEndsAllPromises(String failure) throws Exception {
        DiskFaults faults = DiskFaults.build(home, "failed writes and syncs");
        TestSite site = new TestSite(home, 500, 12);
        Path config = ServerProcess.config(home);
        List<PlainGate> gates = new ArrayList<>();
        for (int i = 0; i < GATES; i++) {
            gates.add(site.gate(i, i));
        }
        try (ServerProcess server = ServerProcess.start(config, 1, faults.environment());
                Streaming streaming = new Streaming(server.gates(), gates, new SplittableRandom(failure.hashCode()))) {
            streaming.awaitAll();
            Until.holds("the spare is whole: no other writes than the journal's", () -> spareIsWhole());
            faults.begin(failure);
            streaming.awaitEnd();
            for (PlainGate gate : gates) {
                assertRefused(gate);
                assertTrue(gate.ended(), "nothing follows");
                gate.close();
            }
            assertTrue(
                    gates.stream()
                                    .map(g -> g.refusal.getRetryAfterMs())
                                    .distinct()
                                    .count()
                            > 1,
                    "drawn for each");
            newOnesHearItToo(server, site.gate(GATES, 9));
            assertEquals(74, server.await());
        }
        faults.end();
        assertEveryAckHolds(config, gates);
    }

    private boolean spareIsWhole() throws IOException {
        Path spare = home.resolve("data/spare");
        return Files.exists(spare) && Files.size(spare) == ServerProcess.SEGMENT_MIB << 20;
    }

    private static void newOnesHearItToo(ServerProcess server, PlainGate another) throws Exception {
        assertThrows(IOException.class, () -> another.connect(server.gates()));
        assertRefused(another);
        another.close();
        try (Socket silent = new Socket()) {
            silent.connect(server.gates());
            silent.setSoTimeout(30_000);
            var refusal = ServerMessage.parseDelimitedFrom(silent.getInputStream());
            assertEquals(Refusal.Code.CODE_STORAGE_FAILED, refusal.getRefusal().getCode());
        }
        int[] status = new int[1];
        String ready = server.get("/readyz", status);
        assertEquals(503, status[0]);
        assertTrue(ready.contains("journal"), ready);
    }

    private void assertEveryAckHolds(Path config, List<PlainGate> gates) throws Exception {
        Kept.check(home.resolve("data"), gates);
        try (ServerProcess server = ServerProcess.start(config)) {
            for (PlainGate gate : gates) {
                // Fails where the Welcome is below what was acknowledged.
                gate.connect(server.gates());
                gate.resend();
                gate.awaitAcks();
                assertEquals(gate.highest, gate.acknowledged);
                gate.close();
            }
            assertEquals(0, server.terminate());
        }
        Kept.check(home.resolve("data"), gates);
    }

    private static void assertRefused(PlainGate gate) {
        assertEquals(Refusal.Code.CODE_STORAGE_FAILED, gate.refusal.getCode());
        int retry = gate.refusal.getRetryAfterMs();
        assertTrue(retry >= 10_000 && retry <= 40_000, () -> "retry after " + retry);
    }
}
