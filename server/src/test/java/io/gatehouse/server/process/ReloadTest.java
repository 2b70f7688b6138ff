package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.gatehouse.checker.JournalFile;
import io.gatehouse.proto.journal.v1.GateRecord;
import io.gatehouse.proto.v1.Hello;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.Refusal.Code;
import io.gatehouse.proto.v1.Scan;
import io.gatehouse.proto.v1.ServerMessage.BodyCase;
import io.gatehouse.server.roster.site.GateToken;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGHUP: certificates and the site folder change under gates that stream. */
@Timeout(120)
final class ReloadTest {
    private static final int GATES = 12;
    private static final String SITE = "gatehouse_site_reloads_total{result=\"%s\"}";
    private static final String CERTIFICATE = "gatehouse_tls_reloads_total{result=\"%s\"}";

    @TempDir
    private Path home;

    private Path pem;
    private Certificates certificates;
    private LiveServer server;

    @BeforeEach
    void start() throws Exception {
        certificates = new Certificates("gates' authority");
        pem = home.resolve("tls");
        Certificates.write(pem, certificates.server("first"));
        server = new LiveServer(
                home,
                GATES,
                "tls { certificate = \"" + pem.resolve("server.pem") + "\", key = \"" + pem.resolve("server.key")
                        + "\" }");
        server.sockets = certificates.sockets();
    }

    @AfterEach
    void end() throws IOException {
        server.process.close();
    }

    private void assertReloads(String series, String result) throws Exception {
        String one = series.formatted(result);
        double before = server.process.metric(one);
        server.process.reload();
        assertEquals(before + 1, server.process.metric(one), () -> one + "\n" + server.process.log());
    }

    // ---- certificates -------------------------------------------------------------------------------

    private BigInteger serial() throws Exception {
        try (RawGate gate = server.connect()) {
            return ((X509Certificate) ((SSLSocket) gate.socket).getSession().getPeerCertificates()[0])
                    .getSerialNumber();
        }
    }

    @Test
    void certificatesChangeUnderGatesThatStream() throws Exception {
        List<PlainGate> gates = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            PlainGate gate = server.site.gate(server.gate(), i);
            gate.sockets = server.sockets;
            gates.add(gate);
        }
        BigInteger first = serial();
        try (Streaming streaming = new Streaming(server.process.gates(), gates, new SplittableRandom(5))) {
            streaming.awaitAll();
            assertReloads(CERTIFICATE, "unchanged");
            assertEquals(first, serial());

            X509Bundle next = certificates.server("second");
            Certificates.write(pem, next);
            assertReloads(CERTIFICATE, "renewed");
            assertEquals(next.getCertificate().getSerialNumber(), serial());

            refused("not valid any more", "until", certificates.expiredServer());
            assertEquals(next.getCertificate().getSerialNumber(), serial());

            Certificates.write(pem, certificates.server("third"));
            Files.writeString(
                    pem.resolve("server.pem"), certificates.server("fourth").getCertificatePathPEM());
            refused("is not the key of the certificate");

            Files.writeString(pem.resolve("server.pem"), "-----BEGIN CERTIFICATE-----\nhalf of i");
            refused("is not PEM with X.509 certificates");
            Files.delete(pem.resolve("server.pem"));
            refused("there is no such file");
            assertEquals(next.getCertificate().getSerialNumber(), serial());
            for (PlainGate gate : gates) {
                assertNull(gate.refusal, "a connection that stood goes on");
            }
            server.process.terminate();
            streaming.awaitEnd();
        }
        for (PlainGate gate : gates) {
            assertEquals(Code.CODE_SHUTTING_DOWN, gate.refusal.getCode(), "and ends with the server");
        }
        Kept.check(home.resolve("data"), gates);
    }

    private void refused(String why, String says, X509Bundle bundle) throws Exception {
        Certificates.write(pem, bundle);
        refused(says);
        assertTrue(server.process.log().contains("the certificate from before stays"), why);
    }

    private void refused(String says) throws Exception {
        assertReloads(CERTIFICATE, "refused");
        String log = server.process.log();
        String last = log.substring(log.lastIndexOf("the certificate from before stays"));
        assertTrue(last.contains("server.") && last.contains(says), last);
    }

    // ---- tokens -------------------------------------------------------------------------------------

    /** Writes the line of a gate anew. */
    private void gateLine(String gateId, UnaryOperator<String> change) throws IOException {
        Path file = home.resolve("site/gates.csv");
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String kept = line.startsWith(gateId + ",") ? change.apply(line) : line;
            if (!kept.isEmpty()) {
                lines.add(kept);
            }
        }
        Files.write(file, lines);
    }

    private static String token(int seed) {
        byte[] secret = new byte[GateToken.SECRET_BYTES];
        secret[0] = (byte) seed;
        return GateToken.of(secret);
    }

    private static Hello.Builder with(Hello.Builder hello, String token) {
        return hello.setToken(ByteString.copyFromUtf8(token));
    }

    private void unauthenticated(Hello.Builder hello) throws IOException {
        try (RawGate gate = server.connect()) {
            gate.send(RawGate.of(hello));
            gate.refusal(Code.CODE_UNAUTHENTICATED);
        }
    }

    /** How long it takes from the signal until the gate hears that it is cut. */
    private double millisToCut(RawGate gate) throws Exception {
        long from = System.nanoTime();
        server.process.hangup();
        String text = gate.refusal(Code.CODE_UNAUTHENTICATED).getMessage();
        assertTrue(text.contains("no longer in the register"), text);
        return (System.nanoTime() - from) / 1e6;
    }

    @Test
    void tokensAreRotatedAndRevoked() throws Exception {
        Hello.Builder old = server.site.hello(server.gate(), 7);
        Hello.Builder next = with(old.clone(), token(1));
        unauthenticated(next);
        gateLine(old.getGateId(), line -> line + " " + GateToken.sha256(token(1)));
        try (RawGate gate = server.welcomed(old)) {
            assertReloads(SITE, "applied");
            gate.roundTrip(1);
        }
        server.welcomed(next).close();
        try (RawGate gate = server.welcomed(old);
                RawGate other = server.welcomed()) {
            gateLine(old.getGateId(), line -> line.replaceAll("[0-9a-f]{64} ", ""));
            System.out.printf("a revoked token: cut %.1f ms after SIGHUP%n", millisToCut(gate));
            other.roundTrip(1);
        }
        unauthenticated(old);
        try (RawGate gate = server.welcomed(next)) {
            gateLine(old.getGateId(), line -> line.replaceAll("[0-9a-f]{64}", GateToken.sha256(token(2))));
            System.out.printf("a replaced token: cut %.1f ms after SIGHUP%n", millisToCut(gate));
        }
        unauthenticated(next);
        assertEquals(2, server.process.metric("gatehouse_connections_closed_total{reason=\"revoked\"}"));
        server.endInOrder();
        assertEquals(List.of(1, 2, 1, 1), tokenCounts(old.getGateId()), "each change stands in the journal");
    }

    private List<Integer> tokenCounts(String gateId) throws IOException {
        List<Integer> counts = new ArrayList<>();
        JournalFile.read(home.resolve("data"), (position, record) -> {
            GateRecord gate = record.getGate();
            if (gate.getAfter().getGateId().equals(gateId)) {
                counts.add(gate.getAfter().getTokenSha256Count());
            }
        });
        return counts;
    }

    @Test
    void aGateThatIsTakenOutIsCutAndOthersStream() throws Exception {
        PlainGate streaming = server.site.gate(server.gate(), 3);
        streaming.sockets = server.sockets;
        Hello.Builder hello = server.site.hello(server.gate(), 7);
        String[] line = new String[1];
        try (Streaming others = new Streaming(server.process.gates(), List.of(streaming), new SplittableRandom(5));
                RawGate gate = server.welcomed(hello)) {
            others.awaitAll();
            gate.send(RawGate.of(RawGate.scan(1, server.pass(0))));
            gate.awaitAck(1);
            gateLine(hello.getGateId(), found -> {
                line[0] = found;
                return "";
            });
            System.out.printf("a gate that is taken out: cut %.1f ms after SIGHUP%n", millisToCut(gate));
            unauthenticated(hello);
            Files.writeString(home.resolve("site/gates.csv"), line[0] + "\n", StandardOpenOption.APPEND);
            server.process.reload();
            try (RawGate again = server.connect()) {
                assertEquals(1, again.welcome(hello).getDurableSequence(), "its stream stands");
                again.send(RawGate.of(RawGate.scan(2, server.pass(0))));
                again.awaitAck(2);
            }
            assertNull(streaming.refusal);
        }
        streaming.close();
        server.endInOrder();
    }

    // ---- the rest of the folder ---------------------------------------------------------------------

    @Test
    void aBadFolderIsRefusedWholeAndServiceGoesOn() throws Exception {
        Hello.Builder hello = server.site.hello(server.gate(), 7);
        try (RawGate gate = server.welcomed(hello)) {
            gateLine(hello.getGateId(), line -> "");
            Path file = home.resolve("site/gates.csv");
            String withoutIt = Files.readString(file);
            Files.writeString(
                    file, "bad id!,999999,x,zz\nG-9,999999,y," + "0".repeat(64) + "\n", StandardOpenOption.APPEND);
            assertReloads(SITE, "refused");
            String log = server.process.log();
            for (String part : List.of(
                    "4 problems",
                    "gates.csv:13: gate_id: ",
                    "gates.csv:13: estate_id: ",
                    "gates.csv:13: token_sha256: ",
                    "gates.csv:14: estate_id: ")) {
                assertTrue(log.contains(part), () -> part + " is not in " + log);
            }
            gate.roundTrip(1);
            server.assertServes();
            Files.writeString(file, withoutIt);
            server.process.hangup();
            gate.refusal(Code.CODE_UNAUTHENTICATED);
        }
        server.endInOrder();
    }

    @Test
    void policyAndEstatesChangeUnderService() throws Exception {
        try (RawGate gate = server.welcomed()) {
            Scan.Builder warm = RawGate.scan(1, server.pass(0)).setTemperatureDecicelsius(372);
            gate.send(RawGate.of(warm));
            assertFalse(gate.next(BodyCase.DECISION)
                    .getDecision()
                    .getReasonsList()
                    .contains(Reason.REASON_TEMPERATURE_HIGH));
            Path policy = home.resolve("site/policy.conf");
            Files.writeString(policy, "\ndefaults.fever-decicelsius = 370\n", StandardOpenOption.APPEND);
            Path estates = home.resolve("site/estates.csv");
            Files.writeString(estates, "7,new,OTHER,\n", StandardOpenOption.APPEND);
            double changes = server.process.metric("gatehouse_site_changes_total");
            assertReloads(SITE, "applied");
            assertEquals(changes + 2, server.process.metric("gatehouse_site_changes_total"));
            assertTrue(server.process
                    .log()
                    .contains("estate: 1 added, 0 removed, 0 changed, policy: 0 added, 0 removed, 1 changed"));
            gate.send(RawGate.of(warm.setSequence(2)));
            assertTrue(gate.next(BodyCase.DECISION)
                    .getDecision()
                    .getReasonsList()
                    .contains(Reason.REASON_TEMPERATURE_HIGH));
            assertReloads(SITE, "unchanged");
        }
        server.endInOrder();
        // What was reloaded stands at the next start.
        try (ServerProcess again = ServerProcess.start(home.resolve("gatehouse.conf"))) {
            assertFalse(again.log().contains("site folder: "), again::log);
            assertEquals(0, again.terminate());
        }
    }

    @Test
    void aSignalDuringTheStartIsKept() throws Exception {
        assertEquals(0, server.process.terminate());
        gateLine(server.site.hello(0, 7).getGateId(), line -> "");
        try (ServerProcess again = ServerProcess.starting(home.resolve("gatehouse.conf"))) {
            again.awaitLog("gates connect by TLS");
            again.hangup();
            again.awaitReady();
            again.awaitLog("site reload: nothing differs");
            assertEquals(0, again.terminate());
        }
    }
}
