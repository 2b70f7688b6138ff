package io.gatehouse.loadtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What gates do beside sending, against the real server, each run held against its journal. */
@Timeout(180)
class ScenarioRunTest {
    @TempDir
    Path home;

    @Test
    void eachScenarioEndsWithEveryScanInTheJournal() throws Exception {
        try (RealServer server = RealServer.start(home, 1, 2000, 24)) {
            run(server, "--scenario connect-storm --duration 1s", "connectMs:{count:24,");
            run(
                    server,
                    "--scenario power-cut --duration 4s --rate 300/s --cut reset",
                    "cut:24,",
                    "backMs:{count:24,",
                    "due:1200,",
                    "unsent:0,");
            run(
                    server,
                    "--scenario power-cut --duration 2s --rate 300/s --connrate 100/s --cut silent",
                    "backMs:{count:24,");
            run(
                    server,
                    "--scenario backlog-drain --duration 1s --rate 200/s",
                    "offline:{events:12000,acknowledged:12000,");
            run(server, "--scenario idle-gates --duration 1s", "sent:0,", "idle:{gates:24,");
            run(
                    server,
                    "--scenario hostile --duration 3s --rate 300/s --gates 20",
                    "hostile:{gates:1,",
                    "notSentAway:0,");
        }
    }

    @Test
    void aSiteOfAnotherServerIsSaidToBeOne() throws Exception {
        Path strangers = Files.createDirectory(home.resolve("strangers"));
        Sites.write(Sites.of(2, 1), strangers);
        try (RealServer server = RealServer.start(home, 1, 500, 4)) {
            StringWriter said = new StringWriter();
            CommandLine line = Main.commandLine().setErr(new PrintWriter(said));
            int code = line.execute(
                    "run",
                    "--target",
                    address(server),
                    "--site",
                    strangers.toString(),
                    "--window",
                    "4",
                    "--duration",
                    "1s");
            assertEquals(1, code, said.toString());
            assertTrue(said.toString().contains("unknown gate or wrong token"), said.toString());
        }
    }

    private void run(RealServer server, String options, String... expected) throws Exception {
        Path json = home.resolve("run.json");
        Files.deleteIfExists(json);
        StringWriter said = new StringWriter();
        CommandLine line = Main.commandLine().setErr(new PrintWriter(said));
        List<String> arguments = new ArrayList<>(List.of("run", "--target", address(server)));
        arguments.addAll(List.of(
                "--site",
                server.site().toString(),
                "--verify-journal",
                server.data().toString()));
        arguments.addAll(List.of("--sleep", "--json", json.toString()));
        arguments.addAll(List.of(options.split(" ")));
        assertEquals(0, line.execute(arguments.toArray(new String[0])), options + ": " + said);
        String figures = Files.readString(json).replaceAll("[\\s\"]+", "");
        for (String part : expected) {
            assertTrue(
                    figures.contains(part), options + ": " + part + " is not in " + figures.replaceAll("curves.*", ""));
        }
    }

    private static String address(RealServer server) {
        return "127.0.0.1:" + server.gates().getPort();
    }
}
