package io.gatehouse.loadtest.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.Main;
import io.gatehouse.loadtest.Sites;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command as its users run it, against what this machine has. */
@Timeout(120)
class PeersTest {
    @TempDir
    Path folder;

    private Path work;

    @BeforeEach
    void makeSite() throws IOException {
        Sites.write(Sites.of(6, 1), folder.resolve("site"));
        work = folder.resolve("work");
    }

    private Process start(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of("peers", "--site", folder.resolve("site").toString(), "--work-dir", work.toString()));
        command.addAll(List.of("--gates", "6", "--windows", "4", "--rounds", "1", "--first-warmup", "0s"));
        command.addAll(List.of(more));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    @Test
    void allThatAreHereGiveRightAnswersAndLeaveNothing() throws Exception {
        Path json = folder.resolve("peers.json");
        Process run = start(
                "--only",
                "echo,redis,redis-aof,mosquitto,postgresql",
                "--warmup",
                "50ms",
                "--duration",
                "300ms",
                "--json",
                json.toString());
        String text;
        try (BufferedReader out = output(run)) {
            text = String.join("\n", out.lines().toList());
        }
        assertEquals(0, run.waitFor(), text);
        int missing = 0;
        for (PeerKind kind : List.of(PeerKind.REDIS, PeerKind.REDIS_AOF, PeerKind.MOSQUITTO, PeerKind.POSTGRESQL)) {
            String row = text.lines()
                    .filter(line -> line.matches(kind.label() + " +(yes|no|missing).*"))
                    .findFirst()
                    .orElse("");
            assertFalse(row.isEmpty(), kind + " has no row:\n" + text);
            if (row.contains("missing")) {
                missing++;
                System.out.println(
                        "LEFT OUT: " + kind.label() + " is not installed, so nothing of it is tested: " + row);
                assertTrue(text.contains("MISSING: " + kind.label() + ". Type: sudo apt-get install"), text);
            }
        }
        System.out.println("peers that answered: echo and " + (4 - missing) + " of 4 others");
        assertTrue(Files.readString(json).contains("\"ok\": true"));
        assertFalse(Files.exists(work), "its folder is left");
    }

    @Test
    void aPeerThatIsKilledInTheMiddleIsNamed() throws Exception {
        Process run = start("--only", "echo", "--warmup", "60s", "--duration", "60s");
        try (BufferedReader out = output(run)) {
            awaitTurn(out);
            List<ProcessHandle> peers = run.descendants().toList();
            assertEquals(1, peers.size());
            peers.get(0).destroyForcibly();
            String rest = String.join("\n", out.lines().toList());
            assertTrue(rest.contains("FAILED: echo ended in round 1 of 1, window 4: killed by signal 9"), rest);
            assertTrue(rest.contains("echo        failed: see below"), rest);
            assertEquals(1, run.waitFor(), rest);
            assertFalse(Files.exists(work), "its folder is left");
        } finally {
            run.destroyForcibly();
        }
    }

    @Test
    void aSignalEndsThePeersToo() throws Exception {
        Process run = start("--only", "echo", "--warmup", "60s", "--duration", "60s");
        try (BufferedReader out = output(run)) {
            awaitTurn(out);
            List<ProcessHandle> peers = run.descendants().toList();
            // Not Process.destroy: that closes the output, which is still to be read.
            run.toHandle().destroy();
            out.lines().forEach(line -> {});
            assertTrue(run.waitFor(30, TimeUnit.SECONDS));
            for (ProcessHandle peer : peers) {
                peer.onExit().get(30, TimeUnit.SECONDS);
            }
            assertFalse(Files.exists(work), "its folder is left");
        } finally {
            run.destroyForcibly();
        }
    }

    private static void awaitTurn(BufferedReader out) throws IOException {
        String line = out.readLine();
        StringBuilder all = new StringBuilder();
        while (line != null && !line.startsWith("round 1 of 1")) {
            all.append(line).append('\n');
            line = out.readLine();
        }
        assertNotNull(line, all.toString());
    }
}
