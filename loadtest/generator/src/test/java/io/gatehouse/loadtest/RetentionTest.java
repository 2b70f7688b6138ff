package io.gatehouse.loadtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.compare.ResultFile;
import io.gatehouse.loadtest.journal.JournalCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real server whose first segment of the journal is gone, as retention takes it, and runs that name that journal. */
@Timeout(180)
class RetentionTest {
    private static final String FIRST = "0".repeat(20) + ".journal";
    private static final int RUNS = 60;

    @TempDir
    Path home;

    private final StringWriter said = new StringWriter();

    @Test
    void whatIsGoneIsSaidAndTheRestIsChecked() throws Exception {
        try (RealServer server = RealServer.start(home, 1, 500, 8, "journal.snapshot-interval = 1s")) {
            fillASegment(server);
            server.stop();
            cutOff(server);
            long base = position(files(server, ".journal").get(1));
            Files.delete(server.data().resolve(FIRST));
            server.serve();

            assertEquals(Main.OK, run(server, server.data()), said.toString());
            ResultFile run = ResultFile.read(home.resolve("run.json"));
            String mind = run.text("notKnown", "");
            assertTrue(mind.contains("the journal begins at position %,d: retention has".formatted(base)), mind);
            assertTrue(mind.contains("checked against all that are possible"), mind);
            assertTrue(run.number("accounting.checked") >= 100, "checked");
            assertEquals(0, run.number("accounting.wrong") + run.number("accounting.lost"));

            // A run of which retention has taken a part while it went.
            IOException late = assertThrows(
                    IOException.class, () -> JournalCheck.check(server.data(), base - 1, List.of(), null, null));
            assertTrue(late.getMessage().contains("retention has deleted what would have to be"), late.getMessage());
        }
    }

    /** Segments go from the oldest on: a journal without its end is damaged, and nothing is sent. */
    private void cutOff(RealServer server) throws IOException {
        Path cut = Files.createDirectories(home.resolve("cut"));
        Files.createSymbolicLink(cut.resolve(FIRST), server.data().resolve(FIRST));
        Files.deleteIfExists(home.resolve("run.json"));
        assertEquals(1, run(server, cut), said.toString());
        assertTrue(said.toString().contains("that segment is missing"), said.toString());
        assertTrue(said.toString().contains(FIRST), said.toString());
        assertTrue(Files.notExists(home.resolve("run.json")));
    }

    /** Until there is a second one, and a snapshot behind its beginning, so that a server starts without the first. */
    private void fillASegment(RealServer server) throws Exception {
        for (int i = 0; i < RUNS; i++) {
            assertEquals(Main.OK, execute(server, "--window", "64", "--duration", "1s"), said.toString());
            List<Path> segments = files(server, ".journal");
            if (segments.size() > 1 && newest(server) >= position(segments.get(1))) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        throw new AssertionError("after %d runs: %s".formatted(RUNS, files(server, "")));
    }

    private static long newest(RealServer server) throws IOException {
        List<Path> snapshots = files(server, ".snapshot");
        return snapshots.isEmpty() ? -1 : position(snapshots.get(snapshots.size() - 1));
    }

    private static List<Path> files(RealServer server, String end) throws IOException {
        try (Stream<Path> all = Files.list(server.data())) {
            return all.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    private static long position(Path file) {
        return Long.parseLong(file.getFileName().toString().substring(0, 20));
    }

    private int run(RealServer server, Path journal) {
        String json = home.resolve("run.json").toString();
        return execute(
                server, "--rate", "300/s", "--duration", "1s", "--verify-journal", journal.toString(), "--json", json);
    }

    private int execute(RealServer server, String... more) {
        List<String> args = new ArrayList<>(
                List.of("run", "--target", "127.0.0.1:" + server.gates().getPort()));
        args.addAll(List.of("--site", server.site().toString(), "--warmup", "50ms", "--sleep", "--no-tui"));
        args.addAll(List.of(more));
        PrintWriter out = new PrintWriter(said);
        return Main.commandLine().setErr(out).setOut(out).execute(args.toArray(String[]::new));
    }
}
