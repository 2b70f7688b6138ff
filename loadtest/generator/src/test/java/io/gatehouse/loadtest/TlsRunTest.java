package io.gatehouse.loadtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.ScriptedServer.Mischief;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
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

    private static RealServer server;

    private final StringWriter said = new StringWriter();

    @BeforeAll
    static void serve() throws Exception {
        X509Bundle authority =
                named("authority").setIsCertificateAuthority(true).buildSelfSigned();
        Files.writeString(home.resolve("authority.pem"), authority.getCertificatePEM());
        X509Bundle other = named("other").setIsCertificateAuthority(true).buildSelfSigned();
        Files.writeString(home.resolve("other.pem"), other.getCertificatePEM());
        X509Bundle own = named("server").addSanIpAddress("127.0.0.1").buildIssuedBy(authority);
        Files.writeString(home.resolve("server.pem"), own.getCertificatePathPEM());
        Path key = home.resolve("server.key");
        Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, own.getPrivateKeyPEM());
        String tls = "tls { certificate = \"%s\", key = \"%s\" }".formatted(home.resolve("server.pem"), key);
        server = RealServer.start(home, 5, 400, 12, tls);
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
        PrintWriter out = new PrintWriter(said);
        return Main.commandLine().setErr(out).setOut(out).execute(args.toArray(String[]::new));
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
        assertNotEquals(Main.OK, run("--tls", "--tls-ca", file("nowhere.pem")));
        assertTrue(said.toString().contains("nowhere.pem"), said.toString());
        assertNotEquals(Main.OK, run("--tls", "--tls-ca", file("authority.pem"), "--scenario", "hostile"));
        assertTrue(said.toString().contains("no --tls with this scenario"), said.toString());
        assertFalse(said.toString().contains("Exception"), said.toString());
    }
}
