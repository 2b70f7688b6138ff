package io.gatehouse.server.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.gatehouse.proto.testing.GoldenFrames;
import io.gatehouse.proto.testing.GoldenFrames.Broken;
import io.gatehouse.proto.testing.GoldenFrames.Frame;
import io.gatehouse.proto.testing.GoldenFrames.Kind;
import io.gatehouse.proto.testing.GoldenFrames.Outcome;
import io.gatehouse.proto.testing.GoldenFrames.RefusedBy;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.testing.Counts;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The decoder by hand takes, refuses and reads what the generated classes do. */
final class WireDecoderTest {
    private static final long SEED = 20200206;

    private final Agreement agreement = new Agreement();

    @Test
    void everyGoldenFrameCountsAsItsFileSays() throws InvalidProtocolBufferException {
        int frames = 0;
        for (Frame frame : GoldenFrames.taken()) {
            if (frame.kind() == Kind.GATE) {
                GateMessage.Builder counts = GateMessage.newBuilder();
                JsonFormat.parser().merge(frame.countsAs(), counts);
                boolean mended = !frame.countsAs().equals(frame.json());
                agreement.check(
                        frame.name(), frame.message(), counts.getBodyCase().getNumber(), counts.build(), mended);
                agreement.agree(frame.name(), frame.message());
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
                int read = agreement.agree(broken.name(), message);
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
            agreement.agree("message " + i + " of seed " + SEED, messages.next());
        }
        Counts.report("random messages decoded like protobuf-java", count, 10_000_000);
        System.out.println("  of these " + agreement.seen);
        for (String kind : new String[] {
            "hello", "scan", "device_event", "lost", "outcome", "heartbeat", "applied", "body_not_set", "malformed"
        }) {
            assertTrue(agreement.seen.getOrDefault(kind, 0) > count / 1_000, kind + " too seldom: " + agreement.seen);
        }
        assertTrue(agreement.seen.get("taken, not UTF-8") > count / 1_000, "text that is not UTF-8 too seldom");
        assertTrue(agreement.seen.get("mended") > count / 1_000, "mended text too seldom");
    }
}
