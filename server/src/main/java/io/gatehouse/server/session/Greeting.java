package io.gatehouse.server.session;

import io.gatehouse.proto.v1.Hello;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.pipeline.Slot;
import java.nio.charset.StandardCharsets;

/** What a Hello says, apart from who says it. */
final class Greeting {
    private Greeting() {}

    /** What is against it whoever says it, or null. */
    static CloseReason against(Hello hello) {
        if (hello.getProtocolVersion() != 1) {
            return CloseReason.UNSUPPORTED_VERSION;
        }
        // Drawn at random: 0 is a device that has not drawn.
        return hello.getStreamId() == 0 ? CloseReason.MALFORMED : null;
    }

    /** Names the device's software in the slot, as far as there is room. */
    static void software(Hello hello, Slot slot) {
        byte[] utf8 = hello.getSoftware().getBytes(StandardCharsets.UTF_8);
        slot.textLength = Math.min(utf8.length, Event.MAX_TEXT);
        System.arraycopy(utf8, 0, slot.text, 0, slot.textLength);
    }
}
