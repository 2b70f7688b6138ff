package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.v1.Welcome;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A journal that a start refuses is salvaged by the command that an operator types, and gates go on. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class SalvageProcessTest {
    private static final int SCANS = 300;

    @TempDir
    private Path home;

    @Test
    void aDamagedJournalServesAgain() throws Exception {
        TestSite site = new TestSite(home, 500, 4);
        Path config = ServerProcess.config(home);
        Path salvaged = home.resolve("salvaged");
        String data = home.resolve("data").toString();
        Welcome before;
        try (ServerProcess server = ServerProcess.start(config);
                PlainGate gate = site.gate(0, 1)) {
            before = gate.connect(server.gates());
            gate.scan(SCANS);
            gate.awaitAcks();
            gate.scan(SCANS);
            gate.awaitAcks();
            ends(75, "in use", "journal", "salvage", data, "--out", salvaged.toString());
            assertFalse(Files.exists(salvaged), "nothing was written");
            assertEquals(0, server.terminate());
        }
        // In the second half: the gates and passes of the site stand in the first.
        Path damaged = damage(0.9);
        ends(65, "offset", "server", "--config", config.toString());
        ends(0, damaged.getFileName().toString(), "journal", "salvage", data, "--out", salvaged.toString());
        ends(65, "offset", "journal", "verify", data);
        Files.move(home.resolve("data"), home.resolve("data.damaged"));
        Files.move(salvaged, home.resolve("data"));
        ends(0, "good up to", "journal", "verify", data);

        try (ServerProcess server = ServerProcess.start(config);
                PlainGate gate = site.gate(1, 1)) {
            Welcome after = gate.connect(server.gates());
            assertEquals(before.getJournalId(), after.getJournalId());
            assertTrue(after.getRosterVersion() > before.getRosterVersion(), after::toString);
            gate.scan(SCANS);
            gate.awaitAcks();
            assertEquals(0, server.terminate());
        }
    }

    private static void ends(int code, String says, String... command) throws Exception {
        try (ServerProcess process = ServerProcess.run(command)) {
            assertEquals(code, process.await(), process::log);
            String output = process.output();
            assertTrue(output.contains(says), () -> "no '" + says + "' in: " + output);
        }
    }

    /** Flips a bit within the bytes that are not zero. */
    private Path damage(double where) throws IOException {
        Path largest;
        try (Stream<Path> files = Files.list(home.resolve("data"))) {
            largest = files.filter(f -> f.toString().endsWith(".journal"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
        try (RandomAccessFile file = new RandomAccessFile(largest.toFile(), "rw")) {
            byte[] all = new byte[(int) Math.min(file.length(), 8 << 20)];
            file.readFully(all);
            int end = all.length;
            while (all[end - 1] == 0) {
                end--;
            }
            int at = (int) (end * where);
            file.seek(at);
            file.write(all[at] ^ 1);
        }
        return largest;
    }
}
