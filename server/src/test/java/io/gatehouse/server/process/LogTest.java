package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.Hello;
import io.gatehouse.proto.v1.Refusal.Code;
import io.gatehouse.server.log.LogEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of a real server: each warning counted, repeats left out and counted, no secret in any line. */
final class LogTest {
    private static final int STRANGERS = 25;
    private static final int SCANS = 2_000;

    @TempDir
    private Path home;

    private TestSite site;

    private ServerProcess start(String... config) throws IOException {
        site = new TestSite(home, 500, 4);
        return ServerProcess.start(ServerProcess.config(home, config));
    }

    @Test
    void everyWarningIsCountedAndNoSecretIsWritten() throws Exception {
        Set<String> secrets;
        List<JsonObject> lines;
        Map<String, Double> counted;
        double suppressed;
        try (ServerProcess server = start("log.format = json")) {
            secrets = secrets();
            traffic(server);
            hostile(server, secrets);
            badReloads(server);
            counted = counted(server);
            suppressed = server.metric("gatehouse_log_repeats_suppressed_total");
            assertTrue(server.metric("logback_events_total{level=\"warn\"}") >= 2 * STRANGERS);
            assertEquals(0, server.terminate(), server::log);
            String log = server.log();
            for (String secret : secrets) {
                assertFalse(log.toLowerCase(Locale.ROOT).contains(secret), () -> secret + " is in the log:\n" + log);
            }
            lines = json(log);
        }
        Map<String, Double> read = new TreeMap<>();
        double repeated = 0;
        for (JsonObject line : lines) {
            boolean repeats = line.has("repeated");
            double stands = repeats ? line.get("repeated").getAsDouble() : 1;
            repeated += repeats ? stands : 0;
            if (Set.of("warn", "error").contains(line.get("level").getAsString())) {
                read.merge(line.has("event") ? line.get("event").getAsString() : "other", stands, Double::sum);
            }
        }
        assertEquals(counted, read);
        assertEquals(suppressed, repeated);
        assertTrue(read.get("gate_refused") >= 2 * STRANGERS, read::toString);
        assertEquals(2, read.get("site_refused"));
        assertTrue(suppressed >= STRANGERS, () -> "left out " + suppressed);
        System.out.printf(
                "log: %d lines, %.0f more left out, %s; none of %d secrets in them%n",
                lines.size(), suppressed, read, secrets.size());
    }

    /** Every line as what it is to be: one object with its time, level, message and place. */
    private static List<JsonObject> json(String log) {
        List<JsonObject> lines = new ArrayList<>();
        for (String text : log.split("\n")) {
            JsonObject line = JsonParser.parseString(text).getAsJsonObject();
            assertTrue(
                    line.get("ts").getAsString().matches("20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"),
                    text);
            assertTrue(
                    Set.of("info", "warn", "error").contains(line.get("level").getAsString()), text);
            for (String key : List.of("msg", "logger", "thread")) {
                assertFalse(line.get(key).getAsString().isEmpty(), text);
            }
            lines.add(line);
        }
        return lines;
    }

    private static Map<String, Double> counted(ServerProcess server) throws IOException, InterruptedException {
        Map<String, Double> counted = new TreeMap<>();
        for (String event : LogEvent.LABELS) {
            double count = server.metric("gatehouse_log_events_total{event=\"" + event + "\"}");
            if (count > 0) {
                counted.put(event, count);
            }
        }
        return counted;
    }

    /** Tokens and passes in each way in which one might print them, lower case. */
    private Set<String> secrets() {
        Set<String> secrets = new HashSet<>();
        for (int i = 0; i < site.gates(); i++) {
            secrets.add(site.hello(i, 1).getToken().toStringUtf8().toLowerCase(Locale.ROOT));
        }
        for (int i = 0; i < site.passes(); i++) {
            add(secrets, site.pass(i).toByteArray());
        }
        return secrets;
    }

    private static void add(Set<String> secrets, byte[] pass) {
        String hex = HexFormat.of().formatHex(pass);
        secrets.add(hex);
        secrets.add(hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})", "$1-$2-$3-$4-"));
        secrets.add(Base64.getEncoder().withoutPadding().encodeToString(pass).toLowerCase(Locale.ROOT));
    }

    private void traffic(ServerProcess server) throws Exception {
        try (RawGate gate = new RawGate(server.gates())) {
            long held = gate.welcome(site.hello(0, 5)).getDurableSequence();
            for (int i = 1; i <= SCANS; i++) {
                gate.send(RawGate.of(RawGate.scan(held + i, site.pass(i % site.passes()))));
                if (i % 200 == 0) {
                    gate.awaitAck(held + i);
                }
            }
        }
    }

    /** Strangers with wrong tokens, names that are none, and passes and tokens where they do not belong. */
    private void hostile(ServerProcess server, Set<String> secrets) throws Exception {
        String token = site.hello(1, 5).getToken().toStringUtf8();
        for (int i = 0; i < STRANGERS; i++) {
            String canary = "gst_canary" + i;
            secrets.add(canary);
            refused(server, site.hello(i % 4, 5).setToken(ByteString.copyFromUtf8(canary)), Code.CODE_UNAUTHENTICATED);
            refused(server, site.hello(1, 5).setGateId(token), Code.CODE_UNAUTHENTICATED);
        }
        for (int i = 0; i < STRANGERS; i++) {
            byte[] pass = site.pass(i).toByteArray();
            byte[] secret = ("zz" + HexFormat.of().formatHex(pass)).getBytes(StandardCharsets.US_ASCII);
            try (RawGate gate = new RawGate(server.gates())) {
                gate.welcome(site.hello(2, 100 + i));
                byte[] frame = new byte[secret.length + 1];
                frame[0] = (byte) secret.length;
                System.arraycopy(secret, 0, frame, 1, secret.length);
                gate.write(frame);
                gate.refusal(Code.CODE_MALFORMED);
            }
        }
    }

    private void refused(ServerProcess server, Hello.Builder hello, Code code) throws Exception {
        try (RawGate gate = new RawGate(server.gates())) {
            gate.send(RawGate.of(hello));
            gate.refusal(code);
        }
    }

    private void badReloads(ServerProcess server) throws Exception {
        Path gates = home.resolve("site/gates.csv");
        Files.writeString(gates, "bad id!\u001b[2J,999999,x,zz\n", StandardOpenOption.APPEND);
        server.reload();
        server.reload();
    }

    @Test
    void forPeopleWhereTheConfigurationSaysSo() throws Exception {
        try (ServerProcess server = start("log.format = human", "log.level = warn")) {
            refused(server, site.hello(1, 5).setToken(ByteString.copyFromUtf8("wrong")), Code.CODE_UNAUTHENTICATED);
            server.awaitLog("gate_refused");
            String log = server.log();
            assertTrue(
                    log.matches("\\S+Z WARN  SessionNews: a gate is turned away, event=gate_refused, gate_id=\\S+,"
                            + " estate_id=\\d+, conn_id=\\d+, reason=auth\n"),
                    log);
        }
    }

    /** Without a terminal JSON, at one for people. */
    @Test
    void autoLooksAtStandardError() throws Exception {
        Path config = ServerProcess.config(home);
        String piped =
                ServerProcess.run("server", "--config", config.toString()).outputAtEnd();
        assertTrue(piped.lines().anyMatch(line -> line.startsWith("{\"ts\":\"")), piped);
        Path script = Path.of("/usr/bin/script");
        if (!Files.isExecutable(script)) {
            String said = "LEFT OUT, no script(1) here: 1 test at a terminal";
            System.err.println("[WARNING] " + said);
            Assumptions.abort(said);
        }
        String terminal = ServerProcess.atTerminal(config).outputAtEnd();
        assertTrue(terminal.lines().anyMatch(line -> line.contains("Z INFO  Server: gates connect")), terminal);
        assertFalse(terminal.contains("{\"ts\""), terminal);
    }

    @Test
    void aKeyThatOthersMayReadIsRefused() throws Exception {
        Path key = Files.write(home.resolve("log.key"), new byte[32]);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        Path config = ServerProcess.config(home, "log.pass-key = \"" + key + "\"");
        try (ServerProcess server = ServerProcess.run("server", "--config", config.toString())) {
            assertEquals(78, server.await());
            assertTrue(server.log().contains("chmod 600"), server::log);
        }
        Files.write(key, new byte[31]);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        try (ServerProcess server = ServerProcess.run("server", "--config", config.toString())) {
            assertEquals(78, server.await());
            assertTrue(server.log().contains("31 bytes"), server::log);
        }
    }
}
