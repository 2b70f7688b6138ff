package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.v1.Authority;
import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.proto.v1.Scan;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What SITE.md promises to tools: start line, health, exit codes, the journal's commands. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class ExitTest {
    @TempDir
    private Path home;

    private static void ends(int code, ServerProcess process, String... says) throws Exception {
        try (process) {
            assertEquals(code, process.await(), process::log);
            String output = process.output();
            for (String part : says) {
                assertTrue(output.contains(part), () -> "'" + part + "' is not in: " + output);
            }
        }
    }

    @Test
    void wrongUsage() throws Exception {
        ends(64, ServerProcess.run("server", "--no-such-option"), "--config");
        ends(64, ServerProcess.run("no-such-command"));
        ends(64, ServerProcess.run("journal", "verify", home.resolve("nowhere").toString()), "data-dir");
    }

    @Test
    void badConfigurationNamesAllAtOnce() throws Exception {
        Path config = home.resolve("bad.conf");
        Files.writeString(config, """
                gatehouse {
                  listen { host = "0.0.0.0", prot = 0 }
                  data-dir = "%s"
                  site-dir = "%s"
                  ring-size = 1000
                }
                """.formatted(home, home));
        ends(
                78,
                ServerProcess.run("server", "--config", config.toString()),
                "bad.conf:2: there is no key listen.prot, did you mean listen.port?",
                "bad.conf:2: listen.host",
                "allow-plaintext",
                "bad.conf:5: ring-size");
    }

    @Test
    void aBadSiteIsRefusedWholeWithEveryLine() throws Exception {
        TestSite site = new TestSite(home, 500, 12);
        Path gates = site.home.resolve("site/gates.csv");
        String good = Files.readString(gates);
        String estate = good.split("\n")[1].split(",")[1];
        Files.writeString(
                gates, "bad id!," + estate + ",x,zz\nG-9,999999,y," + "0".repeat(64) + "\n", StandardOpenOption.APPEND);
        ends(
                65,
                ServerProcess.run(
                        "server", "--config", ServerProcess.config(home).toString()),
                "3 problems",
                "gates.csv:14: gate_id: ",
                "gates.csv:14: token_sha256: ",
                "gates.csv:15: estate_id: ");
        // Nothing of it was taken: put right, it is loaded like any other first time.
        Files.writeString(gates, good);
        try (ServerProcess server = ServerProcess.start(ServerProcess.config(home));
                PlainGate gate = site.gate(0, 1)) {
            assertEquals(0, gate.connect(server.gates()).getDurableSequence());
            assertEquals(site.passes(), server.metric("gatehouse_roster_entries"));
            assertEquals(0, server.terminate());
        }
    }

    @Test
    void servesDrainsAndGoesOnFromItsJournal() throws Exception {
        TestSite site = new TestSite(home, 500, 12);
        Path config = ServerProcess.config(home);
        PlainGate gate = site.gate(0, 1);
        long journalId;
        try (ServerProcess server = ServerProcess.start(config)) {
            int[] status = new int[1];
            server.get("/livez", status);
            assertEquals(200, status[0]);
            assertTrue(server.get("/readyz?verbose", status).contains("journal"));
            assertEquals(200, status[0]);
            ends(75, ServerProcess.run("server", "--config", config.toString()), "in use");
            journalId = gate.connect(server.gates()).getJournalId();
            gate.scan(40);
            gate.awaitAcks();
            actsByItself(server, site);
            server.process().destroy();
            assertThrows(IOException.class, () -> {
                while (true) {
                    gate.readOne();
                }
            });
            assertEquals(Refusal.Code.CODE_SHUTTING_DOWN, gate.refusal.getCode());
            assertTrue(gate.refusal.getRetryAfterMs() >= 1_000 && gate.refusal.getRetryAfterMs() <= 30_000);
            assertEquals(0, server.await());
        }
        Files.writeString(home.resolve("site/passes-0.csv"), "not a pass file");
        try (ServerProcess server = ServerProcess.start(config)) {
            assertEquals(40, gate.connect(server.gates()).getDurableSequence(), "passes*.csv are not read again");
            assertEquals(journalId, gate.welcome.getJournalId());
            assertEquals(0, server.terminate());
        }
        gate.close();
        String data = home.resolve("data").toString();
        ends(0, ServerProcess.run("journal", "verify", data), "records");
        ends(0, ServerProcess.run("journal", "replay", data), " 0 differ");
        try (ServerProcess cat = ServerProcess.run("journal", "cat", data, "--output", "json")) {
            String output = cat.output();
            String scan = output.lines()
                    .filter(l -> l.startsWith("{\"record\":\"scan\""))
                    .findFirst()
                    .orElseThrow();
            for (String field : new String[] {
                "\"gateId\":\"" + gate.gateId + "\"",
                "\"streamId\":\"",
                "\"sequence\":\"1\"",
                "\"direction\":\"DIRECTION_",
                "\"verdict\":\"VERDICT_",
                "\"reasons\":[\"REASON_",
                "\"receivedAtUs\":\"",
                "\"rosterVersion\":\""
            }) {
                assertTrue(scan.contains(field), () -> field + " in " + scan);
            }
            assertTrue(scan.matches(".*\"passId\":\"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\".*"), scan);
            assertFalse(scan.contains("\"acted\""), scan);
            assertEquals(
                    1,
                    output.lines()
                            .filter(l -> l.contains("\"acted\":{\"opened\":true"))
                            .count(),
                    "the one that acted");
            assertEquals(0, cat.await());
        }
    }

    /** Gate 1 has acted before it could send. */
    private static void actsByItself(ServerProcess server, TestSite site) throws IOException {
        try (RawGate gate = new RawGate(server.gates())) {
            gate.welcome(site.hello(1, 1));
            Scan.Builder scan = RawGate.scan(1, site.pass(3));
            scan.getActedBuilder().setOpened(true).setAuthority(Authority.AUTHORITY_GATE);
            gate.send(RawGate.of(scan));
            gate.awaitAck(1);
        }
    }

    @Test
    void catEndsWellWhereNobodyReadsOn() throws Exception {
        TestSite site = new TestSite(home, 500, 12);
        try (ServerProcess server = ServerProcess.start(ServerProcess.config(home));
                PlainGate gate = site.gate(0, 1)) {
            gate.connect(server.gates());
            gate.scan(1_000);
            gate.awaitAcks();
            assertEquals(0, server.terminate());
        }
        String data = home.resolve("data").toString();
        for (String format : new String[] {"json", "text"}) {
            try (ServerProcess cat = ServerProcess.run("journal", "cat", data, "--output", format)) {
                // Far more follows than a pipe holds.
                assertTrue(cat.process().inputReader().read() > 0);
                cat.process().getInputStream().close();
                assertEquals(0, cat.await());
                assertEquals("", cat.log());
            }
        }
    }

    @Test
    void damageInTheMiddleIsRefusedWithItsPlace() throws Exception {
        TestSite site = new TestSite(home, 500, 12);
        Path config = ServerProcess.config(home);
        try (ServerProcess server = ServerProcess.start(config);
                PlainGate gate = site.gate(0, 1)) {
            gate.connect(server.gates());
            gate.scan(100);
            gate.awaitAcks();
            gate.scan(100);
            gate.awaitAcks();
            assertEquals(0, server.terminate());
        }
        Path first;
        try (Stream<Path> files = Files.list(home.resolve("data"))) {
            first = files.filter(f -> f.toString().endsWith(".journal"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
        try (RandomAccessFile file = new RandomAccessFile(first.toFile(), "rw")) {
            file.seek(2_000);
            int value = file.read();
            file.seek(2_000);
            file.write(value ^ 1);
        }
        String name = first.getFileName().toString();
        ends(65, ServerProcess.run("journal", "verify", home.resolve("data").toString()), name, "offset");
        ends(65, ServerProcess.run("server", "--config", config.toString()), name, "offset");
    }
}
