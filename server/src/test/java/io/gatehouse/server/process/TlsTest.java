package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Hello;
import io.gatehouse.proto.v1.Refusal.Code;
import io.gatehouse.server.process.TlsServer.Provider;
import io.gatehouse.testing.Counts;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gate listener with TLS, by each of the two providers. Gates may show server.certificates. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class TlsTest {
    private static final int BETWEEN_BYTES_MILLIS = 20;

    @TempDir
    private static Path home;

    private static Map<Provider, TlsServer> servers;

    @BeforeAll
    static void start() throws Exception {
        // Off loopback: with TLS that is no question.
        servers = TlsServer.both(
                home,
                "optional",
                "listen.host = \"0.0.0.0\"",
                "session.hello-deadline = 2s",
                "session.heartbeat = 1s",
                "session.slow-reader = 3s");
    }

    @AfterAll
    static void end() throws Exception {
        for (TlsServer server : servers.values()) {
            server.endInOrder();
        }
    }

    private static SSLSocket shaken(TlsServer server, SocketFactory sockets) throws IOException {
        SSLSocket socket = (SSLSocket) sockets.createSocket();
        socket.setSoTimeout(30_000);
        socket.connect(server.process.gates());
        socket.startHandshake();
        return socket;
    }

    // ---- what is served -----------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    void servesByTls13(Provider provider) throws Exception {
        TlsServer server = servers.get(provider);
        try (RawGate gate = server.live.welcomed()) {
            assertEquals("TLSv1.3", ((SSLSocket) gate.socket).getSession().getProtocol());
            GateMessage[] scans = new GateMessage[300];
            for (int i = 0; i < scans.length; i++) {
                scans[i] = RawGate.of(RawGate.scan(i + 1, server.live.pass(i)));
            }
            gate.send(scans);
            gate.awaitAck(scans.length);
        }
        assertTrue(server.process.log().contains(provider == Provider.JDK ? "by the JDK" : "by BoringSSL"));
        assertEquals(0, server.process.metric("gatehouse_plaintext_listeners"));
        double expiry = server.process.metric("gatehouse_tls_certificate_expiry_timestamp_seconds");
        double days = (expiry - System.currentTimeMillis() / 1e3) / 86_400;
        assertTrue(days > 8 && days < 9.01, days + " days");
    }

    @ParameterizedTest
    @EnumSource
    void aRefusalIsReadableBehindAnythingThatWasSent(Provider provider) throws Exception {
        TlsServer server = servers.get(provider);
        byte[] much = new byte[1 << 20];
        Arrays.fill(much, (byte) 1);
        for (int i = 0; i < 5; i++) {
            try (RawGate gate = server.live.welcomed(server.site.hello(0, 1))) {
                gate.write(new byte[] {0});
                gate.write(much);
                gate.refusal(Code.CODE_MALFORMED);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aGateThatDoesNotReadIsClosed(Provider provider) throws Exception {
        TlsServer server = servers.get(provider);
        String slow = "gatehouse_connections_closed_total{reason=\"slow\"}";
        double before = server.process.metric(slow);
        GateMessage[] heartbeats = new GateMessage[1_000];
        Arrays.fill(heartbeats, RawGate.heartbeat(7, 0));
        byte[] bytes = RawGate.frames(heartbeats);
        try (RawGate gate = server.live.welcomed(server.site.hello(1, 1));
                RawGate other = server.live.welcomed(server.site.hello(2, 1))) {
            Thread deaf = new Thread(() -> {
                try {
                    while (true) {
                        gate.write(bytes);
                    }
                } catch (IOException closed) {
                    // As it has to be.
                }
            });
            deaf.start();
            for (long round = 1; server.process.metric(slow) == before; round++) {
                other.roundTrip(round);
            }
            gate.reset();
            deaf.join();
        }
        assertEquals(before + 1, server.process.metric(slow));
    }

    @ParameterizedTest
    @EnumSource
    void comingAndGoingLeavesNothingBehind(Provider provider) throws Exception {
        TlsServer server = servers.get(provider);
        String connections = "gatehouse_connections";
        server.await(connections, 0);
        long base = server.process.descriptors();
        int cycles = Counts.of(200, 500, 5_000);
        Hello.Builder hello = server.site.hello(8, 1);
        for (int i = 0; i < cycles; i++) {
            comeAndGo(server, i % 6, hello);
        }
        server.await(connections, 0);
        assertEquals(base, server.process.descriptors(), "descriptors");
        Counts.report("TLS connections that came and went", cycles, 5_000);
    }

    private static void comeAndGo(TlsServer server, int how, Hello.Builder hello) throws IOException {
        try (RawGate gate = server.live.connect(how < 2 ? SocketFactory.getDefault() : server.live.sockets)) {
            switch (how) {
                case 0 -> gate.write(new byte[] {22, 3, 1});
                case 1 -> gate.send(RawGate.of(hello));
                case 2 -> ((SSLSocket) gate.socket).startHandshake();
                case 3 -> gate.welcome(hello);
                case 4 -> {
                    gate.welcome(hello);
                    gate.write(new byte[] {0});
                    gate.refusal(Code.CODE_MALFORMED);
                }
                default -> {
                    gate.send(RawGate.of(hello));
                    gate.reset();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void garbageBehindTheHandshake(Provider provider) throws Exception {
        TlsServer server = servers.get(provider);
        server.await("gatehouse_connections", 0);
        try (Socket plain = new Socket()) {
            plain.connect(server.process.gates());
            plain.setSoTimeout(30_000);
            SSLSocket tls = (SSLSocket) server.certificates.over(plain);
            tls.startHandshake();
            // A record of application data that no key of theirs opens.
            byte[] record = new byte[5 + 64];
            System.arraycopy(new byte[] {23, 3, 3, 0, 64}, 0, record, 0, 5);
            plain.getOutputStream().write(record);
            // The session tickets, and an alert behind them.
            assertThrows(SSLException.class, () -> tls.getInputStream().read());
        }
        server.await("gatehouse_connections", 0);
        server.live.assertServes();
    }

    // ---- handshakes that fail -----------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    void tls12IsRefused(Provider provider) throws Exception {
        TlsServer server = servers.get(provider);
        SocketFactory old = server.certificates.sockets("TLSv1.2", null);
        server.counted("version", "tls", () -> assertThrows(SSLException.class, () -> shaken(server, old)));
        server.live.assertServes();
    }

    @ParameterizedTest
    @EnumSource
    void aGateThatTrustsAnotherAuthorityLeaves(Provider provider) throws Exception {
        TlsServer server = servers.get(provider);
        SocketFactory other = new Certificates("another authority").sockets();
        server.counted("alert", "tls", () -> assertThrows(SSLException.class, () -> shaken(server, other)));
    }

    @ParameterizedTest
    @EnumSource
    void plainBytesEndTheConnection(Provider provider) throws Exception {
        TlsServer server = servers.get(provider);
        server.counted("not_tls", "tls", () -> {
            try (RawGate gate = server.live.connect(SocketFactory.getDefault())) {
                gate.send(RawGate.of(server.site.hello(3, 1)));
                assertEnds(gate.socket);
            }
        });
        server.live.assertServes();
    }

    /** Nothing but an alert comes, and then the end. */
    private static void assertEnds(Socket socket) throws IOException {
        try {
            byte[] rest = socket.getInputStream().readAllBytes();
            assertTrue(rest.length < 64, rest.length + " bytes");
        } catch (SocketException reset) {
            // Bytes were on their way: as good an end.
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHandshakeThatDripsRunsIntoTheDeadlineOfTheHello(Provider provider) throws Exception {
        TlsServer server = servers.get(provider);
        // A record of 512 bytes: handshake, TLS 1.0, then a ClientHello with its random.
        byte[] hello = Arrays.copyOf(HexFormat.of().parseHex("1603010200010001fc0303"), 517);
        server.counted("late", "hello_late", () -> {
            try (RawGate gate = server.live.connect(SocketFactory.getDefault())) {
                gate.socket.setSoTimeout(BETWEEN_BYTES_MILLIS);
                assertTrue(drip(gate, hello), "closed before the last byte");
            }
        });
    }

    private static boolean drip(RawGate gate, byte[] bytes) throws IOException {
        for (int i = 0; i < bytes.length; i++) {
            try {
                gate.write(bytes, i, i + 1);
                if (gate.socket.getInputStream().read() < 0) {
                    return true;
                }
            } catch (SocketTimeoutException stillOpen) {
                // The next byte.
            } catch (SocketException closed) {
                return true;
            }
        }
        return false;
    }

    @ParameterizedTest
    @EnumSource
    void silenceAfterTheHandshakeIsRefusedByName(Provider provider) throws Exception {
        TlsServer server = servers.get(provider);
        server.counted("ok", "hello_late", () -> {
            try (SSLSocket socket = shaken(server, server.live.sockets);
                    RawGate gate = new RawGate(socket)) {
                gate.refusal(Code.CODE_IDLE);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void whoLeavesInTheMiddleIsCounted(Provider provider) throws Exception {
        TlsServer server = servers.get(provider);
        server.counted("closed", "tls", () -> {
            try (RawGate gate = server.live.connect(SocketFactory.getDefault())) {
                gate.write(HexFormat.of().parseHex("1603010200010001fc0303"));
            }
        });
    }
}
