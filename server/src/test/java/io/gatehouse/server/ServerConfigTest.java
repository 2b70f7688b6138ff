package io.gatehouse.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import io.gatehouse.server.session.SessionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
        return ServerConfig.load(file(text), Map.of());
    }

    private List<String> errors(String text, Map<String, String> environment) throws IOException {
        Path file = file(text);
        BadConfigException e = assertThrows(BadConfigException.class, () -> ServerConfig.load(file, environment), text);
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
                ServerConfig.load(file(NEEDED + "gatehouse.listen { host = 0.0.0.0, port = 1 }"), environment);
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
        assertError(NEEDED + "gatehouse.tls { key = x }", "FILE:2: there is no key tls");
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
    }

    @Test
    void relations() throws Exception {
        assertError(NEEDED + "gatehouse.listen.host = 0.0.0.0", "FILE:2: listen.host", "allow-plaintext = true");
        assertError(NEEDED + "gatehouse.admin.host = 0.0.0.0", "FILE:2: admin.host", "loopback");
        assertError(NEEDED + "gatehouse.admin.port = 7171", "FILE:2: admin.port", "listen.port");
        assertError(NEEDED + "gatehouse.ring-size = 10000", "power of two", "8192", "16384");
        assertError(NEEDED + "gatehouse.ring-size = 65536", "FILE:2: ring-size", "needs 58982400 bytes", "is 33554432");
        assertError(
                NEEDED + "gatehouse.session { ack-hold = 60ms, decision-deadline = 50ms }", "FILE:2: session.ack-hold");
        load(NEEDED + "gatehouse { ring-size = 65536, journal.segment-size = 512MiB }");
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
        BadConfigException none =
                assertThrows(BadConfigException.class, () -> ServerConfig.load(folder.resolve("none.conf"), Map.of()));
        assertTrue(none.errors().get(0).contains("there is no such file"), none.getMessage());
        List<String> errors = errors("gatehouse {\n listen {\n", Map.of());
        assertTrue(errors.get(0).contains("FILE: 3"), errors.toString());
    }

    // ---- the reference file -------------------------------------------------------------------------

    @Test
    void theReferenceHasEveryKeyWithItsBoundsAndNoOther() {
        Config reference = ConfigLoader.reference();
        Set<String> paths = new TreeSet<>();
        collect("", reference.root(), paths);
        assertEquals(ConfigKey.ALL.stream().map(ConfigKey::path).collect(Collectors.toCollection(TreeSet::new)), paths);
        for (ConfigKey key : ConfigKey.ALL) {
            String[] names = key.path().split("\\.");
            ConfigValue value = reference.root().get(names[0]);
            for (int i = 1; i < names.length; i++) {
                value = ((com.typesafe.config.ConfigObject) value).get(names[i]);
            }
            List<String> comments = value.origin().comments();
            assertTrue(comments.size() >= 2, key.path() + " has no reason");
            String last = comments.get(comments.size() - 1).strip();
            String none = key.kind() == ConfigKey.Kind.FOLDER ? " No default." : "";
            assertEquals("Value: " + key.bounds() + "." + none, last, key.path());
        }
    }

    private static void collect(String above, com.typesafe.config.ConfigObject object, Set<String> paths) {
        object.forEach((name, value) -> {
            if (value instanceof com.typesafe.config.ConfigObject group) {
                collect(above + name + ".", group, paths);
            } else {
                paths.add(above + name);
            }
        });
    }
}
