package io.gatehouse.client;

import io.gatehouse.proto.v1.GateMessage;

/**
 * A step into a new stream: what stood at {@code keepFrom} stands at 1, and so on; what stood below is left behind. Every
 * spool renumbers by this class.
 */
public record Renumbering(long keepFrom) {
    /** Returns the sequence in the new stream, 0 where it was left behind. */
    public long apply(long sequence) {
        return sequence < keepFrom ? 0 : sequence - keepFrom + 1;
    }

    /** Returns the message with its sequences moved; an Outcome whose scan was left behind refers to none (0). */
    public GateMessage apply(GateMessage message) {
        return switch (message.getBodyCase()) {
            case SCAN ->
                message.toBuilder()
                        .setScan(message.getScan().toBuilder()
                                .setSequence(apply(message.getScan().getSequence())))
                        .build();
            case DEVICE_EVENT ->
                message.toBuilder()
                        .setDeviceEvent(message.getDeviceEvent().toBuilder()
                                .setSequence(apply(message.getDeviceEvent().getSequence())))
                        .build();
            case OUTCOME ->
                message.toBuilder()
                        .setOutcome(message.getOutcome().toBuilder()
                                .setSequence(apply(message.getOutcome().getSequence()))
                                .setScanSequence(apply(message.getOutcome().getScanSequence())))
                        .build();
            case LOST ->
                message.toBuilder()
                        .setLost(message.getLost().toBuilder()
                                .setSequence(apply(message.getLost().getSequence()))
                                .setFirstSequence(
                                        Math.max(1, apply(message.getLost().getFirstSequence()))))
                        .build();
            default -> throw new IllegalArgumentException("not sequenced: " + message.getBodyCase());
        };
    }
}
