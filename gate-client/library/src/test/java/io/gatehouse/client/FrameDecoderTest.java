package io.gatehouse.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.v1.Command;
import io.gatehouse.proto.v1.Heartbeat;
import io.gatehouse.proto.v1.ServerMessage;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CorruptedFrameException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {
    private final FrameDecoder decoder = new FrameDecoder();
    private final EmbeddedChannel channel = new EmbeddedChannel(decoder);

    private void write(byte[] bytes) {
        channel.writeInbound(Unpooled.copiedBuffer(bytes));
    }

    private static ServerMessage ofSize(int size) {
        for (int text = Math.max(0, size - 12); ; text++) {
            ServerMessage message = ServerMessage.newBuilder()
                    .setCommand(Command.newBuilder().setText("x".repeat(text)))
                    .build();
            if (message.getSerializedSize() >= size) {
                assertEquals(size, message.getSerializedSize());
                return message;
            }
        }
    }

    private static byte[] frames(List<ServerMessage> messages) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ServerMessage message : messages) {
            message.writeDelimitedTo(out);
        }
        return out.toByteArray();
    }

    @Test
    void framesComeOutWhereverTheBytesWereSplitOrJoined() throws IOException {
        for (long seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<ServerMessage> messages = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                messages.add(ofSize(random.nextInt(30) == 0 ? 40_000 : 20 + random.nextInt(90)));
            }
            byte[] bytes = frames(messages);
            for (int from = 0; from < bytes.length; ) {
                int to = Math.min(bytes.length, from + 1 + random.nextInt(random.nextBoolean() ? 3 : 20_000));
                write(Arrays.copyOfRange(bytes, from, to));
                from = to;
            }
            for (ServerMessage message : messages) {
                assertEquals(message, channel.readInbound(), "seed " + seed);
            }
            assertNull(channel.readInbound(), "seed " + seed);
            assertFalse(decoder.withinFrame());
        }
    }

    @Test
    void theLargestFrameIsTakenAndOneByteMoreIsNot() throws IOException {
        ServerMessage largest = ofSize(FrameDecoder.MAX_FRAME);
        write(frames(List.of(largest)));
        assertEquals(largest, channel.readInbound());
        // Refused by its length alone, before a byte of it is there.
        assertThrows(CorruptedFrameException.class, () -> write(HexFormat.of().parseHex("818004")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "8000", "8100", "818000", "808000", "808080", "ffffff", "ffffff7f", "02ffff"})
    void whatIsNoFrameIsRefused(String hex) {
        assertThrows(CorruptedFrameException.class, () -> write(HexFormat.of().parseHex(hex)));
    }

    @Test
    void theBeginningOfAFrameIsSeen() throws IOException {
        byte[] bytes = frames(List.of(ServerMessage.newBuilder()
                .setHeartbeat(Heartbeat.newBuilder().setSentAtUs(1))
                .build()));
        write(Arrays.copyOf(bytes, 1));
        assertTrue(decoder.withinFrame());
        write(Arrays.copyOfRange(bytes, 1, bytes.length));
        assertFalse(decoder.withinFrame());
    }

    @Test
    void unknownFieldsAreSkipped() {
        write(HexFormat.of().parseHex("05f20602ffff"));
        ServerMessage message = channel.readInbound();
        assertEquals(ServerMessage.BodyCase.BODY_NOT_SET, message.getBodyCase());
    }
}
