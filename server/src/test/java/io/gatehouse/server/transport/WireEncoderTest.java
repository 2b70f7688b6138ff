package io.gatehouse.server.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gatehouse.proto.testing.GoldenFrames;
import io.gatehouse.proto.testing.GoldenFrames.Frame;
import io.gatehouse.proto.testing.GoldenFrames.Kind;
import io.gatehouse.proto.v1.Ack;
import io.gatehouse.proto.v1.Decision;
import io.gatehouse.proto.v1.Heartbeat;
import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.testing.Counts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class WireEncoderTest {
    private final byte[] out = new byte[65_536 + 8];

    @Test
    void writesEveryCanonicalGoldenFrame() throws InvalidProtocolBufferException {
        int frames = 0;
        int byHand = 0;
        for (Frame frame : GoldenFrames.good()) {
            if (frame.kind() == Kind.SERVER && frame.canonical()) {
                ServerMessage message = ServerMessage.parseFrom(frame.message());
                assertFrame(frame.frame(), WireEncoder.frame(out, 3, message), frame.name());
                assertEquals(frame.frame().length, WireEncoder.sizeOf(message));
                int end = byHand(message);
                if (end >= 0) {
                    assertFrame(frame.frame(), end, frame.name());
                    byHand++;
                }
                frames++;
            }
        }
        Counts.report("golden frames to gates written, " + byHand + " of them by hand", frames, frames);
        assertTrue(byHand > 5, byHand + " frames by hand");
    }

    private int byHand(ServerMessage message) {
        Arrays.fill(out, (byte) 0x55);
        return switch (message.getBodyCase()) {
            case DECISION -> ascending(message.getDecision()) ? decision(message.getDecision()) : -1;
            case ACK -> WireEncoder.ack(out, 3, message.getAck().getDurableSequence());
            case HEARTBEAT ->
                WireEncoder.heartbeat(
                        out,
                        3,
                        message.getHeartbeat().getSentAtUs(),
                        message.getHeartbeat().getEchoUs());
            default -> -1;
        };
    }

    private static boolean ascending(Decision decision) {
        int last = -1;
        for (int reason : decision.getReasonsValueList()) {
            if (reason <= last || reason > 31) {
                return false;
            }
            last = reason;
        }
        return true;
    }

    private int decision(Decision decision) {
        int mask = 0;
        for (int reason : decision.getReasonsValueList()) {
            mask |= 1 << reason;
        }
        return WireEncoder.decision(
                out, 3, decision.getSequence(), decision.getVerdictValue(), mask, decision.getAttention());
    }

    @Test
    void writesTheSameBytesAsTheGeneratedClasses() throws IOException {
        long seed = 500;
        SplittableRandom random = new SplittableRandom(seed);
        int count = Counts.of(200_000, 2_000_000, 10_000_000);
        for (int i = 0; i < count; i++) {
            ServerMessage message = random(random);
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            message.writeDelimitedTo(expected);
            assertFrame(expected.toByteArray(), byHand(message), "frame " + i + " of seed " + seed);
        }
        Counts.report("random frames written like protobuf-java", count, 10_000_000);
    }

    private static ServerMessage random(SplittableRandom random) {
        long any = random.nextLong() >>> random.nextInt(64);
        return switch (random.nextInt(4)) {
            case 0 ->
                ServerMessage.newBuilder()
                        .setAck(Ack.newBuilder().setDurableSequence(random.nextInt(10) == 0 ? 0 : any))
                        .build();
            case 1 ->
                ServerMessage.newBuilder()
                        .setHeartbeat(Heartbeat.newBuilder()
                                .setSentAtUs(random.nextInt(10) == 0 ? 0 : any)
                                .setEchoUs(random.nextBoolean() ? 0 : random.nextLong()))
                        .build();
            default -> {
                Decision.Builder decision = Decision.newBuilder()
                        .setSequence(any)
                        .setVerdictValue(random.nextInt(5))
                        .setAttention(random.nextBoolean());
                int mask = random.nextInt() & random.nextInt() & random.nextInt();
                for (int reason = 0; reason < 32; reason++) {
                    if ((mask & 1 << reason) != 0) {
                        decision.addReasonsValue(reason);
                    }
                }
                yield ServerMessage.newBuilder().setDecision(decision).build();
            }
        };
    }

    @Test
    void longestFramesFitTheirBounds() {
        assertTrue(WireEncoder.decision(out, 0, -1, Integer.MAX_VALUE, -1, true) <= WireEncoder.MAX_DECISION);
        assertTrue(WireEncoder.ack(out, 0, -1) <= WireEncoder.MAX_ACK);
        assertTrue(WireEncoder.heartbeat(out, 0, -1, -1) <= WireEncoder.MAX_HEARTBEAT);
    }

    private void assertFrame(byte[] expected, int end, String what) {
        assertArrayEquals(expected, Arrays.copyOfRange(out, 3, end), what);
    }
}
