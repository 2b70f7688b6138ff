package io.gatehouse.loadtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.ScriptedServer.Mischief;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs with thresholds, and runs that are interrupted, against a scripted server. */
@Timeout(60)
class ThresholdRunTest {
    private final StringWriter said = new StringWriter();

    @TempDir
    Path folder;

    @BeforeEach
    void writeSite() throws Exception {
        Sites.write(Sites.of(6, 1), folder.resolve("site"));
    }

    private List<String> args(ScriptedServer server, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "run",
                "--target",
                "127.0.0.1:" + server.address().getPort(),
                "--site",
                folder.resolve("site").toString(),
                "--history",
                "unknown",
                "--rate",
                "500/s",
                "--sleep",
                "--warmup",
                "50ms",
                "--json",
                folder.resolve("run.json").toString()));
        args.addAll(Arrays.asList(more));
        return args;
    }

    private int execute(List<String> args) {
        PrintWriter out = new PrintWriter(said);
        return Main.commandLine().setErr(out).setOut(out).execute(args.toArray(String[]::new));
    }

    private String json() throws Exception {
        return Files.readString(folder.resolve("run.json"));
    }

    @Test
    void whatHoldsExitsWith0() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Mischief.NONE)) {
            Path junit = folder.resolve("junit.xml");
            List<String> args = args(
                    server,
                    "--duration=300ms",
                    "--threshold=lost==0",
                    "--threshold",
                    "decision:p(50)<30s",
                    "--junit=" + junit);
            assertEquals(0, execute(args), said.toString());
            assertTrue(json().contains("\"threshold\": \"lost==0\""), json());
            assertTrue(json().contains("\"passed\": true"), json());
            assertTrue(Files.readString(junit).contains("tests=\"3\" failures=\"0\""));
        }
    }

    @Test
    void whatFailsExitsWith99() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Mischief.NONE)) {
            List<String> args = args(server, "--duration=300ms", "--threshold=decision:p(50)<1us");
            assertEquals(99, execute(args), said.toString());
            assertTrue(json().contains("\"passed\": false"), json());
            assertTrue(json().contains("\"endedEarly\": null"), json());
        }
    }

    @Test
    void aRunThatIsLostEnds() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Mischief.NONE)) {
            List<String> args = args(server, "--duration=5m", "--threshold=decision:max<1us", "--abort-on-fail");
            assertEquals(99, execute(args), said.toString());
            assertTrue(json().contains("decision:max<1us cannot hold any more"), json());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "LIES, wrong==0",
        "LIES, wrong<=1",
        "ANSWERS_TWICE, duplicated==0",
        "SWAPS_TWO, reordered==0",
        "CLOSES_ONE_GATE, lost==0",
        "CLOSES_ONE_GATE, errors==0"
    })
    void aCountThatOnlyGrowsEndsARunOnceItIsLost(Mischief mischief, String threshold) throws Exception {
        try (ScriptedServer server = new ScriptedServer(mischief)) {
            List<String> args = args(server, "--duration=5m", "--threshold=" + threshold, "--abort-on-fail=4m");
            assertEquals(99, execute(args), said.toString());
            assertTrue(json().contains(threshold + " cannot hold any more"), json());
        }
    }

    @Test
    void wrongThresholdsExitWith64AndSayWhatIsRight() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Mischief.NONE)) {
            assertEquals(64, execute(args(server, "--threshold=decison:p(99)<5ms")));
            assertTrue(said.toString().contains("nearest is 'decision'"), said.toString());
            assertEquals(64, execute(args(server, "--abort-on-fail")));
        }
    }

    @Test
    void anInterruptedRunWritesItsReport() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Mischief.NONE)) {
            Process run = process(args(server, "--duration=5m", "--threshold=lost==0"));
            try {
                awaitScans(server);
                signal(run, "INT");
                String all = rest(run);
                assertEquals(130, run.exitValue(), all);
                assertTrue(all.contains("pass  lost==0"), all);
                assertTrue(json().contains("interrupted by a signal"), json());
                assertTrue(json().contains("\"undecided\": 0"), json());
                assertEquals(List.of(), server.complaints);
            } finally {
                run.destroyForcibly();
            }
        }
    }

    @Test
    void anInterruptedSearchSaysWhatItKnows() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Mischief.NONE)) {
            List<String> args = List.of(
                    "capacity",
                    "--target=127.0.0.1:" + server.address().getPort(),
                    "--site=" + folder.resolve("site"),
                    "--gates=6",
                    "--duration=5m",
                    "--warmup=1ms",
                    "--out=" + folder.resolve("found"));
            Process search = process(args);
            try {
                awaitScans(server);
                signal(search, "INT");
                String all = rest(search);
                assertEquals(130, search.exitValue(), all);
                assertTrue(all.contains("ended before a rate was known to hold"), all);
                assertTrue(Files.readString(folder.resolve("found/result.json")).contains("\"cutShort\": true"));
            } finally {
                search.destroyForcibly();
            }
        }
    }

    @Test
    void signalsOfOneMomentAreOne() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Mischief.NONE)) {
            Process run = process(args(server, "--duration=5m"));
            try {
                awaitScans(server);
                // While it stands still, both are only pending: it sees them one after the other.
                signal(run, "STOP");
                signal(run, "INT");
                signal(run, "TERM");
                signal(run, "CONT");
                String all = rest(run);
                assertEquals(130, run.exitValue(), all);
                assertTrue(json().contains("interrupted by a signal"), json());
            } finally {
                run.destroyForcibly();
            }
        }
    }

    @Test
    void theNextSignalEndsAtOnce() {
        AtomicLong now = new AtomicLong(5);
        AtomicInteger halts = new AtomicInteger();
        Interruption interruption = new Interruption(halts::incrementAndGet, now::get);
        interruption.signal();
        assertTrue(Thread.interrupted(), "whoever has not begun is interrupted");
        now.addAndGet(100_000_000);
        interruption.signal();
        assertEquals(0, halts.get());
        now.addAndGet(1_000_000_000);
        interruption.signal();
        assertEquals(1, halts.get());
        assertThrows(InterruptedException.class, () -> interruption.ends(null));
    }

    @Test
    void aTerminalThatGoesAgainAndAgainEndsTheRunOnce() {
        AtomicLong now = new AtomicLong(5);
        AtomicInteger halts = new AtomicInteger();
        Interruption interruption = new Interruption(halts::incrementAndGet, now::get);
        interruption.hangup();
        assertTrue(Thread.interrupted(), "whoever has not begun is interrupted");
        now.addAndGet(10_000_000_000L);
        interruption.hangup();
        assertEquals(0, halts.get(), "its report is still being written");
        interruption.signal();
        assertEquals(1, halts.get());
    }

    @Test
    void whoIsInterruptedBeforeTheRunSaysSo() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Mischief.NEVER_WELCOMES)) {
            Process run = process(args(server, "--duration=5m"));
            try (BufferedReader out = reader(run)) {
                String line = out.readLine();
                while (line != null && !line.contains("cores")) {
                    line = out.readLine();
                }
                signal(run, "TERM");
                String all = String.join("\n", out.lines().toList());
                assertTrue(run.waitFor(30, TimeUnit.SECONDS));
                assertEquals(130, run.exitValue(), all);
                assertTrue(all.contains("no report"), all);
            } finally {
                run.destroyForcibly();
            }
        }
    }

    private static void awaitScans(ScriptedServer server) throws InterruptedException {
        while (server.scans.get() < 100) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static void signal(Process to, String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(to.pid()))
                .inheritIO()
                .start();
        assertEquals(0, kill.waitFor());
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static String rest(Process process) throws Exception {
        try (BufferedReader out = reader(process)) {
            String all = String.join("\n", out.lines().toList());
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            return all;
        }
    }

    private static Process process(List<String> args) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(args);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
