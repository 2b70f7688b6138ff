package io.gatehouse.server.process;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import javax.net.SocketFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** An authority, and what it signs. */
final class Certificates {
    private static final char[] PASSWORD = {'p'};

    final X509Bundle authority;

    Certificates(String name) throws Exception {
        authority = valid(new CertificateBuilder())
                .subject("CN=" + name)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    private static CertificateBuilder valid(CertificateBuilder builder) {
        Instant now = Instant.now();
        return builder.ecp256().notBefore(now.minus(Duration.ofDays(2))).notAfter(now.plus(Duration.ofDays(9)));
    }

    private static CertificateBuilder expired(CertificateBuilder builder) {
        return builder.notAfter(Instant.now().minus(Duration.ofDays(1)));
    }

    private static CertificateBuilder serverOf(String name) {
        return valid(new CertificateBuilder())
                .subject("CN=" + name)
                .addSanDnsName("localhost")
                .addSanIpAddress("127.0.0.1")
                .addExtendedKeyUsageServerAuth();
    }

    X509Bundle server(String name) throws Exception {
        return serverOf(name).buildIssuedBy(authority);
    }

    X509Bundle expiredServer() throws Exception {
        return expired(serverOf("expired")).buildIssuedBy(authority);
    }

    private static CertificateBuilder clientOf(String commonName, String... dnsNames) {
        CertificateBuilder builder =
                valid(new CertificateBuilder()).subject("CN=" + commonName).addExtendedKeyUsageClientAuth();
        for (String name : dnsNames) {
            builder.addSanDnsName(name);
        }
        return builder;
    }

    X509Bundle client(String commonName, String... dnsNames) throws Exception {
        return clientOf(commonName, dnsNames).buildIssuedBy(authority);
    }

    X509Bundle expiredClient(String commonName) throws Exception {
        return expired(clientOf(commonName)).buildIssuedBy(authority);
    }

    // ---- files --------------------------------------------------------------------------------------

    /** Writes {@code server.pem} and {@code server.key}. */
    static void write(Path folder, X509Bundle bundle) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("server.pem"), bundle.getCertificatePathPEM());
        Path key = folder.resolve("server.key");
        Files.writeString(key, bundle.getPrivateKeyPEM());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    void writeAuthority(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, authority.getCertificatePEM());
    }

    // ---- clients ------------------------------------------------------------------------------------

    /** TLS of a gate that trusts this authority. */
    SocketFactory sockets() throws Exception {
        return sockets("TLSv1.3", null);
    }

    /**
     * @param version the only one that it speaks
     * @param own the gate's certificate; null for none
     */
    SocketFactory sockets(String version, X509Bundle own) throws Exception {
        return new OneVersion(context(version, own).getSocketFactory(), version);
    }

    /** TLS over a socket that is connected already. */
    Socket over(Socket plain) throws Exception {
        return context("TLSv1.3", null).getSocketFactory().createSocket(plain, "127.0.0.1", plain.getPort(), false);
    }

    private SSLContext context(String version, X509Bundle own) throws Exception {
        KeyManager[] keys = {};
        if (own != null) {
            KeyStore store = own.toKeyStore(PASSWORD);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, PASSWORD);
            keys = factory.getKeyManagers();
        }
        SSLContext context = SSLContext.getInstance(version);
        context.init(keys, new TrustManager[] {authority.toTrustManager()}, null);
        return context;
    }
}
