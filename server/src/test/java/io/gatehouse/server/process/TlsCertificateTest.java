package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.Hello;
import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.proto.v1.Refusal.Code;
import io.gatehouse.server.process.TlsServer.Provider;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Certificates of gates, by each of the two providers. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class TlsCertificateTest {
    @TempDir
    private static Path home;

    private static Map<Provider, TlsServer> servers;

    @BeforeAll
    static void start() throws Exception {
        servers = TlsServer.both(home, "optional");
    }

    @AfterAll
    static void end() throws Exception {
        for (TlsServer server : servers.values()) {
            server.endInOrder();
        }
    }

    private static Hello.Builder without(Hello.Builder hello) {
        return hello.setToken(ByteString.EMPTY);
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateNamesItsGate(Provider provider) throws Exception {
        TlsServer server = servers.get(provider);
        String gateId = server.site.hello(4, 1).getGateId();
        for (X509Bundle own : new X509Bundle[] {
            server.certificates.client(gateId),
            server.certificates.client("of a gate", gateId),
            server.certificates.client("x", "y", gateId)
        }) {
            SocketFactory sockets = server.certificates.sockets("TLSv1.3", own);
            // The second time may resume the session of the first.
            for (int i = 0; i < 3; i++) {
                try (RawGate gate = server.live.connect(sockets)) {
                    gate.welcome(without(server.site.hello(4, 1)));
                }
                try (RawGate gate = server.live.connect(sockets)) {
                    gate.welcome(server.site.hello(4, 1));
                }
            }
        }
    }

    private static Refusal refusal(TlsServer server, SocketFactory sockets, Hello.Builder hello) throws IOException {
        try (RawGate gate = server.live.connect(sockets)) {
            gate.send(RawGate.of(hello));
            return gate.refusal(Code.CODE_UNAUTHENTICATED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateOfAnotherGateIsRefused(Provider provider) throws Exception {
        TlsServer server = servers.get(provider);
        String gateId = server.site.hello(5, 1).getGateId();
        SocketFactory own = server.certificates.sockets("TLSv1.3", server.certificates.client(gateId));
        String closes = "gatehouse_connections_closed_total{reason=\"certificate\"}";
        double before = server.process.metric(closes);
        for (int i = 0; i < 2; i++) {
            assertTrue(refusal(server, own, without(server.site.hello(6, 1)))
                    .getMessage()
                    .contains("names another gate"));
            assertTrue(
                    refusal(server, own, server.site.hello(6, 1)).getMessage().contains("names another gate"));
        }
        // The common name does not count where there is an alternative name, whatever that is.
        SocketFactory alternative =
                server.certificates.sockets("TLSv1.3", server.certificates.client(gateId, "somebody.else"));
        refusal(server, alternative, without(server.site.hello(5, 1)));
        server.await(closes, before + 5);
        Hello.Builder wrong = server.site.hello(5, 1).setToken(ByteString.copyFromUtf8("wrong"));
        assertEquals("unknown gate or wrong token", refusal(server, own, wrong).getMessage());
        SocketFactory unknown = server.certificates.sockets("TLSv1.3", server.certificates.client("nobody"));
        assertEquals(
                "unknown gate or wrong token",
                refusal(server, unknown, without(server.site.hello(5, 1)).setGateId("nobody"))
                        .getMessage());
        assertEquals(
                "unknown gate or wrong token",
                refusal(server, server.live.sockets, without(server.site.hello(5, 1)))
                        .getMessage(),
                "no certificate, no token");
    }

    @ParameterizedTest
    @EnumSource
    void certificatesThatAreNotGoodEndTheHandshake(Provider provider) throws Exception {
        TlsServer server = servers.get(provider);
        String gateId = server.site.hello(7, 1).getGateId();
        X509Bundle expired = server.certificates.expiredClient(gateId);
        // Of the same name, so that a client that looks for a match sends it.
        X509Bundle foreign = new Certificates(TlsServer.AUTHORITY).client(gateId);
        for (X509Bundle bad : new X509Bundle[] {expired, foreign}) {
            SocketFactory sockets = server.certificates.sockets("TLSv1.3", bad);
            server.counted("client_certificate", "tls", () -> {
                try (RawGate gate = server.live.connect(sockets)) {
                    assertThrows(IOException.class, () -> gate.welcome(without(server.site.hello(7, 1))));
                }
            });
        }
        server.live.assertServes();
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatDemandsCertificates(Provider provider, @TempDir Path own) throws Exception {
        TlsServer server = new TlsServer(own, provider, "required");
        server.counted("client_certificate", "tls", () -> {
            try (RawGate gate = server.live.connect()) {
                assertThrows(IOException.class, () -> gate.welcome(server.site.hello(0, 1)));
            }
        });
        String[] ids = {
            server.site.hello(0, 1).getGateId(), server.site.hello(1, 1).getGateId()
        };
        server.live.sockets = server.certificates.sockets("TLSv1.3", server.certificates.client("both", ids));
        try (RawGate gate = server.live.connect()) {
            gate.welcome(without(server.site.hello(1, 1)));
        }
        try (ServerProcess process = server.process) {
            assertEquals(0, process.terminate());
        }
    }
}
