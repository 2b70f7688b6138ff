package io.gatehouse.grafana;

import io.gatehouse.client.GateClient;
import io.gatehouse.client.ScanResult;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.Medium;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/** What the load test's gates never do: decide alone, act against a verdict, notice things, offer a wrong token. */
final class Trouble {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int HANG_MS = 20_000;

    private Trouble() {}

    /** Makes it all, and returns when the server has it. */
    static void make(Running running) throws Exception {
        String target = running.gates();
        Path site = running.site();
        String[] gate = Folder.text(site.resolve("secrets/gate-tokens.csv"))
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow()
                .split(",");
        try (GateClient client = client(target, gate[0], gate[1])) {
            // Before it connects, so the gate decides by itself and sends it later.
            ScanResult alone = scan(client);
            client.report(alone, true, "guard");
            client.start();
            for (DeviceEvent.Kind kind : new DeviceEvent.Kind[] {
                DeviceEvent.Kind.KIND_DOOR_FORCED,
                DeviceEvent.Kind.KIND_MAINS_LOST,
                DeviceEvent.Kind.KIND_MAINS_RESTORED
            }) {
                client.deviceEvent(kind, "");
            }
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            ScanResult asked = alone;
            while (asked.source() == ScanResult.Source.GATE || !arrived(running.metrics())) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("the gate gets no decision: " + running.log("server"));
                }
                asked = scan(client);
            }
            client.report(asked, !asked.allowed(), "guard");
        }
        try (GateClient stranger = client(target, gate[0], "wrong")) {
            stranger.start();
            scan(stranger);
        }
        int colon = target.lastIndexOf(':');
        try (Socket noGate = new Socket(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)))) {
            noGate.setSoTimeout(HANG_MS);
            noGate.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            noGate.getInputStream().readAllBytes();
        }
    }

    private static boolean arrived(String page) {
        return page.lines()
                .anyMatch(line -> line.startsWith("gatehouse_device_events_total{kind=\"mains_restored\"}")
                        && !line.endsWith(" 0.0"));
    }

    private static GateClient client(String target, String id, String token) {
        return GateClient.builder()
                .servers(target)
                .gateId(id)
                .token(token.getBytes(StandardCharsets.US_ASCII))
                .build();
    }

    private static ScanResult scan(GateClient client) throws Exception {
        return client.scanAndWait(
                new byte[16], Direction.DIRECTION_ENTRY, OptionalInt.of(366), Medium.MEDIUM_QR, PATIENCE);
    }
}
