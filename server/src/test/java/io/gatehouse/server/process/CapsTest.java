package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.v1.Hello;
import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.proto.v1.Refusal.Code;
import io.gatehouse.proto.v1.ServerMessage.BodyCase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Caps on how many connections there may be: refused beyond, counted by name, served again when there is room. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class CapsTest {
    private static final int ALL = 40;
    private static final int NOT_LOGGED_IN = 20;
    private static final int OF_ONE_SOURCE = 8;

    @TempDir
    private static Path home;

    private static LiveServer server;

    private final List<RawGate> open = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        server = new LiveServer(
                home,
                600,
                "caps.count-loopback = true",
                "caps.connections = " + ALL,
                "caps.not-logged-in = " + NOT_LOGGED_IN,
                "caps.source-connections = " + OF_ONE_SOURCE);
    }

    @AfterEach
    void leaveNothingBehind() throws Exception {
        closeAll();
    }

    @AfterAll
    static void end() throws Exception {
        server.endInOrder();
    }

    private void closeAll() throws Exception {
        for (RawGate gate : open) {
            gate.close();
        }
        open.clear();
        while (server.process.metric("gatehouse_connections") > 0) {
            Thread.onSpinWait();
        }
    }

    static double refused(LiveServer server, String cap) throws IOException, InterruptedException {
        return server.process.metric("gatehouse_connections_refused_total{reason=\"" + cap + "\"}");
    }

    private RawGate connected(int x, int y) throws IOException {
        RawGate gate = server.connectFrom(x, y);
        open.add(gate);
        return gate;
    }

    private RawGate loggedIn(int x, int y) throws IOException {
        RawGate gate = connected(x, y);
        gate.welcome(server.site.hello(server.gate(), 1));
        return gate;
    }

    /** One more is told to come back, and counts under that cap and no other. */
    private static void assertRefused(String cap, int x, int y) throws Exception {
        double before = refused(server, cap);
        double opened = server.process.metric("gatehouse_connections_opened_total");
        try (RawGate gate = server.connectFrom(x, y)) {
            Refusal refusal = gate.refusal(Code.CODE_OVERLOADED);
            assertTrue(refusal.getRetryAfterMs() >= 2_000, refusal::toString);
        }
        assertEquals(before + 1, refused(server, cap));
        assertEquals(opened, server.process.metric("gatehouse_connections_opened_total"));
    }

    /** Comes again until it is let in. */
    private void assertServedSoon(int x, int y) throws IOException {
        while (true) {
            RawGate gate = server.connectFrom(x, y);
            try {
                gate.send(RawGate.of(server.site.hello(server.gate(), 1)));
                if (gate.read().getBodyCase() == BodyCase.WELCOME) {
                    open.add(gate);
                    return;
                }
            } catch (IOException resetAfterTheRefusal) {
                // Once more.
            }
            gate.close();
        }
    }

    private static void assertWorks(RawGate gate, long sequence) throws IOException {
        gate.send(RawGate.of(RawGate.scan(sequence, server.pass(1))));
        gate.awaitAck(sequence);
    }

    @Test
    void connectionsOfOneAddress() throws Exception {
        for (int i = 0; i < OF_ONE_SOURCE; i++) {
            loggedIn(0, 2);
        }
        assertRefused("source_connections", 0, 2);
        assertWorks(open.get(0), 1);
        assertWorks(loggedIn(0, 3), 1);
        open.remove(0).close();
        assertServedSoon(0, 2);
        assertWorks(open.get(0), 1);
    }

    @Test
    void connectionsThatHaveNotLoggedIn() throws Exception {
        RawGate gate = loggedIn(0, 2);
        for (int i = 0; i < NOT_LOGGED_IN; i++) {
            connected(1, 1 + i);
        }
        assertRefused("not_logged_in", 0, 3);
        assertWorks(gate, 1);
        // One that logs in makes room as well as one that goes.
        open.get(1).welcome(server.site.hello(server.gate(), 1));
        assertServedSoon(0, 4);
        connected(0, 5);
        assertRefused("not_logged_in", 0, 6);
        open.remove(2).close();
        assertServedSoon(0, 6);
    }

    @Test
    void connectionsInAll() throws Exception {
        for (int i = 0; i < ALL; i++) {
            loggedIn(2, 1 + i % 20);
        }
        assertEquals(ALL, server.process.metric("gatehouse_connections"));
        assertEquals(ALL, server.process.metric("gatehouse_connections_allowed"));
        assertRefused("connections", 0, 2);
        for (int i = 0; i < ALL; i++) {
            assertWorks(open.get(i), 1);
        }
        open.remove(7).close();
        assertServedSoon(0, 2);
    }

    /** Far more than hear a refusal out: the others go on, and when the flood ends there is room as before. */
    @Test
    void aFloodHarmsNobodyElse() throws Exception {
        RawGate gate = loggedIn(0, 2);
        double before = refused(server, "source_connections");
        for (int i = 0; i < OF_ONE_SOURCE; i++) {
            loggedIn(0, 3);
        }
        int flood = 600;
        for (int i = 1; i <= flood; i++) {
            try (RawGate beyond = server.connectFrom(0, 3)) {
                beyond.write(new byte[] {1});
            } catch (IOException reset) {
                // Closed without a word.
            }
            if (i % 100 == 0) {
                assertWorks(gate, i / 100);
            }
        }
        while (refused(server, "source_connections") + refused(server, "source_rate") < before + flood) {
            Thread.onSpinWait();
        }
        assertEquals(1 + OF_ONE_SOURCE, server.process.metric("gatehouse_connections"));
        assertWorks(loggedIn(0, 4), 1);
        assertTrue(
                server.process
                                .log()
                                .lines()
                                .filter(line -> line.contains("source_connections"))
                                .count()
                        <= 2,
                "a flood does not fill the log");
    }

    /** With the caps as they are by default: all gates of a large estate come back behind one router, one of them wrong. */
    @Test
    void fiveHundredGatesBehindOneRouter(@TempDir Path elsewhere) throws Exception {
        LiveServer other = new LiveServer(elsewhere, 501, "caps.count-loopback = true");
        List<Hello.Builder> hellos = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            hellos.add(other.site.hello(other.gate(), 1));
        }
        for (int round = 0; round < 2; round++) {
            List<RawGate> gates = new ArrayList<>();
            for (Hello.Builder hello : hellos) {
                gates.add(other.connectFrom(0, 9));
                gates.get(gates.size() - 1).send(RawGate.of(hello));
            }
            for (RawGate gate : gates) {
                gate.next(BodyCase.WELCOME);
                gate.send(RawGate.of(RawGate.scan(round + 1, other.pass(2))));
            }
            for (RawGate gate : gates) {
                gate.awaitAck(round + 1);
                gate.close();
            }
        }
        for (String cap : List.of("connections", "not_logged_in", "rate", "source_connections", "source_rate")) {
            assertEquals(0, refused(other, cap), cap);
        }
        other.endInOrder();
    }
}
