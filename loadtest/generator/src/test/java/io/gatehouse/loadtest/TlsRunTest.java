package io.gatehouse.loadtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.ScriptedServer.Mischief;
import io.gatehouse.loadtest.site.Gate;
import io.gatehouse.loadtest.site.SiteReader;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs by TLS against a real server, and what is said where one side speaks it and the other does not. */
@Timeout(120)
class TlsRunTest {
    @TempDir
    private static Path home;

    private static X509Bundle authority;

    private static RealServer server;

    private final StringWriter said = new StringWriter();

    @BeforeAll
    static void serve() throws Exception {
        authority = named("authority").setIsCertificateAuthority(true).buildSelfSigned();
        Files.writeString(home.resolve("authority.pem"), authority.getCertificatePEM());
        X509Bundle other = named("other").setIsCertificateAuthority(true).buildSelfSigned();
        Files.writeString(home.resolve("other.pem"), other.getCertificatePEM());
        X509Bundle own = named("server").addSanIpAddress("127.0.0.1").buildIssuedBy(authority);
        Files.writeString(home.resolve("server.pem"), own.getCertificatePathPEM());
        key("server", own);
        server = RealServer.start(home, 5, 400, 12, "tls { %s }".formatted(certificate()));
    }

    private static void key(String name, X509Bundle of) throws IOException {
        Path key = home.resolve(name + ".key");
        Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, of.getPrivateKeyPEM());
    }

    private static String certificate() {
        return "certificate = \"%s\", key = \"%s\"".formatted(file("server.pem"), file("server.key"));
    }

    private static CertificateBuilder named(String name) {
        Instant now = Instant.now();
        return new CertificateBuilder()
                .ecp256()
                .notBefore(now.minus(Duration.ofDays(1)))
                .notAfter(now.plus(Duration.ofDays(9)))
                .subject("CN=" + name);
    }

    @AfterAll
    static void end() throws Exception {
        server.stop();
        server.close();
    }

    private int run(InetSocketAddress target, String host, Path site, String... more) {
        List<String> args = new ArrayList<>(List.of("run", "--target", host + ":" + target.getPort()));
        args.addAll(
                List.of("--site", site.toString(), "--sleep", "--no-tui", "--history", "unknown", "--warmup", "100ms"));
        if (!List.of(more).contains("--duration")) {
            args.addAll(List.of("--duration", "1s"));
        }
        args.addAll(List.of(more));
        return execute(args);
    }

    private int run(String... more) {
        return run(server.gates(), "127.0.0.1", server.site(), more);
    }

    private static String file(String name) {
        return home.resolve(name).toString();
    }

    @Test
    void everyScanIsDecidedAndAcknowledgedByTls() throws Exception {
        Path json = home.resolve("run.json");
        String[] tls = {"--tls", "--tls-ca", file("authority.pem")};
        List<String> args = new ArrayList<>(List.of(tls));
        args.addAll(List.of("--rate", "1000/s", "--json", json.toString(), "--threshold", "errors==0"));
        for (String none : List.of("lost", "wrong", "unsent", "duplicated", "reordered")) {
            args.addAll(List.of("--threshold", none + "==0"));
        }
        assertEquals(Main.OK, run(args.toArray(String[]::new)), said.toString());
        String result = Files.readString(json);
        assertTrue(result.contains("TLS 1.3"), result);
    }

    @Test
    void manyUnderWayByTls() {
        int code = run("--tls", "--tls-ca", file("authority.pem"), "--window", "64", "--gates", "4");
        assertEquals(Main.OK, code, said.toString());
    }

    @Test
    void theyComeBackByTlsAfterAPowerCut() {
        String[] tls = {"--tls", "--tls-ca", file("authority.pem")};
        List<String> args = new ArrayList<>(List.of(tls));
        args.addAll(List.of("--scenario", "power-cut", "--rate", "300/s", "--duration", "4s"));
        for (String none : List.of("lost", "wrong", "duplicated", "reordered")) {
            args.addAll(List.of("--threshold", none + "==0"));
        }
        assertEquals(Main.OK, run(args.toArray(String[]::new)), said.toString());
    }

    /** One certificate for all gates: it names each of them. */
    @Test
    void gatesShowTheirCertificateToAServerThatWantsOne(@TempDir Path own) throws Exception {
        String wanted = "client-auth = required, client-ca = \"%s\"".formatted(file("authority.pem"));
        try (RealServer strict = RealServer.start(own, 5, 400, 12, "tls { %s, %s }".formatted(certificate(), wanted))) {
            CertificateBuilder all = named("gates").addExtendedKeyUsageClientAuth();
            for (Gate gate : new SiteReader(strict.site()).read().gates()) {
                all.addSanDnsName(gate.id());
            }
            client("gates", all.buildIssuedBy(authority));
            client("nobody", named("nobody").addExtendedKeyUsageClientAuth().buildIssuedBy(authority));
            X509Bundle others = named("others").setIsCertificateAuthority(true).buildSelfSigned();
            client("foreign", named("gates").addExtendedKeyUsageClientAuth().buildIssuedBy(others));

            assertEquals(Main.OK, by(strict, "gates", "--threshold", "lost==0", "--rate", "500/s"), said.toString());
            assertEquals(Main.FAILED, by(strict, "nobody"));
            assertTrue(said.toString().contains("the client certificate names another gate"), said.toString());
            for (String bad : List.of("foreign", "")) {
                said.getBuffer().setLength(0);
                assertEquals(Main.FAILED, by(strict, bad), said.toString());
                assertTrue(said.toString().contains("--tls-cert"), bad + ": " + said);
            }
            strict.stop();
        }
    }

    private static void client(String name, X509Bundle bundle) throws IOException {
        Files.writeString(home.resolve(name + ".pem"), bundle.getCertificatePathPEM());
        key(name, bundle);
    }

    /** @param client whose certificate is shown; empty: none */
    private int by(RealServer strict, String client, String... more) {
        List<String> args = new ArrayList<>(List.of("--tls", "--tls-ca", file("authority.pem")));
        if (!client.isEmpty()) {
            args.addAll(List.of("--tls-cert", file(client + ".pem"), "--tls-key", file(client + ".key")));
        }
        args.addAll(List.of(more));
        return run(strict.gates(), "127.0.0.1", strict.site(), args.toArray(String[]::new));
    }

    @Test
    void aSearchGoesByTlsToo() {
        List<String> args = new ArrayList<>(List.of("capacity", "--tls", "--sleep", "--gates", "4"));
        args.addAll(List.of("--target", "127.0.0.1:" + server.gates().getPort()));
        args.addAll(List.of("--site", server.site().toString(), "--from", "100/s", "--most", "200/s"));
        args.addAll(List.of("--warmup", "50ms", "--duration", "500ms", "--threshold", "decision:p(50)<20s"));
        args.addAll(List.of("--out", file("found"), "--tls-ca"));
        List<String> wrong = new ArrayList<>(args);
        args.add(file("authority.pem"));
        wrong.add(file("other.pem"));
        assertEquals(Main.OK, execute(args), said.toString());
        assertNotEquals(Main.OK, execute(wrong), said.toString());
        assertTrue(said.toString().contains("certificate is not trusted"), said.toString());
    }

    private int execute(List<String> args) {
        PrintWriter out = new PrintWriter(said);
        return Main.commandLine().setErr(out).setOut(out).execute(args.toArray(String[]::new));
    }

    @Test
    void aServerOfAnotherAuthorityIsNotTrusted() {
        assertNotEquals(Main.OK, run("--tls", "--tls-ca", file("other.pem")));
        assertTrue(said.toString().contains("certificate is not trusted"), said.toString());
        assertTrue(said.toString().contains("--tls-ca names its authority"), said.toString());
    }

    @Test
    void norIsOneOfAnotherName() {
        assertNotEquals(
                Main.OK, run(server.gates(), "localhost", server.site(), "--tls", "--tls-ca", file("authority.pem")));
        assertTrue(said.toString().contains("certificate is not trusted"), said.toString());
    }

    @Test
    void gatesInTheClearHearThatItSpeaksTls() {
        assertNotEquals(Main.OK, run());
        assertTrue(said.toString().contains("--tls"), said.toString());
    }

    @Test
    void gatesByTlsHearThatItDoesNot() throws Exception {
        try (ScriptedServer plain = new ScriptedServer(Mischief.NONE)) {
            int code = run(plain.address(), "127.0.0.1", server.site(), "--tls", "--tls-ca", file("authority.pem"));
            assertNotEquals(Main.OK, code);
            assertTrue(said.toString().contains("TLS"), said.toString());
            assertTrue(
                    said.toString().contains("does it speak TLS?")
                            || said.toString().contains("leave --tls out"),
                    said.toString());
        }
    }

    @Test
    void whatDoesNotFitIsSaid() {
        assertNotEquals(Main.OK, run("--tls-ca", file("authority.pem")));
        assertTrue(said.toString().contains("go with --tls"), said.toString());
        assertNotEquals(Main.OK, run("--tls", "--tls-cert", file("server.pem")));
        assertTrue(said.toString().contains("--tls-cert and --tls-key go together"), said.toString());
        assertNotEquals(Main.OK, run("--tls", "--tls-cert", file("nobodys.pem"), "--tls-key", file("server.key")));
        assertTrue(said.toString().contains("nobodys.pem"), said.toString());
        assertNotEquals(Main.OK, run("--tls", "--tls-ca", file("nowhere.pem")));
        assertTrue(said.toString().contains("nowhere.pem"), said.toString());
        assertNotEquals(Main.OK, run("--tls", "--tls-ca", file("authority.pem"), "--scenario", "hostile"));
        assertTrue(said.toString().contains("no --tls with this scenario"), said.toString());
        assertFalse(said.toString().contains("Exception"), said.toString());
    }
}
