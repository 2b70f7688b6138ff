package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.v1.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A sync that fails is final: nothing more is decided or acknowledged, exit 74, and the next start has every ack. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class StorageTest {
    /** Loaded before the C library: from the moment that a file appears, every fdatasync fails. */
    private static final String SHIM = """
            #include <errno.h>
            #include <stdlib.h>
            #include <sys/syscall.h>
            #include <unistd.h>
            int fdatasync(int fd) {
              const char *broken = getenv("BROKEN_WHEN");
              if (broken && access(broken, F_OK) == 0) { errno = EIO; return -1; }
              return (int) syscall(SYS_fdatasync, fd);
            }
            """;

    @TempDir
    private Path home;

    @Test
    void aFailedSyncEndsAllPromises() throws Exception {
        Path broken = home.resolve("broken");
        TestSite site = new TestSite(home, 500, 12);
        Path config = ServerProcess.config(home);
        PlainGate gate = site.gate(0, 1);
        Map<String, String> environment = Map.of("LD_PRELOAD", shim().toString(), "BROKEN_WHEN", broken.toString());
        try (ServerProcess server = ServerProcess.start(config, 1, environment)) {
            gate.connect(server.gates());
            gate.scan(50);
            gate.awaitAcks();
            Files.createFile(broken);
            gate.scan(10);
            assertThrows(IOException.class, gate::awaitAcks);
            assertRefused(gate);
            assertEquals(50, gate.acknowledged);
            PlainGate another = site.gate(1, 2);
            assertThrows(IOException.class, () -> another.connect(server.gates()));
            assertRefused(another);
            another.close();
            assertEquals(74, server.await());
        }
        Files.delete(broken);
        try (ServerProcess server = ServerProcess.start(config)) {
            assertTrue(gate.connect(server.gates()).getDurableSequence() >= 50);
            gate.resend();
            gate.awaitAcks();
            assertEquals(60, gate.acknowledged);
            assertEquals(0, server.terminate());
        }
        gate.close();
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
