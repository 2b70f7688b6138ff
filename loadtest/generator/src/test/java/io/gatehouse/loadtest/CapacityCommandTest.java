package io.gatehouse.loadtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.ScriptedServer.Mischief;
import io.gatehouse.loadtest.compare.ResultFile;
import io.gatehouse.loadtest.site.Site;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Searches and the canonical run, short, against a scripted server. */
@Timeout(120)
class CapacityCommandTest {
    private static final Site SITE = Sites.of(300, 1);

    private final StringWriter said = new StringWriter();

    @TempDir
    Path folder;

    @BeforeEach
    void writeSite() throws Exception {
        Sites.write(SITE, folder.resolve("site"));
    }

    private int execute(ScriptedServer server, String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--target=127.0.0.1:" + server.address().getPort());
        all.add("--site=" + folder.resolve("site"));
        all.add("--sleep");
        PrintWriter out = new PrintWriter(said);
        return Main.commandLine().setErr(out).setOut(out).execute(all.toArray(String[]::new));
    }

    @Test
    void aSearchEndsAtTheHighestRateAllowed() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Mischief.NONE, SITE)) {
            String[] args = {
                "capacity",
                "--gates=4",
                "--from=100/s",
                "--most=200/s",
                "--warmup=50ms",
                "--duration=500ms",
                "--threshold=decision:p(50)<20s",
                "--threshold=lost==0",
                "--out=" + folder.resolve("found")
            };
            assertEquals(0, execute(server, args), said.toString());
            ResultFile result = ResultFile.read(folder.resolve("found"));
            assertEquals("capacity", result.kind());
            assertEquals(200, result.number("capacityPerSecond"));
            assertTrue(((List<?>) result.json().get("steps")).size() >= 2);
            assertTrue(Files.exists(folder.resolve("found/held/report.html")));
            assertEquals(List.of(), server.complaints);
        }
    }

    @Test
    void whatHoldsNoRateExitsWith99() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Mischief.NONE, SITE)) {
            String[] args = {
                "capacity",
                "--gates=4",
                "--from=500/s",
                "--warmup=1ms",
                "--duration=20ms",
                "--threshold=decision:min<1us",
            };
            assertEquals(99, execute(server, args), said.toString());
        }
    }

    @Test
    void theCanonicalRunGivesItsTwoNumbersAndCompares() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Mischief.NONE, SITE)) {
            String pid = "--server-pid=" + ProcessHandle.current().pid();
            int code = execute(server, "canonical", "--budget=4s", pid, "--out=" + folder.resolve("a"));
            ResultFile result = ResultFile.read(folder.resolve("a"));
            assertEquals(result.number("capacityPerSecond") > 0 ? 0 : 99, code, said.toString());
            assertEquals("canonical", result.kind());
            assertTrue(result.number("eventsPerTargetCpuSecond") > 0, said.toString());
            assertTrue(Files.exists(folder.resolve("a/closed/result.json")));
            String a = folder.resolve("a").toString();
            assertEquals(0, Main.commandLine().execute("compare", a, a));
            assertEquals(64, execute(server, "canonical"));
            assertTrue(said.toString().contains("--server-pid is missing"), said.toString());
        }
    }
}
