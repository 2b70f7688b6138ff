package io.gatehouse.client;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Lost;
import io.gatehouse.proto.v1.Scan;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/** What is done with messages in more than one place. */
final class Messages {
    static final int MAX_DETAIL = 200;
    static final int MAX_PASS_ID = 64;
    static final int MAX_TEMPERATURE = 0xfffe;

    private static final int NO_TEMPERATURE = 0xffff;

    private Messages() {}

    /** Returns the sequence, 0 for a message that has none. */
    static long sequence(GateMessage message) {
        return switch (message.getBodyCase()) {
            case SCAN -> message.getScan().getSequence();
            case DEVICE_EVENT -> message.getDeviceEvent().getSequence();
            case OUTCOME -> message.getOutcome().getSequence();
            case LOST -> message.getLost().getSequence();
            default -> 0;
        };
    }

    static GateMessage lost(long first, long last, String detail, boolean acknowledged) {
        return GateMessage.newBuilder()
                .setLost(Lost.newBuilder()
                        .setFirstSequence(first)
                        .setSequence(last)
                        .setDetail(cut(detail, MAX_DETAIL))
                        .setAcknowledged(acknowledged))
                .build();
    }

    static GateMessage shiftTime(GateMessage message, long deltaMicros) {
        GateMessage.Builder moved = message.toBuilder();
        switch (message.getBodyCase()) {
            case SCAN -> moved.getScanBuilder().setScannedAtUs(message.getScan().getScannedAtUs() + deltaMicros);
            case DEVICE_EVENT ->
                moved.getDeviceEventBuilder()
                        .setOccurredAtUs(message.getDeviceEvent().getOccurredAtUs() + deltaMicros);
            case OUTCOME ->
                moved.getOutcomeBuilder().setActedAtUs(message.getOutcome().getActedAtUs() + deltaMicros);
            default -> {
                return message;
            }
        }
        return moved.build();
    }

    /** Returns the check that a server gives of its last durable scan as {@code Welcome.durable_check}. */
    static int durableCheck(Scan scan) {
        ByteString pass = scan.getPassId()
                .substring(0, Math.min(MAX_PASS_ID, scan.getPassId().size()));
        ByteBuffer rest = ByteBuffer.allocate(11).order(ByteOrder.LITTLE_ENDIAN);
        rest.put((byte) scan.getDirectionValue()).putLong(scan.getScannedAtUs());
        rest.putShort((short) (scan.hasTemperatureDecicelsius() ? scan.getTemperatureDecicelsius() : NO_TEMPERATURE));
        CRC32C crc = new CRC32C();
        crc.update(pass.asReadOnlyByteBuffer());
        crc.update(rest.flip());
        return (int) crc.getValue();
    }

    /** Returns the longest beginning of the text that is at most {@code maxBytes} of UTF-8; no character is split. */
    static String cut(String text, int maxBytes) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= maxBytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        int end = maxBytes;
        while (end > 0 && (bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    /** Draws a stream id: 64 random bits, not 0. */
    static long drawStreamId(RandomGenerator random) {
        long id;
        do {
            id = random.nextLong();
        } while (id == 0);
        return id;
    }
}
