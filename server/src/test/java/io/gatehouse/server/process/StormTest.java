package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.proto.v1.ServerMessage.BodyCase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All gates of a district come at once, to a server that gets no processor meanwhile: none is blamed for it. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class StormTest {
    private static final int GATES = 500;
    private static final int STOOD_SECONDS = 4;

    @TempDir
    Path home;

    @Test
    void whoCameBeforeAndWhileTheServerStoodStillIsWelcome() throws Exception {
        LiveServer server = new LiveServer(home, GATES + 1, "session.hello-deadline = 3s");
        List<RawGate> gates = new ArrayList<>();
        try {
            for (int i = 0; i < GATES / 2; i++) {
                gates.add(server.connect());
            }
            server.process.signal("STOP");
            for (int i = 0; i < GATES; i++) {
                if (i >= gates.size()) {
                    gates.add(server.connect());
                }
                gates.get(i).send(RawGate.of(server.site.hello(server.gate(), 1)));
            }
            TimeUnit.SECONDS.sleep(STOOD_SECONDS);
            server.process.signal("CONT");
            for (RawGate gate : gates) {
                gate.next(BodyCase.WELCOME);
            }
            assertEquals(0, server.process.metric("gatehouse_connections_closed_total{reason=\"hello_late\"}"));
            assertEquals(GATES, server.process.metric("gatehouse_gates{state=\"online\"}"));
        } finally {
            close(gates);
        }
        server.endInOrder();
    }

    private static void close(List<RawGate> gates) throws IOException {
        for (RawGate gate : gates) {
            gate.close();
        }
    }
}
