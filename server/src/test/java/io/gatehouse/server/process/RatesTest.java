package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.Hello;
import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.proto.v1.Refusal.Code;
import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.proto.v1.ServerMessage.BodyCase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Caps on how often something may happen: connections in a second, failed logins in a minute. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class RatesTest {
    private static final int FAILURES = 5;

    @TempDir
    private static Path home;

    private static LiveServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new LiveServer(
                home,
                600,
                "caps.count-loopback = true",
                "caps.accepts-per-second = 50",
                "caps.source-accepts-per-second = 2",
                "caps.failed-logins-per-minute = " + FAILURES,
                "caps.failed-login-delay = 2s",
                "caps.failed-login-longest-delay = 2s");
    }

    @AfterAll
    static void end() throws Exception {
        answer(200, server.site.hello(server.gate(), 1), BodyCase.WELCOME);
        server.endInOrder();
    }

    private static double refused(String cap) throws IOException, InterruptedException {
        return CapsTest.refused(server, cap);
    }

    /** Knocks from such addresses until the cap is met. */
    private static void knock(String cap, int addresses) throws Exception {
        double before = refused(cap);
        for (int i = 0; refused(cap) == before; i++) {
            for (int each = 0; each < 30; each++) {
                try (RawGate gate = server.connectFrom(3, 1 + (30 * i + each) % addresses)) {
                    gate.write(new byte[] {1});
                } catch (IOException reset) {
                    // Closed without a word.
                }
            }
        }
    }

    /** Comes from that address until it gets such an answer; the answer. */
    private static ServerMessage answer(int y, Hello.Builder hello, BodyCase body) throws IOException {
        return answer(y, hello, body, null);
    }

    private static ServerMessage answer(int y, Hello.Builder hello, BodyCase body, Code code) throws IOException {
        while (true) {
            try (RawGate gate = server.connectFrom(0, y)) {
                gate.send(RawGate.of(hello));
                ServerMessage message = gate.read();
                if (message != null
                        && message.getBodyCase() == body
                        && (code == null || message.getRefusal().getCode() == code)) {
                    return message;
                }
            } catch (IOException resetAfterTheRefusal) {
                // Once more.
            }
        }
    }

    @Test
    void connectionsOfOneAddressInASecond() throws Exception {
        knock("source_rate", 1);
        answer(77, server.site.hello(server.gate(), 1), BodyCase.WELCOME);
        assertTrue(refused("source_rate") >= 1);
    }

    @Test
    void connectionsInASecond() throws Exception {
        knock("rate", 250);
        answer(78, server.site.hello(server.gate(), 1), BodyCase.WELCOME);
    }

    @Test
    void failedLogins() throws Exception {
        Hello.Builder known = server.site.hello(server.gate(), 1);
        Hello.Builder stranger = server.site.hello(server.gate(), 1);
        answer(90, known, BodyCase.WELCOME);
        double delayed = refused("failed_logins");
        String series = "gatehouse_connections_closed_total{reason=\"login_delayed\"}";
        double closed = server.process.metric(series);
        Refusal refusal = failUntilDelayed(90);
        assertTrue(refusal.getRetryAfterMs() > 0 && refusal.getRetryAfterMs() <= 2_000, refusal::toString);
        assertTrue(refused("failed_logins") > delayed);
        assertEquals(refused("failed_logins") - delayed, server.process.metric(series) - closed);
        // Whoever was here before is let in at once, and so is everybody from elsewhere.
        answer(90, known, BodyCase.WELCOME);
        answer(91, stranger, BodyCase.WELCOME);
        // When the delay is over, so is everybody here.
        answer(90, stranger, BodyCase.WELCOME);
    }

    /** Wrong tokens of a gate that there is and of one that there is not, in turn; the answers are the same. */
    private static Refusal failUntilDelayed(int y) throws IOException {
        Hello.Builder wrong = server.site.hello(server.gate(), 1).setToken(ByteString.copyFromUtf8("wrong"));
        for (int i = 0; ; i++) {
            Hello.Builder hello = i % 2 == 0 ? wrong : wrong.clone().setGateId("nobody-" + i);
            try (RawGate gate = server.connectFrom(0, y)) {
                gate.send(RawGate.of(hello));
                Refusal refusal = gate.refusal();
                if (refusal.getMessage().contains("failed logins")) {
                    assertEquals(Code.CODE_OVERLOADED, refusal.getCode());
                    assertTrue(i >= FAILURES, "not before");
                    return refusal;
                }
                // Or the address came too often in a second.
                assertTrue(
                        refusal.getCode() == Code.CODE_UNAUTHENTICATED || refusal.getCode() == Code.CODE_OVERLOADED,
                        refusal::toString);
            } catch (IOException resetAfterTheRefusal) {
                // Once more.
            }
        }
    }
}
