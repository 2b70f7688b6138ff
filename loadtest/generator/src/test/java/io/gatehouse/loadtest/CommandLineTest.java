package io.gatehouse.loadtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.echo.EchoServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

@Timeout(60)
class CommandLineTest {
    private final StringWriter said = new StringWriter();

    private int execute(String... args) {
        CommandLine line = Main.commandLine();
        line.setErr(new PrintWriter(said)).setOut(new PrintWriter(said));
        return line.execute(args);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "walk",
                "run",
                "run --target nowhere --echo",
                "run --target 127.0.0.1:1",
                "run --target 127.0.0.1:1 --echo --window 0",
                "run --target 127.0.0.1:1 --echo --window 5 --rate 5/s",
                "run --target 127.0.0.1:1 --echo --rate 0/s",
                "run --target 127.0.0.1:1 --echo --duration soon",
                "run --target 127.0.0.1:1 --site /nowhere --rate 5/s",
                "run --target 127.0.0.1:1 --site /nowhere --rate 5/s --history known",
                "run --target 127.0.0.1:1 --site /nowhere --rate 5/s --history unknown --verify-journal /nowhere",
                "ratio --target 127.0.0.1:1",
                "peers",
                "peers --site /nowhere",
                "peers --site /nowhere --only echo,ibm",
                "peers --site /nowhere --only echo --windows 0",
                "peers --site /nowhere --only echo --windows 257",
                "peers --site /nowhere --only echo --rounds 0",
                "storm --target 127.0.0.1:1",
                "demo --target 127.0.0.1:1",
            })
    void wrongUseExitsWith64(String args) {
        assertEquals(64, execute(args.isEmpty() ? new String[0] : args.split(" ")), said.toString());
        if (args.contains(" ")) {
            assertTrue(said.toString().lines().count() < 10, "what is wrong is not to be searched for: " + said);
        }
    }

    static Set<String> commands() {
        return Main.commandLine().getSubcommands().keySet();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpHasExamplesAndExitCodes(String command) {
        assertEquals(0, execute(command, "--help"));
        assertTrue(said.toString().contains("Examples:"), said.toString());
        assertTrue(said.toString().contains("gatehouse loadtest " + command), said.toString());
        assertTrue(said.toString().contains("Exit codes:"), said.toString());
    }

    @Test
    void theHelpHasEachCommandInAGroup() {
        assertEquals(0, execute("--help"));
        String help = said.toString();
        for (String command : commands()) {
            assertEquals(
                    1,
                    CommandGroups.GROUPS.values().stream()
                            .filter(names -> names.contains(command))
                            .count(),
                    command);
            assertTrue(help.contains(System.lineSeparator() + "  " + command + " "), help);
        }
        assertTrue(help.contains("99    a threshold failed"), help);
        assertTrue(help.indexOf("Read results") > help.indexOf("Put a server under load"), help);
    }

    @ParameterizedTest
    @ValueSource(strings = {"run --window 1", "run --history unknown", "storm", "demo"})
    void aMissingSiteExitsWith1AndSaysSo(String command) {
        assertEquals(1, execute((command + " --target 127.0.0.1:1 --site /nowhere").split(" ")));
        assertTrue(said.toString().contains("missing or not readable"), said.toString());
    }

    @Test
    void noTargetExitsWith1() {
        assertEquals(1, execute("run", "--echo", "--target", "127.0.0.1:1", "--connections", "2"));
        assertTrue(said.toString().contains("cannot connect"), said.toString());
    }

    @Test
    void aRunAgainstAnEchoWritesItsFigures(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("run.json");
        try (EchoServer echo = new EchoServer(0)) {
            String target = "127.0.0.1:" + echo.address().getPort();
            String args = "run --echo --connections 4 --rate 1000/s --sleep --warmup 50ms --duration 300ms --target "
                    + target + " --json " + json;
            assertEquals(0, execute(args.split(" ")), said.toString());
        }
        String figures = Files.readString(json);
        assertTrue(figures.contains("\"loop\": \"open\""), figures);
        assertTrue(figures.contains("\"due\": 300"), figures);
        assertTrue(figures.contains("\"targetCores\": null"), figures);
        assertTrue(figures.contains("\"ok\": true"), figures);
    }

    @Test
    void ratesSpansAndAddressesAsTyped() {
        assertEquals(10_000, Rate.parse("10000/s").perSecond());
        assertEquals(10, Rate.parse("600/m").perSecond());
        assertEquals(2.5, Rate.parse("2.5").perSecond());
        assertEquals(Duration.ofSeconds(90), Span.parse("1m30s").duration());
        assertEquals(Duration.ofMillis(500), Span.parse("500ms").duration());
        assertEquals(Duration.ofMillis(2_500), Span.parse("2s500ms").duration());
        assertEquals(new HostPort("::1", 7400), HostPort.parse("[::1]:7400"));
        for (String wrong : new String[] {"", "x", "1/d", "-1/s", "NaN"}) {
            assertThrows(TypeConversionException.class, () -> Rate.parse(wrong));
        }
        for (String wrong : new String[] {"", "10", "s", "1x"}) {
            assertThrows(TypeConversionException.class, () -> Span.parse(wrong));
        }
        for (String wrong : new String[] {"", "host", "host:", ":1", "host:0", "host:65536"}) {
            assertThrows(TypeConversionException.class, () -> HostPort.parse(wrong));
        }
    }
}
