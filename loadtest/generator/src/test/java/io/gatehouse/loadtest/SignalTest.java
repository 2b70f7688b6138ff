package io.gatehouse.loadtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.ScriptedServer.Mischief;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a process: a signal ends it, and that is no failure. */
@Timeout(60)
class SignalTest {
    @TempDir
    Path folder;

    @Test
    void aSignalEndsTheDemoCleanly() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Mischief.NONE)) {
            Process demo = start(server.address());
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(demo.getInputStream(), StandardCharsets.UTF_8))) {
                String line = out.readLine();
                while (line != null && !line.contains("6/6")) {
                    line = out.readLine();
                }
                assertNotNull(line, "it ended by itself");
                // Not Process.destroy: that closes the output, which is still to be read.
                demo.toHandle().destroy();
                String rest = String.join("\n", out.lines().toList());
                assertTrue(demo.waitFor(30, TimeUnit.SECONDS));
                assertEquals(0, demo.exitValue(), rest);
                assertTrue(rest.contains(" 0 neither way"), rest);
                assertEquals(List.of(), server.complaints);
            } finally {
                demo.destroyForcibly();
            }
        }
    }

    private Process start(InetSocketAddress target) throws IOException {
        Sites.write(Sites.of(6, 1), folder);
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "demo",
                        "--target",
                        "127.0.0.1:" + target.getPort(),
                        "--site",
                        folder.toString(),
                        "--cycle",
                        "5s")
                .redirectErrorStream(true)
                .start();
    }
}
