package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.testing.Counts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL at random moments of a server under load: what was acknowledged is in the journal, once, as it was decided. */
final class KillTest {
    private static final int GATES = 8;
    /** Each so many lives one more is cut off at its start, so that recovery is killed too. */
    private static final int STARTS_CUT = 3;

    private static final int STREAM_MILLIS = 700;
    private static final int START_MILLIS = 2_500;

    @TempDir
    private Path home;

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void nothingAcknowledgedIsLost() throws Exception {
        int cycles = Counts.of(3, 10, 50);
        long seed = System.nanoTime();
        System.out.println("kill seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        TestSite site = new TestSite(home, 2_000, 20);
        Path config = ServerProcess.config(home, "journal.snapshot-size = 1 MiB", "journal.snapshot-interval = 1 s");
        List<PlainGate> gates = new ArrayList<>();
        for (int i = 0; i < GATES; i++) {
            gates.add(site.gate(i, random.nextLong()));
        }
        for (int cycle = 0; cycle < cycles; cycle++) {
            cycle(config, gates, random.split());
            if (cycle % STARTS_CUT == 0) {
                killAtStart(config, random.nextInt(START_MILLIS));
            }
        }
        drain(config, gates);
        long acted = Kept.check(home.resolve("data"), gates);
        foldsAgree();
        long sent = gates.stream().mapToLong(g -> g.highest).sum();
        System.out.printf(
                "killed %d times, and %d times at its start, under %,d events of %d gates; %,d came back with acted%n",
                cycles, (cycles + STARTS_CUT - 1) / STARTS_CUT, sent, GATES, acted);
        Counts.report("kills of the server", cycles, 50);
    }

    /** One life of a server: gates stream, then it is killed. */
    private static void cycle(Path config, List<PlainGate> gates, SplittableRandom random) throws Exception {
        try (ServerProcess server = ServerProcess.start(config);
                Streaming streaming = new Streaming(server.gates(), gates, random)) {
            streaming.awaitAll();
            // The moment of the kill is what is random here; nobody waits for anything.
            TimeUnit.MILLISECONDS.sleep(random.nextInt(STREAM_MILLIS));
            server.kill();
            streaming.awaitEnd();
            for (PlainGate gate : gates) {
                assertEquals(null, gate.refusal);
                gate.close();
            }
        }
    }

    private static void killAtStart(Path config, int millis) throws Exception {
        try (ServerProcess server = ServerProcess.run("server", "--config", config.toString())) {
            TimeUnit.MILLISECONDS.sleep(millis);
            server.kill();
        }
    }

    private static void drain(Path config, List<PlainGate> gates) throws Exception {
        try (ServerProcess server = ServerProcess.start(config)) {
            for (PlainGate gate : gates) {
                try (gate) {
                    gate.connect(server.gates());
                    gate.resend();
                    gate.awaitAcks();
                }
                assertEquals(gate.highest, gate.acknowledged);
            }
            assertEquals(0, server.terminate());
        }
    }

    /** The journal is whole, decides the same again, and ends in the same state from its first record and from a snapshot. */
    private void foldsAgree() throws Exception {
        String data = home.resolve("data").toString();
        try (ServerProcess verify = ServerProcess.run("journal", "verify", data)) {
            assertEquals(0, verify.await(), verify::log);
        }
        List<String> states = new ArrayList<>();
        for (String from : List.of("", "--from-snapshot")) {
            List<String> command = new ArrayList<>(List.of("journal", "replay", data));
            if (!from.isEmpty()) {
                command.add(from);
            }
            try (ServerProcess replay = ServerProcess.run(command.toArray(new String[0]))) {
                String output = replay.output();
                assertEquals(0, replay.await(), () -> "replay decides the same again: " + output);
                assertEquals(!from.isEmpty(), output.contains("begins with "), output);
                states.add(output.lines()
                        .filter(l -> l.startsWith("state SHA-256 "))
                        .findFirst()
                        .orElseThrow());
            }
        }
        assertTrue(states.get(0).matches("state SHA-256 [0-9a-f]{64}"), states.get(0));
        assertEquals(states.get(0), states.get(1));
    }
}
