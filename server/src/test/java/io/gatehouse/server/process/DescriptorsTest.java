package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.v1.Refusal.Code;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that may open few files. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class DescriptorsTest {
    private static final int ROOM = 1_000 - 512;

    @TempDir
    Path home;

    private final List<RawGate> open = new ArrayList<>();

    private LiveServer server(int files, int reserved) throws IOException {
        TestSite site = new TestSite(home, 2_000, 500);
        Path config = ServerProcess.config(home, "caps.reserved-descriptors = " + reserved);
        return new LiveServer(site, config, path -> ServerProcess.startWithFiles(files, path));
    }

    private void closeAll() throws IOException {
        for (RawGate gate : open) {
            gate.close();
        }
        open.clear();
    }

    @Test
    void connectionsAreFewerThanTheProcessMayOpenFiles() throws Exception {
        LiveServer server = server(1_000, 512);
        assertEquals(ROOM, server.process.metric("gatehouse_connections_allowed"));
        for (int i = 0; i < ROOM; i++) {
            open.add(server.welcomed());
        }
        for (int i = 0; i < 400; i++) {
            try (RawGate beyond = server.connect()) {
                beyond.write(new byte[] {1});
            } catch (IOException reset) {
                // Closed without a word.
            }
        }
        while (CapsTest.refused(server, "connections") < 400) {
            Thread.onSpinWait();
        }
        assertEquals(0, CapsTest.refused(server, "descriptors"));
        for (RawGate gate : open) {
            gate.send(RawGate.of(RawGate.scan(1, server.pass(1))));
        }
        for (RawGate gate : open) {
            gate.awaitAck(1);
        }
        closeAll();
        while (server.process.metric("gatehouse_connections") > 0) {
            Thread.onSpinWait();
        }
        server.endInOrder();
    }

    /** Where too few are kept back all the same: nobody new is accepted, who is there goes on, and it ends by itself. */
    @Test
    void withoutADescriptorAcceptingPauses() throws Exception {
        LiveServer server = server(450, 64);
        assertEquals(450 - 64, server.process.metric("gatehouse_connections_allowed"));
        // Here each class is a file of its own: what the test needs is loaded while there are descriptors.
        server.assertServes();
        RawGate first = server.welcomed();
        for (int i = 0; i < 450 - 64; i++) {
            open.add(server.connect());
        }
        RawGate last = open.get(open.size() - 1);
        last.send(RawGate.of(server.site.hello(server.gate(), 1)));
        last.socket.setSoTimeout(300);
        boolean waits = false;
        try {
            last.read();
        } catch (SocketTimeoutException inTheBacklog) {
            waits = true;
        }
        assertTrue(waits, "more files than expected");
        for (int i = 1; i <= 50; i++) {
            first.send(RawGate.of(RawGate.scan(i, server.pass(1))));
            first.awaitAck(i);
        }
        open.remove(last);
        closeAll();
        last.socket.setSoTimeout(60_000);
        last.next(io.gatehouse.proto.v1.ServerMessage.BodyCase.WELCOME);
        assertTrue(CapsTest.refused(server, "descriptors") >= 1);
        assertEquals(
                1,
                server.process
                        .log()
                        .lines()
                        .filter(line -> line.contains("cap descriptors"))
                        .count());
        last.close();
        first.close();
        server.endInOrder();
    }

    @Test
    void aProcessThatMayOpenTooFewDoesNotStart() throws Exception {
        new TestSite(home, 100, 5);
        Path config = ServerProcess.config(home, "caps.reserved-descriptors = 512");
        try (ServerProcess server = ServerProcess.launchWithFiles(480, config)) {
            assertEquals(78, server.await());
            assertTrue(server.output().contains("may open 480 files"), server::log);
        }
    }

    /** Loopback is not limited by address: what shares this machine with the server comes as it likes. */
    @Test
    void aThousandFromThisMachine() throws Exception {
        LiveServer server = server(4_096, 512);
        for (int i = 0; i < 1_500; i++) {
            open.add(server.connect());
        }
        RawGate gate = server.welcomed();
        gate.write(new byte[] {0});
        gate.refusal(Code.CODE_MALFORMED);
        closeAll();
        server.endInOrder();
    }
}
