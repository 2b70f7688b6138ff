package io.gatehouse.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.v1.ServerMessage;
import java.util.HashMap;
import java.util.Map;

/** A wire that knows in which order frames may leave: Welcome first, nothing behind the end, no decision unasked. */
final class WatchedLink implements Link {
    private final Map<Long, Integer> scans = new HashMap<>();
    private final Visitor visitor;
    private long highestSent;
    private long highestAck;
    private boolean welcomed;
    private boolean commanded;
    boolean reading = true;
    long taken;
    CloseReason ended;

    WatchedLink(Visitor visitor) {
        this.visitor = visitor;
    }

    /** The gate has sent a sequenced message. */
    void sent(long sequence, boolean scan) {
        highestSent = Math.max(highestSent, sequence);
        if (scan) {
            scans.merge(sequence, 1, Integer::sum);
        }
    }

    boolean welcomed() {
        return welcomed;
    }

    private void mayLeave() {
        assertNull(ended, "a frame behind the end");
        assertTrue(welcomed, "a frame before Welcome");
    }

    @Override
    public void send(ServerMessage message) {
        switch (message.getBodyCase()) {
            case WELCOME -> {
                assertFalse(welcomed, "a second Welcome");
                welcomed = true;
                mayLeave();
                highestAck = message.getWelcome().getDurableSequence();
            }
            case COMMAND -> {
                mayLeave();
                commanded = true;
            }
            default -> throw new AssertionError("sent " + message);
        }
    }

    @Override
    public void decision(long sequence, int verdict, int reasons, boolean attention) {
        mayLeave();
        assertTrue(commanded, "a decision before the gate knows its mode");
        int asked = scans.getOrDefault(sequence, 0);
        assertTrue(asked > 0, "a decision without a scan: " + sequence);
        scans.put(sequence, asked - 1);
        assertTrue(verdict >= 1 && verdict <= 4 && reasons != 0 && (reasons & 1) == 0, verdict + ", " + reasons);
    }

    @Override
    public void ack(long durableSequence) {
        mayLeave();
        // The same again answers what was sent again.
        assertTrue(durableSequence >= highestAck, durableSequence + " acknowledged after " + highestAck);
        assertTrue(durableSequence <= highestSent, durableSequence + " acknowledged, sent up to " + highestSent);
        highestAck = durableSequence;
    }

    @Override
    public void heartbeat(long sentAtUs, long echoUs) {
        mayLeave();
    }

    @Override
    public void flush() {
        assertNull(ended, "a flush behind the end");
    }

    @Override
    public void setReading(boolean on) {
        assertNull(ended, "read on or off behind the end");
        assertEquals(!reading, on, "told what it is already");
        reading = on;
    }

    @Override
    public Visitor visitor() {
        return visitor;
    }

    @Override
    public long takenBytes() {
        return taken;
    }

    @Override
    public void end(CloseReason reason, ServerMessage last) {
        assertNull(ended, "ended twice");
        ended = reason;
        if (last != null) {
            assertEquals(reason.code(), last.getRefusal().getCode());
        }
    }
}
