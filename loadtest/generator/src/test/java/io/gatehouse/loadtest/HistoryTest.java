package io.gatehouse.loadtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.compare.ResultFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real server that has decided scans before: which runs against it are refused, and what the others say of it. */
@Timeout(180)
class HistoryTest {
    @TempDir
    Path home;

    private String said = "";

    @Test
    void aServerWithAHistoryIsRefusedUnlessItsJournalIsNamed() throws Exception {
        try (RealServer server = RealServer.start(home, 1, 500, 8)) {
            String admin = "--admin 127.0.0.1:" + server.admin().getPort();
            String journal = "--verify-journal " + server.data();

            assertEquals(64, run(server, ""), said);
            for (String step : List.of("--admin HOST:PORT", "--verify-journal DIR", "--history unknown")) {
                assertTrue(said.contains(step), said);
            }
            assertFalse(Files.exists(home.resolve("run.json")), "nothing was sent");

            assertEquals(0, run(server, admin), said);
            ResultFile first = ResultFile.read(home.resolve("run.json"));
            assertTrue(first.number("scans.decided") >= 100, first.json().toString());
            assertFalse(first.json().containsKey("notKnown"), "an empty server");

            assertEquals(1, run(server, admin), said);
            assertTrue(said.contains("this server has a history: 8 of its gates have been here before"), said);
            assertTrue(said.contains("--verify-journal DIR"), said);
            assertFalse(Files.exists(home.resolve("run.json")), "nothing was sent");

            assertChecked(server, journal);
            assertChecked(server, journal + " " + admin);

            for (String more : List.of("", " " + admin)) {
                assertEquals(0, run(server, "--history unknown" + more), said);
                ResultFile open = ResultFile.read(home.resolve("run.json"));
                assertTrue(
                        open.text("notKnown", "").contains("nobody knows"),
                        open.json().toString());
                assertEquals(0, open.number("accounting.wrong"));
            }
        }
    }

    /** With the journal each answer is held against what it says, and each scan is looked for in it. */
    private void assertChecked(RealServer server, String options) throws Exception {
        assertEquals(0, run(server, options), said);
        ResultFile checked = ResultFile.read(home.resolve("run.json"));
        assertFalse(checked.json().containsKey("notKnown"), options);
        assertTrue(checked.number("accounting.checked") >= 100, options);
        assertEquals(checked.number("accounting.decided"), checked.number("accounting.checked"), options);
        assertEquals(0, checked.number("accounting.wrong") + checked.number("accounting.lost"), options);
    }

    private int run(RealServer server, String options) throws Exception {
        Files.deleteIfExists(home.resolve("run.json"));
        List<String> args = new ArrayList<>(
                List.of("run", "--target", "127.0.0.1:" + server.gates().getPort()));
        args.addAll(List.of(
                "--site",
                server.site().toString(),
                "--json",
                home.resolve("run.json").toString()));
        args.addAll(List.of("--rate=300/s", "--duration=1s", "--warmup=50ms", "--sleep", "--no-tui"));
        args.addAll(options.isEmpty() ? List.of() : List.of(options.split(" ")));
        StringWriter err = new StringWriter();
        int code = Main.commandLine().setErr(new PrintWriter(err)).execute(args.toArray(new String[0]));
        said = options + ": " + err;
        return code;
    }
}
