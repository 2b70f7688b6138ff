package io.gatehouse.server.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.CodedOutputStream;
import io.gatehouse.proto.testing.GoldenFrames;
import io.gatehouse.proto.testing.GoldenFrames.Broken;
import io.gatehouse.proto.testing.GoldenFrames.Frame;
import io.gatehouse.proto.testing.GoldenFrames.Kind;
import io.gatehouse.proto.testing.GoldenFrames.RefusedBy;
import io.gatehouse.server.transport.FrameScanner.Result;
import io.gatehouse.testing.Counts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FrameScannerTest {
    private final FrameScanner scanner = new FrameScanner();

    @Test
    void everyLengthIsJudgedWhenItsLastByteIsThere() {
        byte[] bytes = new byte[3];
        int heads = 0;
        for (int limit : new int[] {FrameScanner.MAX_FRAME, FrameScanner.MAX_FRAME_BEFORE_WELCOME}) {
            for (int head = 0; head < 1 << 24; head++) {
                bytes[0] = (byte) head;
                bytes[1] = (byte) (head >> 8);
                bytes[2] = (byte) (head >> 16);
                int length = bytes[0] >= 0 ? 1 : bytes[1] >= 0 ? 2 : 3;
                Result expected = expected(bytes, length, limit);
                if (scanner.scan(bytes, 0, length, limit) != expected) {
                    assertEquals(expected, scanner.scan(bytes, 0, length, limit), Arrays.toString(bytes));
                }
                for (int part = 0; part < length; part++) {
                    if (scanner.scan(bytes, 0, part, limit) != Result.NEED_MORE) {
                        assertEquals(Result.NEED_MORE, scanner.scan(bytes, 0, part, limit), Arrays.toString(bytes));
                    }
                }
                heads++;
            }
        }
        Counts.report("heads of frames judged", heads, heads);
    }

    /** No head here has its message behind it, so what is right needs more. */
    private static Result expected(byte[] bytes, int length, int limit) {
        if (bytes[length - 1] < 0) {
            return Result.TOO_LARGE;
        }
        int value = 0;
        for (int i = length - 1; i >= 0; i--) {
            value = value << 7 | bytes[i] & 0x7f;
        }
        if (value == 0 || CodedOutputStream.computeUInt32SizeNoTag(value) != length) {
            return Result.MALFORMED;
        }
        return value > limit ? Result.TOO_LARGE : Result.NEED_MORE;
    }

    @Test
    void framesAreFoundHoweverTheyAreSplit() throws IOException {
        List<byte[]> messages = new ArrayList<>();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (Frame frame : GoldenFrames.taken()) {
            if (frame.kind() == Kind.GATE) {
                messages.add(frame.message());
                stream.write(frame.frame());
            }
        }
        byte[] bytes = stream.toByteArray();
        for (int split = 0; split <= bytes.length; split++) {
            List<byte[]> found = new ArrayList<>();
            int at = take(bytes, 0, split, found);
            assertTrue(at <= split);
            assertEquals(bytes.length, take(bytes, at, bytes.length, found));
            assertEquals(messages.size(), found.size());
            for (int i = 0; i < found.size(); i++) {
                assertArrayEquals(messages.get(i), found.get(i));
            }
        }
        Counts.report("splits of " + messages.size() + " frames", bytes.length + 1, bytes.length + 1);
    }

    private int take(byte[] bytes, int from, int to, List<byte[]> found) {
        int at = from;
        while (scanner.scan(bytes, at, to, FrameScanner.MAX_FRAME) == Result.WHOLE) {
            found.add(Arrays.copyOfRange(bytes, scanner.offset(), scanner.offset() + scanner.length()));
            at = scanner.next();
        }
        return at;
    }

    @Test
    void longestFramesAreTakenAndOneByteMoreIsNot() {
        for (int limit : new int[] {FrameScanner.MAX_FRAME, FrameScanner.MAX_FRAME_BEFORE_WELCOME}) {
            byte[] bytes = new byte[limit + 2];
            bytes[0] = (byte) (limit | 0x80);
            bytes[1] = (byte) (limit >> 7);
            assertEquals(Result.NEED_MORE, scanner.scan(bytes, 0, limit + 1, limit));
            assertEquals(Result.WHOLE, scanner.scan(bytes, 0, limit + 2, limit));
            assertEquals(limit, scanner.length());
            assertEquals(2, scanner.offset());
            assertEquals(Result.TOO_LARGE, scanner.scan(bytes, 0, 2, limit - 1));
        }
    }

    @Test
    void brokenGoldenLengthsAreRefused() {
        int count = 0;
        for (Broken broken : GoldenFrames.bad()) {
            if (broken.toServer() && broken.refusedBy() == RefusedBy.LENGTH) {
                int limit = broken.beforeWelcome() ? FrameScanner.MAX_FRAME_BEFORE_WELCOME : FrameScanner.MAX_FRAME;
                Result expected = switch (broken.outcome()) {
                    case FRAME_TOO_LARGE -> Result.TOO_LARGE;
                    case MALFORMED -> Result.MALFORMED;
                    case INCOMPLETE -> Result.NEED_MORE;
                    case IGNORED -> Result.WHOLE;
                };
                assertEquals(expected, scanner.scan(broken.bytes(), 0, broken.bytes().length, limit), broken.name());
                count++;
            }
        }
        Counts.report("broken golden lengths refused", count, count);
        assertTrue(count > 5);
    }
}
