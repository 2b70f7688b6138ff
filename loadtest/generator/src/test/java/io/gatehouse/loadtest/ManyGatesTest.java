package io.gatehouse.loadtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More gates than one address may have connections, in one run against a real server. */
@Timeout(120)
class ManyGatesTest {
    private static final int GATES = 2000;
    private static final int GATES_OF_AN_ADDRESS = 500;

    private final StringWriter said = new StringWriter();

    @TempDir
    Path home;

    @Test
    void eachOfThemIsServedFromSeveralAddresses() throws Exception {
        try (RealServer server = RealServer.start(home, 3, 4000, GATES)) {
            assertEquals(Main.OK, run(server, GATES), said.toString());
            Set<String> sources = sources(server.gates().getPort());
            System.out.printf("%d gates came from %d addresses%n", GATES, sources.size());
            assertEquals(GATES / GATES_OF_AN_ADDRESS, sources.size(), sources.toString());

            assertNotEquals(Main.OK, run(server, GATES + 1));
            assertTrue(said.toString().contains("site demo --gates 2001"), said.toString());
            server.stop();
        }
    }

    private int run(RealServer server, int gates) {
        List<String> args = new ArrayList<>(
                List.of("run", "--target", "127.0.0.1:" + server.gates().getPort()));
        args.addAll(List.of("--site", server.site().toString(), "--gates", gates + "", "--rate", "3000/s"));
        args.addAll(List.of("--sleep", "--no-tui", "--history", "unknown", "--warmup", "100ms", "--duration", "1s"));
        for (String none : List.of("errors", "lost", "wrong", "unsent", "duplicated", "reordered")) {
            args.addAll(List.of("--threshold", none + "==0"));
        }
        PrintWriter out = new PrintWriter(said);
        return Main.commandLine().setErr(out).setOut(out).execute(args.toArray(String[]::new));
    }

    /** Addresses with a connection to a port, by the kernel; one that was closed stays for a minute. */
    private static Set<String> sources(int port) throws IOException {
        String to = ":%04X".formatted(port);
        Set<String> sources = new TreeSet<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] fields = line.strip().split(" +");
                if (fields.length > 2 && fields[2].endsWith(to)) {
                    String address = fields[1].substring(0, fields[1].indexOf(':'));
                    sources.add(address.substring(address.length() - 8));
                }
            }
        }
        return sources;
    }
}
