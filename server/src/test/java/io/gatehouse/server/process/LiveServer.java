package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.v1.Hello;
import io.gatehouse.proto.v1.Welcome;
import io.gatehouse.server.journal.FileDisk;
import io.gatehouse.server.journal.JournalReader;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.SocketFactory;

/** One server for many tests: each takes gates of its own from it, and at the end it has to be as good as new. */
final class LiveServer {
    final TestSite site;
    final ServerProcess process;
    /** How its gates connect where a test does not say. */
    SocketFactory sockets = SocketFactory.getDefault();

    private int used;

    LiveServer(Path home, int gates, String... config) throws IOException {
        this(home, gates, Map.of(), config);
    }

    LiveServer(Path home, int gates, Map<String, String> environment, String... config) throws IOException {
        this(
                new TestSite(home, 2_000, gates),
                ServerProcess.config(home, config),
                file -> ServerProcess.start(file, 1, environment));
    }

    LiveServer(TestSite site, Path config, Starter starter) throws IOException {
        this.site = site;
        process = starter.start(config);
    }

    interface Starter {
        ServerProcess start(Path config) throws IOException;
    }

    /** The index of a gate that no test had. */
    int gate() {
        return used++;
    }

    RawGate connect() throws IOException {
        return connect(sockets);
    }

    RawGate connect(SocketFactory by) throws IOException {
        return new RawGate(by.createSocket(), process.gates());
    }

    /** From 127.0.X.Y, as if from a machine of its own. */
    RawGate connectFrom(int x, int y) throws IOException {
        return new RawGate(process.gates(), address(x, y));
    }

    private static InetAddress address(int x, int y) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, (byte) x, (byte) y});
    }

    /** A gate that no test had, with its Welcome, on stream 1. */
    RawGate welcomed() throws IOException {
        return welcomed(site.hello(gate(), 1));
    }

    RawGate welcomed(Hello.Builder hello) throws IOException {
        RawGate gate = connect();
        Welcome welcome = gate.welcome(hello);
        assertTrue(welcome.getJournalId() != 0, "a log has a name");
        return gate;
    }

    ByteString pass(int index) {
        return site.pass(index);
    }

    /** A scan of another gate is decided and acknowledged. */
    void assertServes() throws IOException {
        try (RawGate other = welcomed()) {
            other.send(RawGate.of(RawGate.scan(1, pass(0))));
            other.awaitAck(1);
        }
    }

    /** What stands in the journal, durable, of one gate. */
    List<Record> records(String gateId) throws IOException {
        List<Record> found = new ArrayList<>();
        JournalReader.read(new FileDisk(site.home.resolve("data")), (position, bytes, offset, length) -> {
            Record record = Record.parser().parseFrom(bytes, offset, length);
            if (record.getScan().getGateId().equals(gateId)
                    || record.getDeviceEvent().getGateId().equals(gateId)
                    || record.getOutcome().getGateId().equals(gateId)
                    || record.getLost().getGateId().equals(gateId)) {
                found.add(record);
            }
        });
        return found;
    }

    /** It still serves, stops in order, and its journal is whole and gives the same decisions again. */
    void endInOrder() throws Exception {
        try (process) {
            assertServes();
            assertEquals(0, process.terminate(), process::log);
        }
        String data = site.home.resolve("data").toString();
        for (String command : List.of("verify", "replay")) {
            try (ServerProcess journal = ServerProcess.run("journal", command, data)) {
                assertEquals(0, journal.await(), command);
            }
        }
    }
}
