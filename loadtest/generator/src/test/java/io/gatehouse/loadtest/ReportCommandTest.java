package io.gatehouse.loadtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.echo.EchoServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(60)
class ReportCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter said = new StringWriter();
    private final StringWriter complained = new StringWriter();

    private int execute(String... args) {
        CommandLine line = Main.commandLine();
        line.setErr(new PrintWriter(complained)).setOut(new PrintWriter(said));
        return line.execute(args);
    }

    /** A short run against an echo. */
    private int run(String more) throws IOException {
        try (EchoServer echo = new EchoServer(0)) {
            String args = "run --echo --connections 4 --rate 1000/s --sleep --no-tui --warmup 50ms --duration 200ms"
                    + " --target 127.0.0.1:" + echo.address().getPort() + " " + more;
            return execute(args.split(" "));
        }
    }

    @Test
    void aRunLeavesItsReportAndThePageIsMadeAgain() throws Exception {
        Path out = folder.resolve("run");
        assertEquals(0, run("-o " + out), complained.toString());
        assertTrue(said.toString().contains("decision "), said.toString());
        for (String file : new String[] {"result.json", "latency.hlog", "intervals.csv", "report.html"}) {
            assertTrue(said.toString().contains(out.resolve(file).toString()), said.toString());
        }
        String page = Files.readString(out.resolve("report.html"));
        Files.delete(out.resolve("report.html"));
        assertEquals(0, execute("report", out.toString()));
        assertEquals(page, Files.readString(out.resolve("report.html")));
        Path other = folder.resolve("other.html");
        assertEquals(0, execute("report", out.resolve("result.json").toString(), "-o", other.toString()));
        assertEquals(page, Files.readString(other));
        String result = Files.readString(out.resolve("result.json"));
        assertTrue(result.contains("\"--rate\": \"1000/s\""), result);
        assertTrue(result.contains("\"--seed\": \"1\""), result);
    }

    @Test
    void onlyWhatIsAskedForIsWritten() throws Exception {
        Path out = folder.resolve("run");
        assertEquals(0, run("--format csv,json -o " + out), complained.toString());
        assertFalse(said.toString().contains("decision "), said.toString());
        assertTrue(Files.exists(out.resolve("intervals.csv")) && Files.exists(out.resolve("result.json")));
        assertFalse(Files.exists(out.resolve("report.html")) || Files.exists(out.resolve("latency.hlog")));
        assertEquals(64, run("--format html"), said.toString());
        assertEquals(64, run("--format pdf -o " + out), said.toString());
    }

    @Test
    void aFolderThatCannotBeStopsTheRunBeforeItBegins() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertEquals(1, run("-o " + file.resolve("run")));
        assertTrue(complained.toString().contains("no report can be written to " + file), complained.toString());
        assertEquals(1, run("--json " + folder.resolve("nowhere/run.json")));
        assertTrue(complained.toString().contains("there is no folder"), complained.toString());
        assertFalse(said.toString().contains("decision "), said.toString());
    }

    @Test
    void aFullDiskFailsTheRunAndItsFiguresAreStillSaid() throws Exception {
        if (Files.exists(Path.of("/dev/full"))) {
            assertEquals(1, run("--format json -o " + folder.resolve("run") + " --json /dev/full"));
            assertTrue(
                    complained.toString().contains("/dev/full could not be written: No space left"), complained + "");
            assertTrue(said.toString().contains("decision "), said.toString());
        }
    }

    @Test
    void whatIsNoResultIsRefusedInWords() throws Exception {
        assertEquals(1, execute("report", folder.toString()));
        assertTrue(complained.toString().contains("there is no " + folder.resolve("result.json")), complained + "");
        Path broken = Files.writeString(folder.resolve("result.json"), "{\"loop\": ");
        assertEquals(1, execute("report", broken.toString()));
        assertTrue(complained.toString().contains("no JSON: a value was due"), complained.toString());
        Files.writeString(broken, "{\"kind\": \"canonical\"}");
        assertEquals(1, execute("report", broken.toString()));
        assertTrue(complained.toString().contains("several runs in one result (canonical)"), complained.toString());
        assertEquals(64, execute("report"));
        assertEquals(0, execute("report", "--schema"));
        assertTrue(said.toString().contains("\"$schema\""), said.toString());
    }
}
