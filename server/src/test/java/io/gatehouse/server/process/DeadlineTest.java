package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.v1.Heartbeat;
import io.gatehouse.proto.v1.Refusal.Code;
import io.gatehouse.proto.v1.ServerMessage.BodyCase;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Deadlines of a server that has short ones: each ends a connection, and only the one that it is for. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class DeadlineTest {
    private static final int BETWEEN_BYTES_MILLIS = 50;

    @TempDir
    private static Path home;

    private static LiveServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new LiveServer(
                home, 20, "session.hello-deadline = 2s", "session.frame-deadline = 1s", "session.heartbeat = 1s");
    }

    @AfterAll
    static void end() throws Exception {
        server.endInOrder();
    }

    private static void closed(String reason, Script script) throws Exception {
        String series = "gatehouse_connections_closed_total{reason=\"" + reason + "\"}";
        double before = server.process.metric(series);
        script.run();
        assertEquals(before + 1, server.process.metric(series), series);
    }

    private interface Script {
        void run() throws IOException;
    }

    @Test
    void noHello() throws Exception {
        closed("hello_late", () -> {
            try (RawGate gate = server.connect()) {
                gate.refusal(Code.CODE_IDLE);
            }
        });
    }

    @Test
    void aFrameThatDripsBeforeHello() throws Exception {
        closed("frame_late", () -> {
            try (RawGate gate = server.connect()) {
                drip(gate, RawGate.frames(RawGate.of(server.site.hello(server.gate(), 1))));
            }
        });
    }

    @Test
    void aFrameThatDripsAfterWelcome() throws Exception {
        closed("frame_late", () -> {
            try (RawGate gate = server.welcomed()) {
                drip(gate, RawGate.frames(RawGate.of(RawGate.scan(1, server.pass(0)))));
            }
        });
    }

    /** Sends a byte now and then, never the last, until the server ends it. */
    private static void drip(RawGate gate, byte[] frame) throws IOException {
        gate.socket.setSoTimeout(BETWEEN_BYTES_MILLIS);
        for (int i = 0; i < frame.length - 1; i++) {
            gate.write(frame, i, i + 1);
            try {
                gate.refusal(Code.CODE_IDLE);
                assertTrue(i > 1, "not at once");
                return;
            } catch (SocketTimeoutException stillOpen) {
                // The next byte.
            }
        }
        gate.socket.setSoTimeout(60_000);
        gate.refusal(Code.CODE_IDLE);
    }

    @Test
    void silence() throws Exception {
        closed("idle", () -> {
            try (RawGate gate = server.welcomed()) {
                gate.refusal(Code.CODE_IDLE);
            }
        });
    }

    @Test
    void aServerThatStoodStillBlamesNoGate() throws Exception {
        try (RawGate gate = server.welcomed();
                RawGate fresh = server.connect()) {
            server.process.signal("STOP");
            // Longer than any deadline: what the gates say now stands unread.
            TimeUnit.MILLISECONDS.sleep(3_500);
            server.process.signal("CONT");
            gate.roundTrip(1);
            assertEquals(0, fresh.welcome(server.site.hello(server.gate(), 1)).getDurableSequence());
        }
    }

    @Test
    void answersToHeartbeatsKeepItOpen() throws IOException {
        try (RawGate gate = server.welcomed()) {
            // Longer than 2.5 heartbeats, twice.
            for (int i = 0; i < 6; i++) {
                Heartbeat heartbeat = gate.next(BodyCase.HEARTBEAT).getHeartbeat();
                assertEquals(0, heartbeat.getEchoUs());
                gate.send(RawGate.heartbeat(PlainGate.nowUs(), heartbeat.getSentAtUs()));
            }
            gate.send(RawGate.of(RawGate.scan(1, server.pass(0))));
            gate.awaitAck(1);
        }
    }
}
