package io.gatehouse.server.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Files that hold what they should, and each way in which they may not. */
final class PemFilesTest {
    private static X509Bundle root;
    private static X509Bundle middle;
    private static X509Bundle leaf;

    @TempDir
    private Path folder;

    @BeforeAll
    static void make() throws Exception {
        root = authority("root").buildSelfSigned();
        middle = authority("middle").buildIssuedBy(root);
        leaf = named("leaf").buildIssuedBy(middle);
    }

    private static CertificateBuilder named(String name) {
        return new CertificateBuilder().algorithm(Algorithm.ecp256).subject("CN=" + name);
    }

    private static CertificateBuilder authority(String name) {
        return named(name).setIsCertificateAuthority(true);
    }

    private Path file(String text) throws IOException {
        Path file = Files.createTempFile(folder, "x", ".pem");
        Files.writeString(file, text);
        return file;
    }

    private static void refused(Path file, String says, Executable read) {
        String message = assertThrows(BadCertificateException.class, read).getMessage();
        assertTrue(message.startsWith(file + ": ") && message.contains(says), message);
    }

    @Test
    void chains() throws Exception {
        X509Certificate[] read = PemFiles.chain(file("leaf\n" + leaf.getCertificatePEM() + "\nmiddle:\n"
                + middle.getCertificatePEM() + "\n" + root.getCertificatePEM()));
        assertArrayEquals(
                new X509Certificate[] {leaf.getCertificate(), middle.getCertificate(), root.getCertificate()}, read);
        Path crossed = file(leaf.getCertificatePEM() + "\n" + root.getCertificatePEM());
        refused(crossed, "certificate 1 is not signed by the one behind it", () -> PemFiles.chain(crossed));
        Path turned = file(root.getCertificatePEM() + "\n" + middle.getCertificatePEM());
        refused(turned, "certificate 1 is not signed", () -> PemFiles.chain(turned));
    }

    @Test
    void filesThatHoldNoCertificate() throws Exception {
        Path missing = folder.resolve("missing.pem");
        refused(missing, "there is no such file", () -> PemFiles.chain(missing));
        refused(folder, "can't be read", () -> PemFiles.chain(folder));
        Path empty = file("");
        refused(empty, "holds no certificate", () -> PemFiles.chain(empty));
        Path words = file("no certificate at all\n");
        refused(words, "", () -> PemFiles.chain(words));
        String pem = leaf.getCertificatePEM();
        Path half = file(pem.substring(0, pem.length() / 2));
        refused(half, "is not PEM", () -> PemFiles.chain(half));
        Path large = file("x".repeat((1 << 20) + 1));
        refused(large, "larger than 1 MiB", () -> PemFiles.chain(large));
    }

    @Test
    void keysOfEachKind() throws Exception {
        for (Algorithm algorithm : List.of(Algorithm.ecp256, Algorithm.ecp384, Algorithm.rsa2048, Algorithm.ed25519)) {
            X509Bundle own = authority("own").algorithm(algorithm).buildSelfSigned();
            X509Bundle other = authority("other").algorithm(algorithm).buildSelfSigned();
            Path file = file(own.getPrivateKeyPEM());
            assertEquals(own.getKeyPair().getPrivate(), PemFiles.key(file, own.getCertificate()));
            refused(file, "is not the key of the certificate", () -> PemFiles.key(file, other.getCertificate()));
        }
        Path file = file(leaf.getPrivateKeyPEM());
        X509Certificate rsa =
                authority("rsa").algorithm(Algorithm.rsa2048).buildSelfSigned().getCertificate();
        refused(file, "holds no RSA key", () -> PemFiles.key(file, rsa));
    }

    @Test
    void filesThatHoldNoKey() throws Exception {
        X509Certificate certificate = leaf.getCertificate();
        Path none = file(leaf.getCertificatePEM());
        refused(none, "holds no private key", () -> PemFiles.key(none, certificate));
        String body = Base64.getEncoder().encodeToString(new byte[40]);
        for (String kind : List.of("RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY")) {
            Path old = file("-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
            refused(old, "holds a " + kind + "; wanted is PKCS#8", () -> PemFiles.key(old, certificate));
        }
        Path garbage = file("-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
        refused(garbage, "holds no EC key", () -> PemFiles.key(garbage, certificate));
        String message = assertThrows(BadCertificateException.class, () -> PemFiles.key(garbage, certificate))
                .getMessage();
        assertFalse(message.contains(body), "what a key file holds is never said");
    }

    @Test
    void aKeyThatOthersMayRead() throws Exception {
        Path file = file(leaf.getPrivateKeyPEM());
        for (String mode : List.of("rw-r-----", "rw----r--", "rw--w----")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            refused(file, "chmod 600", () -> PemFiles.key(file, leaf.getCertificate()));
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        PemFiles.key(file, leaf.getCertificate());
    }

    @Test
    void namesOfCertificates() throws Exception {
        assertEquals(
                List.of("0171-02"),
                CertifiedNames.of(named("0171-02").buildIssuedBy(root).getCertificate()));
        CertificateBuilder both =
                named("no").addSanDnsName("a.b").addSanIpAddress("127.0.0.1").addSanDnsName("C-1");
        assertEquals(
                List.of("a.b", "C-1"),
                CertifiedNames.of(both.buildIssuedBy(root).getCertificate()));
        CertificateBuilder address = named("0171-02").addSanIpAddress("127.0.0.1");
        assertEquals(List.of(), CertifiedNames.of(address.buildIssuedBy(root).getCertificate()));
        CertificateBuilder deep = new CertificateBuilder().ecp256().subject("O=x, CN=g1, OU=CN\\=g2");
        assertEquals(List.of("g1"), CertifiedNames.of(deep.buildIssuedBy(root).getCertificate()));
    }
}
