package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.proto.v1.Refusal.Code;
import io.gatehouse.proto.v1.ServerMessage.BodyCase;
import io.gatehouse.server.process.TlsServer.Provider;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The caps hold with TLS too: whoever shakes no hands takes a place, and who is refused can read why. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class TlsCapsTest {
    private static final int ALL = 12;
    private static final int NOT_LOGGED_IN = 6;

    @TempDir
    private static Path home;

    private static Map<Provider, TlsServer> servers;

    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        servers = TlsServer.both(
                home,
                "optional",
                "caps.count-loopback = true",
                "caps.connections = " + ALL,
                "caps.not-logged-in = " + NOT_LOGGED_IN,
                "caps.source-connections = " + 2 * ALL);
    }

    @AfterEach
    void leaveNothingBehind() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        for (TlsServer server : servers.values()) {
            server.await("gatehouse_connections", 0);
        }
    }

    @AfterAll
    static void end() throws Exception {
        for (TlsServer server : servers.values()) {
            server.endInOrder();
        }
    }

    private static double refused(TlsServer server, String cap) throws IOException, InterruptedException {
        return server.process.metric("gatehouse_connections_refused_total{reason=\"" + cap + "\"}");
    }

    /** It can be read, by TLS, and counts under that cap. */
    private static void assertRefused(TlsServer server, String cap) throws Exception {
        double before = refused(server, cap);
        try (RawGate gate = server.live.connect()) {
            Refusal refusal = gate.refusal(Code.CODE_OVERLOADED);
            assertTrue(refusal.getRetryAfterMs() >= 2_000, refusal::toString);
        }
        assertEquals(before + 1, refused(server, cap));
    }

    private RawGate welcomed(TlsServer server) throws IOException {
        RawGate gate = server.live.welcomed();
        open.add(gate);
        return gate;
    }

    private static void assertWorks(TlsServer server, RawGate gate) throws IOException {
        gate.send(RawGate.of(RawGate.scan(1, server.live.pass(1))));
        gate.awaitAck(1);
    }

    /** Comes again until it is let in. */
    private void assertServedSoon(TlsServer server) throws IOException {
        while (true) {
            RawGate gate = server.live.connect();
            gate.send(RawGate.of(server.site.hello(server.live.gate(), 1)));
            if (gate.read().getBodyCase() == BodyCase.WELCOME) {
                open.add(gate);
                return;
            }
            gate.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoeverShakesNoHandsHasNotLoggedIn(Provider provider) throws Exception {
        TlsServer server = servers.get(provider);
        RawGate gate = welcomed(server);
        for (int i = 0; i < NOT_LOGGED_IN; i++) {
            Socket silent = new Socket();
            silent.connect(server.process.gates());
            open.add(silent);
        }
        server.await("gatehouse_connections", NOT_LOGGED_IN + 1);
        assertRefused(server, "not_logged_in");
        assertWorks(server, gate);
        open.remove(1).close();
        assertServedSoon(server);
    }

    @ParameterizedTest
    @EnumSource
    void allTogether(Provider provider) throws Exception {
        TlsServer server = servers.get(provider);
        List<RawGate> gates = new ArrayList<>();
        for (int i = 0; i < ALL; i++) {
            gates.add(welcomed(server));
        }
        assertRefused(server, "connections");
        assertWorks(server, gates.get(0));
        open.remove(ALL - 1).close();
        assertServedSoon(server);
    }
}
