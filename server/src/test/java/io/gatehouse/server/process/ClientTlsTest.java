package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.client.GateClient;
import io.gatehouse.client.GateClientBuilder;
import io.gatehouse.client.GateListener;
import io.gatehouse.client.GateState;
import io.gatehouse.client.GateTls;
import io.gatehouse.proto.v1.Hello;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The gate client against a server with TLS whose certificate names one host. */
@Timeout(60)
final class ClientTlsTest {
    @TempDir
    private static Path home;

    private static Certificates certificates;
    private static Path authority;
    private static LiveServer server;

    @BeforeAll
    static void start() throws Exception {
        certificates = new Certificates("authority");
        X509Bundle own = new CertificateBuilder()
                .subject("CN=server")
                .addSanDnsName("localhost")
                .buildIssuedBy(certificates.authority);
        Certificates.write(home.resolve("tls"), own);
        authority = home.resolve("tls/authority.pem");
        certificates.writeAuthority(authority);
        server = new LiveServer(
                home,
                10,
                "tls { certificate = \"" + home.resolve("tls/server.pem") + "\", key = \""
                        + home.resolve("tls/server.key") + "\"",
                "client-auth = optional, client-ca = \"" + authority + "\" }");
        server.sockets = certificates.sockets();
    }

    @AfterAll
    static void end() throws Exception {
        server.endInOrder();
    }

    /** What a gate hears first: its state once it is welcome, or why it is not. */
    private static String heard(GateClientBuilder gate, String host) throws InterruptedException {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        gate.servers(host + ":" + server.process.gates().getPort()).listener(new GateListener() {
            @Override
            public void onState(GateState state) {
                if (state == GateState.ONLINE) {
                    heard.add("online");
                }
            }

            @Override
            public void onViolation(String what) {
                heard.add(what);
            }
        });
        try (GateClient client = gate.build()) {
            client.start();
            String first = heard.poll(30, TimeUnit.SECONDS);
            return String.valueOf(first);
        }
    }

    private static GateClientBuilder gate(Hello.Builder hello) {
        return GateClient.builder()
                .gateId(hello.getGateId())
                .token(hello.getToken().toByteArray());
    }

    @Test
    void aTrustedServerOfTheRightName() throws Exception {
        assertEquals(
                "online",
                heard(gate(server.site.hello(server.gate(), 1)).tls(GateTls.trusting(authority)), "localhost"));
    }

    @Test
    void aServerOfAnotherName() throws Exception {
        String heard = heard(gate(server.site.hello(server.gate(), 1)).tls(GateTls.trusting(authority)), "127.0.0.1");
        assertTrue(heard.startsWith("no TLS: "), heard);
    }

    @Test
    void aServerOfAnotherAuthority() throws Exception {
        String alerts = "gatehouse_tls_handshakes_total{result=\"alert\"}";
        double before = server.process.metric(alerts);
        Path other = home.resolve("other/authority.pem");
        new Certificates("other").writeAuthority(other);
        String heard = heard(gate(server.site.hello(server.gate(), 1)).tls(GateTls.trusting(other)), "localhost");
        assertTrue(heard.startsWith("no TLS: "), heard);
        assertTrue(server.process.metric(alerts) > before, "the server knows why");
    }

    @Test
    void aCertificateInsteadOfAToken() throws Exception {
        String gateId = server.site.hello(server.gate(), 1).getGateId();
        Path folder = home.resolve("gate");
        Certificates.write(folder, certificates.client(gateId));
        GateTls tls = GateTls.trusting(authority, folder.resolve("server.pem"), folder.resolve("server.key"));
        assertEquals("online", heard(GateClient.builder().gateId(gateId).tls(tls), "localhost"));
    }

    @Test
    void filesThatCantBeUsed() throws IOException {
        Path bad = Files.writeString(home.resolve("bad.pem"), "nothing");
        for (Path file : new Path[] {bad, home.resolve("missing.pem")}) {
            String message = assertThrows(IllegalArgumentException.class, () -> GateTls.trusting(file))
                    .getMessage();
            assertTrue(message.contains(file.toString()), message);
        }
        assertThrows(IllegalArgumentException.class, () -> GateTls.trusting(authority, authority, bad));
    }
}
