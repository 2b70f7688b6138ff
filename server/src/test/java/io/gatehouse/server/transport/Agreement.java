package io.gatehouse.server.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Heartbeat;
import io.gatehouse.server.engine.Event;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Holds the decoder by hand against protobuf-java: what it takes, refuses and reads. Counts what it has seen. */
final class Agreement {
    final Map<String, Integer> seen = new TreeMap<>();
    private final WireDecoder decoder = new WireDecoder();
    private final Reference reference = new Reference();
    private final Event event = new Event();

    /** Compares with the reference; the body that both say. */
    int agree(String what, byte[] message) {
        Reference.Reading expected = reference.read(message);
        if (expected.byText()) {
            seen.merge("taken, not UTF-8", 1, Integer::sum);
        }
        check(what, message, expected.body(), expected.message(), expected.replaced());
        return expected.body();
    }

    void check(String what, byte[] message, int body, GateMessage expected, boolean mended) {
        // In the middle of an array: what stands around a message is not part of it.
        byte[] padded = new byte[message.length + 32];
        Arrays.fill(padded, (byte) 1);
        System.arraycopy(message, 0, padded, 16, message.length);
        try {
            read(padded, message.length, body, expected, mended);
        } catch (AssertionError | RuntimeException e) {
            fail(what + ": " + HexFormat.of().formatHex(message), e);
        }
    }

    private void read(byte[] bytes, int length, int body, GateMessage expected, boolean mended) {
        int actual = decoder.body(bytes, 16, length);
        if (actual == WireDecoder.MALFORMED || actual == WireDecoder.NONE) {
            assertEquals(body, actual);
            count(actual == WireDecoder.NONE ? "body_not_set" : "malformed");
            return;
        }
        boolean malformed = body == Reference.MALFORMED;
        if (malformed) {
            count("malformed");
        } else {
            assertEquals(body, actual);
            count(expected.getBodyCase().name().toLowerCase(Locale.ROOT));
        }
        switch (actual) {
            case WireDecoder.HELLO -> same(malformed ? null : expected.getHello(), decoder.hello(bytes, 16, length));
            case WireDecoder.APPLIED ->
                same(malformed ? null : expected.getApplied(), decoder.applied(bytes, 16, length));
            case WireDecoder.HEARTBEAT -> heartbeat(bytes, length, malformed ? null : expected.getHeartbeat());
            default -> sequenced(bytes, length, actual, malformed ? null : ExpectedEvent.of(expected, mended));
        }
    }

    private void count(String kind) {
        seen.merge(kind, 1, Integer::sum);
    }

    private static void same(Message expected, Message actual) {
        if (expected == null || actual == null) {
            assertEquals(expected, actual);
            return;
        }
        assertEquals(known(expected), known(actual));
    }

    private static Message known(Message message) {
        return message.toBuilder()
                .setUnknownFields(UnknownFieldSet.getDefaultInstance())
                .build();
    }

    private void heartbeat(byte[] bytes, int length, Heartbeat expected) {
        assertEquals(expected != null, decoder.heartbeat(bytes, 16, length));
        if (expected != null) {
            assertEquals(expected.getSentAtUs(), decoder.sentAtUs());
            assertEquals(expected.getEchoUs(), decoder.echoUs());
        }
    }

    private void sequenced(byte[] bytes, int length, int body, Event expected) {
        event.clear();
        boolean read = decoder.decodeInto(body, bytes, 16, length, event);
        assertEquals(expected != null, read);
        if (expected == null) {
            assertEquals(Event.Kind.NONE, event.kind);
            return;
        }
        assertNotNull(event.kind);
        assertNull(ExpectedEvent.difference(expected, event));
        if (expected.textMended) {
            count("mended");
        }
    }
}
