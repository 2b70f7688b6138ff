package io.gatehouse.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.server.roster.site.GateToken;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class SiteCommandTest {
    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        Clock clock = Clock.fixed(Instant.parse("2026-03-05T00:30:00Z"), ZoneOffset.UTC);
        return new CommandLine(new SiteCommand(clock))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void saysWhatItMadeAndWhatIsNext() {
        String folder = dir.resolve("site").toString();
        assertEquals(0, run("demo", "--out", folder, "--seed", "4", "--residents", "1000", "--gates", "200"));
        assertTrue(
                out.toString().startsWith("Made " + folder + ": 11 communities, 167 estates, 200 gates, "),
                out.toString());
        assertTrue(out.toString().contains("gatehouse server --config"), out.toString());
        assertEquals("", err.toString());

        assertEquals(64, run("demo", "--out", folder, "--residents", "10"));
        assertTrue(err.toString().contains(folder + " is not empty; --force replaces the site in it"), err.toString());
        assertEquals(0, run("demo", "--out", folder, "--residents", "10", "--force"));
    }

    @Test
    void drawsTokens() {
        assertEquals(0, run("token"));
        assertEquals(0, run("token"));
        String[] words = out.toString().split("\\s+");
        for (int i = 0; i < words.length; i += 4) {
            assertEquals("token", words[i]);
            assertTrue(GateToken.isWellFormed(words[i + 1]), words[i + 1]);
            assertEquals("token_sha256", words[i + 2]);
            assertEquals(GateToken.sha256(words[i + 1]), words[i + 3]);
        }
        assertEquals(8, words.length);
        assertNotEquals(words[1], words[5]);
    }

    @Test
    void refusesWrongUse() {
        assertEquals(64, run());
        assertEquals(64, run("demo"));
        assertEquals(64, run("demo", "--out", dir.toString(), "--gates", "0"));
        assertEquals(64, run("demo", "--out", dir.toString(), "--residents", "-2"));
        assertEquals(64, run("demo", "--out", dir.toString(), "--seed", "x"));
        assertTrue(err.toString().contains("--gates is 1 or more"), err.toString());
    }
}
