package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.testing.Counts;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sync that fails is final: nothing more is decided or acknowledged, exit 74, and the next start has every ack. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class StorageTest {
    private static final int GATES = 6;

    /**
     * Loaded before the C library. From the moment that a file appears it counts each fdatasync: the one whose number
     * stands in the file fails, and later ones say that all is well, as kernels do; with 0 each of them fails.
     */
    private static final String SHIM = """
            #include <errno.h>
            #include <stdio.h>
            #include <stdlib.h>
            #include <sys/syscall.h>
            #include <unistd.h>
            static int calls;
            int fdatasync(int fd) {
              const char *broken = getenv("BROKEN_WHEN");
              FILE *file = broken ? fopen(broken, "r") : NULL;
              if (file) {
                int which = 0;
                if (fscanf(file, "%d", &which) != 1) which = 0;
                fclose(file);
                int call = __sync_add_and_fetch(&calls, 1);
                if (which == 0 || call == which) { errno = EIO; return -1; }
              }
              return (int) syscall(SYS_fdatasync, fd);
            }
            """;

    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void aFailedSyncEndsAllPromises(int which) throws Exception {
        boolean compiler = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "gcc")));
        if (!compiler) {
            Counts.report("NOT TESTED, gcc is missing: failed syncs", 0, 1);
        }
        assumeTrue(compiler, "gcc is missing, so no sync can be made to fail");
        Path broken = home.resolve("broken");
        TestSite site = new TestSite(home, 500, 12);
        Path config = ServerProcess.config(home);
        List<PlainGate> gates = new ArrayList<>();
        for (int i = 0; i < GATES; i++) {
            gates.add(site.gate(i, i));
        }
        Map<String, String> environment = Map.of("LD_PRELOAD", shim().toString(), "BROKEN_WHEN", broken.toString());
        try (ServerProcess server = ServerProcess.start(config, 1, environment);
                Streaming streaming = new Streaming(server.gates(), gates, new SplittableRandom(which))) {
            streaming.awaitAll();
            Files.move(Files.writeString(home.resolve("number"), Integer.toString(which)), broken);
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
        Files.delete(broken);
        assertEveryAckHolds(config, gates);
        Counts.report("failed syncs", 1, 1);
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

    private Path shim() throws IOException, InterruptedException {
        Path source = home.resolve("shim.c");
        Path library = home.resolve("shim.so");
        Files.writeString(source, SHIM);
        int code = new ProcessBuilder("gcc", "-shared", "-fPIC", "-o", library.toString(), source.toString())
                .inheritIO()
                .start()
                .waitFor();
        assertEquals(0, code, "gcc builds the shim");
        return library;
    }
}
