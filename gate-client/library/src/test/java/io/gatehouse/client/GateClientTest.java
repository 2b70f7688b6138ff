package io.gatehouse.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.GateMessage.BodyCase;
import io.gatehouse.proto.v1.Heartbeat;
import io.gatehouse.proto.v1.Medium;
import io.gatehouse.proto.v1.Outcome;
import io.gatehouse.proto.v1.Scan;
import io.gatehouse.proto.v1.ServerMessage;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GateClientTest {
    private static final byte[] PASS = Harness.PASS.toByteArray();

    // A busy machine answers within the first, and nobody waits for the second.
    private static final int PATIENT_MS = 2_000;
    private static final int NEVER_MS = 1_000_000;

    private static final class Online implements GateListener {
        final CompletableFuture<Void> online = new CompletableFuture<>();

        @Override
        public void onState(GateState state) {
            if (state == GateState.ONLINE) {
                online.complete(null);
            }
        }
    }

    private static GateClientBuilder gate(ScriptedServer server, GateListener listener) {
        return GateClient.builder()
                .servers(server.address())
                .gateId("0171-02")
                .ownEvents(false)
                .listener(listener);
    }

    private static CompletableFuture<ScanResult> scan(GateClient client) {
        return client.scan(PASS, Direction.DIRECTION_ENTRY, OptionalInt.of(366), Medium.MEDIUM_QR);
    }

    @Test
    void splitAndJoinedFramesThenABreakThenAResendWithActed() throws Exception {
        Online told = new Online();
        CompletableFuture<Void> acted = new CompletableFuture<>();
        try (ScriptedServer server = new ScriptedServer()) {
            CompletableFuture<Void> script = server.play(
                    connection -> {
                        assertEquals(
                                "0171-02",
                                connection.read(BodyCase.HELLO).getHello().getGateId());
                        connection.writeByteByByte(ScriptedServer.welcome(0, PATIENT_MS));
                        assertFalse(connection.read(BodyCase.SCAN).getScan().hasActed());
                        connection.writeJoined(
                                ServerMessage.newBuilder()
                                        .setHeartbeat(Heartbeat.newBuilder().setSentAtUs(42))
                                        .build(),
                                ScriptedServer.decision(1),
                                ScriptedServer.ack(1));
                        assertEquals(
                                42,
                                connection
                                        .read(BodyCase.HEARTBEAT)
                                        .getHeartbeat()
                                        .getEchoUs());
                        assertEquals(2, connection.read(BodyCase.SCAN).getScan().getSequence());
                    },
                    connection -> {
                        assertEquals(
                                2, connection.read(BodyCase.HELLO).getHello().getFirstSequence());
                        acted.join();
                        connection.writeByteByByte(ScriptedServer.welcome(1, PATIENT_MS));
                        Scan again = connection.read(BodyCase.SCAN).getScan();
                        assertEquals(2, again.getSequence());
                        assertTrue(again.hasActed());
                        Outcome outcome = connection.read(BodyCase.OUTCOME).getOutcome();
                        assertEquals(2, outcome.getScanSequence());
                        connection.writeJoined(ScriptedServer.ack(3));
                        assertNull(connection.read(), "the client closes");
                    });
            MemorySpool spool = new MemorySpool(9, 100);
            CompletableFuture<Void> drained = new CompletableFuture<>();
            GateListener listener = new GateListener() {
                @Override
                public void onState(GateState state) {
                    told.onState(state);
                }

                @Override
                public void onAcknowledged(long streamId, long durableSequence) {
                    if (durableSequence == 3) {
                        drained.complete(null);
                    }
                }
            };
            try (GateClient client = gate(server, listener).spool(spool).build()) {
                client.start();
                told.online.get();
                assertEquals(ScanResult.Source.SERVER, scan(client).get().source());
                assertEquals(ScanResult.Source.GATE, scan(client).get().source());
                acted.complete(null);
                drained.get();
            }
            script.get();
            assertEquals(4, spool.first());
        }
    }

    @Test
    void aBrokenFrameEndsTheConnectionAndTheGateComesBack() throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            CompletableFuture<Void> script = server.play(
                    connection -> {
                        connection.read(BodyCase.HELLO);
                        connection.writeRaw(new byte[] {(byte) 0x80, 0});
                        assertNull(connection.read(), "closed by the gate");
                    },
                    connection -> {
                        connection.read(BodyCase.HELLO);
                        connection.writeJoined(ScriptedServer.welcome(0, NEVER_MS));
                        connection.read(BodyCase.SCAN);
                        connection.writeJoined(ScriptedServer.decision(1));
                        assertNull(connection.read());
                    });
            Online told = new Online();
            try (GateClient client = gate(server, told).build()) {
                client.start();
                told.online.get();
                ScanResult result = client.scanAndWait(
                        PASS,
                        Direction.DIRECTION_EXIT,
                        OptionalInt.empty(),
                        Medium.MEDIUM_PAPER,
                        Duration.ofSeconds(30));
                assertTrue(result.allowed());
            }
            script.get();
        }
    }

    @Test
    void manyGatesShareEventLoopsOfEitherKind() throws Exception {
        EventLoopGroup nio = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        for (EventLoopGroup group : List.of(nio, GateClient.eventLoops(1))) {
            List<GateClient> clients = new ArrayList<>();
            List<CompletableFuture<Void>> done = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                // A server for each: a gate that comes back must not take the place of the next.
                ScriptedServer server = new ScriptedServer();
                done.add(server.play(connection -> {
                    connection.read(BodyCase.HELLO);
                    connection.writeJoined(ScriptedServer.welcome(0, NEVER_MS));
                    for (int sequence = 1; sequence <= 50; sequence++) {
                        connection.read(BodyCase.SCAN);
                        connection.writeJoined(ScriptedServer.decision(sequence), ScriptedServer.ack(sequence));
                    }
                    assertNull(connection.read(), "the client closes");
                    server.close();
                }));
                Online told = new Online();
                GateClient client = gate(server, told).eventLoops(group).build();
                clients.add(client);
                client.start();
                done.add(told.online.thenCompose(online -> fiftyScans(client)));
            }
            for (int i = 1; i < done.size(); i += 2) {
                done.get(i).get();
            }
            clients.forEach(GateClient::close);
            CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).get();
            assertFalse(group.isShuttingDown(), "shared");
            group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
        }
    }

    private static CompletableFuture<Void> fiftyScans(GateClient client) {
        List<CompletableFuture<Void>> asked = new ArrayList<>();
        for (int scan = 0; scan < 50; scan++) {
            asked.add(scan(client).thenAccept(result -> assertEquals(ScanResult.Source.SERVER, result.source())));
        }
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new));
    }

    @Test
    void withoutAServerTheGateStillDecides() throws Exception {
        try (GateClient client =
                GateClient.builder().servers("127.0.0.1:1").gateId("g").build()) {
            assertEquals(ScanResult.Source.GATE, scan(client).get().source());
            client.start();
            ScanResult result = scan(client).get();
            assertEquals(ScanResult.Screen.SEE_THE_GUARD, result.screen());
            client.report(result, true, "g7");
        }
    }

    @Test
    void afterTheEndAScanFailsInsteadOfWaiting() throws Exception {
        GateClient client =
                GateClient.builder().servers("127.0.0.1:1").gateId("g").build();
        client.start();
        client.close();
        client.close();
        // Either the loop still takes it and the gate decides, or it has ended: never silence.
        scan(client)
                .handle((result, failed) -> result != null || failed != null)
                .get();
    }

    @Test
    void aListenerThatFailsDoesNoHarm() throws Exception {
        GateListener fails = new GateListener() {
            @Override
            public void onResult(ScanResult result) {
                throw new IllegalStateException("this trace belongs to a test");
            }
        };
        try (GateClient client = GateClient.builder()
                .servers("127.0.0.1:1")
                .gateId("g")
                .listener(fails)
                .build()) {
            assertEquals(ScanResult.Source.GATE, scan(client).get().source());
        }
    }

    @Test
    void badArgumentsAreNamed() {
        GateClientBuilder builder = GateClient.builder();
        assertThrows(IllegalArgumentException.class, () -> builder.servers("nowhere"));
        assertThrows(IllegalArgumentException.class, () -> builder.servers("host:port"));
        assertThrows(IllegalArgumentException.class, () -> builder.gateId("g").build());
        assertThrows(
                IllegalArgumentException.class,
                () -> GateClient.builder()
                        .servers("[::1]:7400")
                        .gateId("not an id")
                        .build());
    }
}
