package io.gatehouse.server.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.util.JsonFormat;
import io.gatehouse.proto.testing.GoldenFrames;
import io.gatehouse.proto.testing.GoldenFrames.Broken;
import io.gatehouse.proto.testing.GoldenFrames.Frame;
import io.gatehouse.proto.testing.GoldenFrames.Kind;
import io.gatehouse.proto.testing.GoldenFrames.Outcome;
import io.gatehouse.proto.testing.GoldenFrames.RefusedBy;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Heartbeat;
import io.gatehouse.server.engine.Event;
import io.gatehouse.testing.Counts;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The decoder by hand takes, refuses and reads what the generated classes do. */
final class WireDecoderTest {
    private static final long SEED = 20200206;

    private final WireDecoder decoder = new WireDecoder();
    private final Reference reference = new Reference();
    private final Event event = new Event();
    private final Map<String, Integer> seen = new TreeMap<>();

    @Test
    void everyGoldenFrameCountsAsItsFileSays() throws InvalidProtocolBufferException {
        int frames = 0;
        for (Frame frame : GoldenFrames.taken()) {
            if (frame.kind() == Kind.GATE) {
                GateMessage.Builder counts = GateMessage.newBuilder();
                JsonFormat.parser().merge(frame.countsAs(), counts);
                boolean mended = !frame.countsAs().equals(frame.json());
                check(frame.name(), frame.message(), counts.getBodyCase().getNumber(), counts.build(), mended);
                agree(frame.name(), frame.message());
                frames++;
            }
        }
        Counts.report("golden frames to the server decoded", frames, frames);
        assertTrue(frames > 50, frames + " frames");
    }

    @Test
    void everyBrokenGoldenFrameIsRefusedAsItsFileSays() {
        int frames = 0;
        for (Broken broken : GoldenFrames.bad()) {
            if (broken.toServer() && broken.refusedBy() != RefusedBy.LENGTH) {
                FrameScanner scanner = new FrameScanner();
                byte[] bytes = broken.bytes();
                assertEquals(
                        FrameScanner.Result.WHOLE,
                        scanner.scan(bytes, 0, bytes.length, FrameScanner.MAX_FRAME),
                        broken.name());
                byte[] message = Arrays.copyOfRange(bytes, scanner.offset(), scanner.next());
                int read = agree(broken.name(), message);
                if (broken.outcome() == Outcome.IGNORED) {
                    assertEquals(WireDecoder.NONE, read, broken.name());
                } else {
                    assertEquals(broken.refusedBy() == RefusedBy.PARSER, read == WireDecoder.MALFORMED, broken.name());
                }
                frames++;
            }
        }
        Counts.report("broken golden frames to the server refused", frames, frames);
        assertTrue(frames > 10, frames + " frames");
    }

    @Test
    void agreesWithTheGeneratedClassesOnRandomMessages() {
        int count = Counts.of(200_000, 2_000_000, 10_000_000);
        RandomMessages messages = new RandomMessages(SEED);
        for (int i = 0; i < count; i++) {
            agree("message " + i + " of seed " + SEED, messages.next());
        }
        Counts.report("random messages decoded like protobuf-java", count, 10_000_000);
        System.out.println("  of these " + seen);
        for (String kind : new String[] {
            "hello", "scan", "device_event", "lost", "outcome", "heartbeat", "applied", "body_not_set", "malformed"
        }) {
            assertTrue(seen.getOrDefault(kind, 0) > count / 1_000, kind + " too seldom: " + seen);
        }
        assertTrue(seen.get("taken, not UTF-8") > count / 1_000, "text that is not UTF-8 too seldom");
        assertTrue(seen.get("mended") > count / 1_000, "mended text too seldom");
    }

    /** Compares with the reference; the body that both say. */
    private int agree(String what, byte[] message) {
        Reference.Reading expected = reference.read(message);
        if (expected.byText()) {
            seen.merge("taken, not UTF-8", 1, Integer::sum);
        }
        check(what, message, expected.body(), expected.message(), expected.replaced());
        return expected.body();
    }

    private void check(String what, byte[] message, int body, GateMessage expected, boolean mended) {
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
