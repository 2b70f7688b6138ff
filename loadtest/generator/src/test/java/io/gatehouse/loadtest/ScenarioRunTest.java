package io.gatehouse.loadtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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
            String storm = run(server, "--scenario connect-storm --duration 1s", 0);
            assertTrue(storm.contains("\"connectMs\": {\"count\": 24,"), storm);
            String cut = run(server, "--scenario power-cut --duration 4s --rate 300/s --cut reset", 0);
            assertTrue(cut.contains("\"cut\": 24,") && cut.contains("\"backMs\": {\"count\": 24,"), cut);
            assertTrue(cut.contains("\"due\": 1200,") && cut.contains("\"unsent\": 0,"), cut);
            String silent = run(server, "--scenario power-cut --duration 2s --rate 300/s --connrate 100/s", 0);
            assertTrue(silent.contains("\"backMs\": {\"count\": 24,"), silent);
            String backlog = run(server, "--scenario backlog-drain --duration 1s --rate 200/s", 0);
            assertTrue(backlog.contains("\"events\": 12000,") && backlog.contains("\"acknowledged\": 12000,"), backlog);
            String idle = run(server, "--scenario idle-gates --duration 1s", 0);
            assertTrue(idle.contains("\"sent\": 0,") && idle.contains("\"idle\": {\"gates\": 24,"), idle);
            String hostile = run(server, "--scenario hostile --duration 3s --rate 300/s --gates 20", 0);
            assertTrue(hostile.contains("\"hostile\": {\"gates\": 1,"), hostile);
            assertTrue(hostile.contains("\"notSentAway\": 0,"), hostile);
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

    private String run(RealServer server, String options, int code) throws Exception {
        Path json = home.resolve("run.json");
        Files.deleteIfExists(json);
        StringWriter said = new StringWriter();
        CommandLine line = Main.commandLine().setErr(new PrintWriter(said));
        List<String> arguments = new java.util.ArrayList<>(List.of("run", "--target", address(server)));
        arguments.addAll(List.of(
                "--site",
                server.site().toString(),
                "--verify-journal",
                server.data().toString()));
        arguments.addAll(List.of("--sleep", "--json", json.toString()));
        arguments.addAll(List.of(options.split(" ")));
        assertEquals(code, line.execute(arguments.toArray(new String[0])), options + ": " + said);
        return Files.readString(json);
    }

    private static String address(RealServer server) {
        return "127.0.0.1:" + server.gates().getPort();
    }
}
