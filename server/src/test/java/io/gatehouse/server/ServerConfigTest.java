package io.gatehouse.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import io.gatehouse.server.pipeline.Pace;
import io.gatehouse.server.seam.SystemClock;
import io.gatehouse.server.session.SessionOptions;
import io.gatehouse.server.transport.TlsOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerConfigTest {
    private static final String NEEDED = "gatehouse { data-dir = d, site-dir = s }\n";

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("gatehouse.conf"), text);
    }

    private ServerConfig load(String text) throws Exception {
        return ServerConfig.load(file(text), Map.of(), null);
    }

    private List<String> errors(String text, Map<String, String> environment) throws IOException {
        Path file = file(text);
        BadConfigException e =
                assertThrows(BadConfigException.class, () -> ServerConfig.load(file, environment, null), text);
        assertEquals(78, e.exitCode());
        return e.errors().stream()
                .map(error -> error.replace(file.toString(), "FILE"))
                .toList();
    }

    private void assertError(String text, String... parts) throws IOException {
        List<String> errors = errors(text, Map.of());
        assertEquals(1, errors.size(), errors.toString());
        for (String part : parts) {
            assertTrue(errors.get(0).contains(part), errors.get(0));
        }
    }

    @Test
    void defaults() throws Exception {
        ServerConfig config = load(NEEDED);
        assertEquals("127.0.0.1", config.listenHost());
        assertEquals(7171, config.listenPort());
        assertEquals("127.0.0.1", config.adminHost());
        assertEquals(7172, config.adminPort());
        assertEquals(Path.of("d"), config.dataDir());
        assertEquals(Path.of("s"), config.siteDir());
        assertEquals("Asia/Shanghai", config.timeZone());
        assertEquals(16_384, config.ringSize());
        assertEquals(SessionOptions.DEFAULT, config.session());
        assertEquals(256 << 20, config.segmentBytes());
        assertEquals(1_000_000, config.rosterEntries());
        assertTrue(config.ioThreads() >= 1);
        assertEquals(4_096, config.listenBacklog());
        assertEquals(32, config.adminConnections());
        assertEquals(64 << 10, config.writeWatermark());
        assertEquals(5_000, config.drainMillis());
        // A machine of one core has other counts, not other times.
        assertEquals(Pace.of(Runtime.getRuntime().availableProcessors()), config.pace());
    }

    @Test
    void theFileGoesBeforeTheReference() throws Exception {
        ServerConfig config = load("""
                gatehouse {
                  listen { host = localhost, port = 0 }
                  admin { host = "::1", port = 0 }
                  data-dir = "/var/lib/gatehouse", site-dir = /etc/gatehouse
                  io-threads = 3
                  session.heartbeat = 500ms
                  session { ack-hold = 0s }
                  journal.segment-size = 136MiB
                }
                """);
        assertEquals(0, config.listenPort());
        assertEquals("::1", config.adminHost());
        assertEquals(Path.of("/var/lib/gatehouse"), config.dataDir());
        assertEquals(3, config.ioThreads());
        assertEquals(500, config.session().heartbeatMillis());
        assertEquals(0, config.session().ackHoldMillis());
        assertEquals(136 << 20, config.segmentBytes());
    }

    @Test
    void theEnvironmentGoesBeforeTheFile() throws Exception {
        Map<String, String> environment = Map.of(
                "GATEHOUSE_LISTEN__PORT", "4711",
                "GATEHOUSE_DATA_DIR", "/elsewhere",
                "GATEHOUSE_SESSION__DECISION_DEADLINE", "250ms",
                "GATEHOUSE_ALLOW_PLAINTEXT", "true",
                "GATEHOUSE_JAVA_OPTS", "-Xmx2g",
                "HOME", "/root");
        ServerConfig config =
                ServerConfig.load(file(NEEDED + "gatehouse.listen { host = 0.0.0.0, port = 1 }"), environment, null);
        assertEquals(4_711, config.listenPort());
        assertEquals(Path.of("/elsewhere"), config.dataDir());
        assertEquals(250, config.session().decisionDeadlineMillis());
        assertEquals("0.0.0.0", config.listenHost());
    }

    @Test
    void unknownKeysNameTheirLineAndTheNearestKey() throws Exception {
        assertError(
                NEEDED + "gatehouse.listen {\n prot = 1\n}", "FILE:3: ", "listen.prot", "did you mean listen.port?");
        assertError(NEEDED + "gatehouse.ringsize = 1024", "FILE:2: ", "did you mean ring-size?");
        assertError(NEEDED + "gatehouse.heartbeat = 1s", "did you mean session.heartbeat?");
        assertError(NEEDED + "gatehouse.tsl { key = x }", "FILE:2: there is no key tsl");
        assertError(NEEDED + "other = 1", "FILE:2: ", "outside of gatehouse");
        assertError(NEEDED + "gatehouse.session = 1s", "FILE:2: session takes keys in braces");
        List<String> errors = errors(NEEDED, Map.of("GATEHOUSE_LISTEN__PROT", "1"));
        assertEquals(
                List.of("environment variable GATEHOUSE_LISTEN__PROT: there is no key listen.prot, did you mean"
                        + " listen.port?"),
                errors);
        assertNull(NearestName.of("zzzzzz", List.of("listen.port")));
    }

    @Test
    void ranges() throws Exception {
        assertError(NEEDED + "gatehouse.listen.port = 65536", "FILE:2: listen.port = 65536 is not within 0 to 65535");
        assertError(NEEDED + "gatehouse.listen.port = seven", "FILE:2: ", "is not 0 to 65535");
        assertError(NEEDED + "gatehouse.io-threads = -1", "is not within 0 to 31");
        assertError(NEEDED + "gatehouse.session.window = 1025", "is not within 1 to 1024");
        assertError(NEEDED + "gatehouse.session.heartbeat = 10", "lacks its unit");
        assertError(NEEDED + "gatehouse.session.heartbeat = 2m", "is not within 100ms to 60s");
        assertError(NEEDED + "gatehouse.session.heartbeat = soon", "is not 100ms to 60s");
        assertError(NEEDED + "gatehouse.journal.segment-size = 268435456", "lacks its unit");
        assertError(NEEDED + "gatehouse.journal.segment-size = 2GiB", "is not within 136MiB to 1024MiB");
        assertError(NEEDED + "gatehouse.time-zone = Middle/Earth", "is not an IANA time zone");
        assertError(NEEDED + "gatehouse.allow-plaintext = maybe", "is not true or false");
        assertError(NEEDED + "gatehouse.listen.host = \"no such host\"", "does not resolve");
        assertError(NEEDED + "gatehouse.data-dir = \" \"", "is empty");
        assertError(NEEDED + "gatehouse.session.write-watermark = 4KiB", "is not within 16KiB to 1MiB");
        assertError(NEEDED + "gatehouse.journal.commit-interval = 1s", "is not within 0ms to 100ms");
    }

    @Test
    void relations() throws Exception {
        assertError(
                NEEDED + "gatehouse.listen.host = 0.0.0.0",
                "FILE:2: listen.host",
                "tls.certificate and tls.key",
                "allow-plaintext = true");
        load(NEEDED + "gatehouse { listen.host = 0.0.0.0, tls { certificate = c, key = k } }");
        assertError(NEEDED + "gatehouse.admin.host = 0.0.0.0", "FILE:2: admin.host", "loopback");
        assertError(NEEDED + "gatehouse.admin.port = 7171", "FILE:2: admin.port", "listen.port");
        assertError(NEEDED + "gatehouse.ring-size = 10000", "power of two", "8192", "16384");
        assertError(NEEDED + "gatehouse.ring-size = 65536", "FILE:2: ring-size", "needs 58982400 bytes", "is 33554432");
        assertError(
                NEEDED + "gatehouse.session { ack-hold = 60ms, decision-deadline = 50ms }", "FILE:2: session.ack-hold");
        assertError("gatehouse { data-dir = x, site-dir = ./x }", "FILE:1: data-dir", "is site-dir too");
        assertError(
                NEEDED + "gatehouse.caps { failed-login-delay = 2s, failed-login-longest-delay = 1s }",
                "FILE:2: caps.failed-login-delay",
                "longer than");
        load(NEEDED + "gatehouse { ring-size = 65536, journal.segment-size = 512MiB }");
    }

    @Test
    void tls() throws Exception {
        assertNull(load(NEEDED).tls());
        TlsOptions options = load(NEEDED
                        + "gatehouse.tls { certificate = c, key = k, client-auth = required, client-ca = a }")
                .tls();
        assertEquals(
                new TlsOptions(
                        Path.of("c"),
                        Path.of("k"),
                        TlsOptions.ClientAuth.REQUIRED,
                        Path.of("a"),
                        TlsOptions.Provider.AUTO,
                        5_000),
                options);
        String both = NEEDED + "gatehouse.tls { certificate = c, key = k, ";
        assertError(NEEDED + "gatehouse.tls.certificate = c", "tls.key = \"\" is empty", "go together");
        assertError(NEEDED + "gatehouse.tls.key = k", "tls.certificate = \"\" is empty", "go together");
        assertError(both + "client-auth = optional }", "tls.client-ca = \"\" is empty");
        assertError(both + "client-ca = a }", "FILE:2: tls.client-ca", "while tls.client-auth = none");
        assertError(both + "client-auth = sometimes }", "is none of none, optional, required");
        assertError(both + "provider = bouncy }", "is none of auto, openssl, jdk");
        assertError(both + "certificate = d }\ngatehouse.allow-plaintext = true", "FILE:3: allow-plaintext");
        assertError(
                NEEDED + "gatehouse.tls { client-auth = optional, client-ca = a }",
                "FILE:2: tls.client-auth",
                "wants tls.certificate and tls.key");
    }

    @Test
    void allErrorsAtOnce() throws Exception {
        List<String> errors = errors("""
                gatehouse {
                  listen { host = 0.0.0.0, port = 99999 }
                  site-dir = s
                  rings = 4
                  session.window = 0
                }
                """, Map.of("GATEHOUSE_ADMIN__PORT", "x"));
        assertEquals(6, errors.size(), errors.toString());
        assertTrue(errors.contains("gatehouse.data-dir has no default: set it to a folder"), errors.toString());
        assertTrue(
                errors.stream().anyMatch(error -> error.startsWith("environment variable GATEHOUSE_ADMIN__PORT: ")),
                errors.toString());
    }

    @Test
    void aFileThatIsNoneOrDoesNotParse() throws Exception {
        BadConfigException none = assertThrows(
                BadConfigException.class, () -> ServerConfig.load(folder.resolve("none.conf"), Map.of(), null));
        assertTrue(none.errors().get(0).contains("there is no such file"), none.getMessage());
        List<String> errors = errors("gatehouse {\n listen {\n", Map.of());
        assertTrue(errors.get(0).contains("FILE: 3"), errors.toString());
    }

    // ---- profiles -------------------------------------------------------------------------------------

    private ServerConfig load(String text, Map<String, String> environment, String profile) throws Exception {
        return ServerConfig.load(file(text), environment, profile);
    }

    @Test
    void aProfileGoesBeforeTheReferenceAndTheFileBeforeTheProfile() throws Exception {
        assertEquals(20_000_000, load(NEEDED + "gatehouse.profile = city").rosterEntries());
        assertEquals(
                5_000,
                load(NEEDED + "gatehouse { profile = city, roster.entries = 5000 }")
                        .rosterEntries());
        assertEquals(
                6_000,
                load(
                                NEEDED + "gatehouse { profile = city, roster.entries = 5000 }",
                                Map.of("GATEHOUSE_ROSTER__ENTRIES", "6000"),
                                null)
                        .rosterEntries());
        assertEquals(1_000_000, load(NEEDED + "gatehouse.profile = none").rosterEntries());
        assertEquals(
                5_000_000,
                load(NEEDED + "gatehouse.profile = city", Map.of(), "server").rosterEntries());
        assertEquals(
                5_000_000,
                load(NEEDED, Map.of("GATEHOUSE_PROFILE", "server"), null).rosterEntries());
    }

    @Test
    void aProfileThatThereIsNot() throws Exception {
        assertError(NEEDED + "gatehouse.profile = sity", "FILE:2: profile = \"sity\" is no profile", "mean city?");
        BadConfigException e = assertThrows(BadConfigException.class, () -> load(NEEDED, Map.of(), "moon"));
        assertEquals(
                List.of("--profile: profile = \"moon\" is no profile: there are laptop, server, city"), e.errors());
    }

    /** What contradicts a value of the profile names the profile and its line. */
    @Test
    void errorsInWhatAProfileSets() throws Exception {
        assertError(
                NEEDED + "gatehouse { profile = city, journal.segment-size = 256MiB }",
                "profile city:",
                "ring-size = 65536 needs");
    }

    // ---- config show ----------------------------------------------------------------------------------

    @Test
    void showNamesTheOriginOfEachValueAndIsAConfiguration() throws Exception {
        ConfigLoader loader = new ConfigLoader();
        Path file = file(NEEDED + "gatehouse { profile = laptop\n listen.port = 1 }");
        Config config = loader.load(file, Map.of("GATEHOUSE_SESSION__WINDOW", "7"), null);
        String shown = String.join("\n", ConfigView.lines(config, true)).replace(file.toString(), "FILE");
        assertTrue(shown.matches("(?s).*gatehouse.listen.port = 1 +# FILE:3\n.*"), shown);
        assertTrue(shown.matches("(?s).*gatehouse.data-dir = \"d\" +# FILE:1\n.*"), shown);
        assertTrue(shown.matches("(?s).*gatehouse.io-threads = 1 +# profile laptop:\\d+\n.*"), shown);
        assertTrue(
                shown.matches(
                        "(?s).*gatehouse.session.window = \"7\" +# environment variable GATEHOUSE_SESSION__WINDOW\n.*"),
                shown);
        assertTrue(shown.matches("(?s).*gatehouse.ring-size = 16384 +# default\n.*"), shown);
        List<String> lines = ConfigView.lines(config, false);
        assertEquals(ConfigKey.ALL.size(), lines.size());
        Path again = Files.writeString(folder.resolve("again.conf"), String.join("\n", lines));
        assertEquals(lines, ConfigView.lines(new ConfigLoader().load(again, Map.of(), null), false));
        ServerConfig.load(again, Map.of(), null);
    }

    @Test
    void secretsAreNotShown() {
        List<ConfigKey> keys = List.of(new ConfigKey("word", ConfigKey.Kind.SECRET, 0, 0));
        Config config = com.typesafe.config.ConfigFactory.parseString("word = canary");
        assertEquals(List.of("gatehouse.word = \"********\""), ConfigView.lines(keys, config, false));
    }

    /** What the command line gives; standard output and standard error together. */
    private int run(StringBuilder told, String... arguments) {
        StringWriter out = new StringWriter();
        int code = Main.commands(new StartTimes(new SystemClock(), 0))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute(arguments);
        told.append(out);
        return code;
    }

    @Test
    void commands() throws Exception {
        StringBuilder told = new StringBuilder();
        assertEquals(0, run(told, "config", "check", "--config", file(NEEDED).toString()), told::toString);
        assertTrue(told.toString().startsWith("The configuration is good."), told.toString());
        told.setLength(0);
        Path bad = file(NEEDED + "gatehouse { listen.port = 70000, ring = 4 }");
        assertEquals(78, run(told, "config", "check", "--config", bad.toString()), told::toString);
        assertTrue(told.toString().contains("70000") && told.toString().contains("no key ring"), told.toString());
        told.setLength(0);
        assertEquals(78, run(told, "config", "check"), told::toString);
        assertTrue(told.toString().contains("gatehouse.data-dir has no default"), told.toString());
        told.setLength(0);
        assertEquals(0, run(told, "config", "show", "--profile", "city", "--origin"), told::toString);
        assertTrue(told.toString().contains("# profile city:"), told.toString());
        told.setLength(0);
        assertEquals(78, run(told, "config", "show", "--config", bad.toString()), told::toString);
        assertTrue(told.toString().contains("gatehouse.listen.port = 70000"), told.toString());
        assertEquals(64, run(told, "config"), told::toString);
        assertEquals(64, run(told, "config", "check", "--profil", "city"), told::toString);
    }
}
