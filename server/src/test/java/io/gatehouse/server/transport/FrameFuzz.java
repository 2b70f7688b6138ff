package io.gatehouse.server.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.CodedOutputStream;
import io.gatehouse.proto.testing.GoldenFrames;
import io.gatehouse.server.fuzz.FuzzInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Bytes in any pieces through scanner and decoder. An input is: how the bytes come in pieces (0: at once), then bit 0:
 * whether longer frames may come, bit 1: whether what follows is one message and not frames; then the bytes.
 */
public final class FrameFuzz {
    private static final int LONGER_FRAMES = 1;
    private static final int ONE_MESSAGE = 2;

    private FrameFuzz() {}

    /** What a stream comes to: its messages, and what ended them. */
    private record Heard(List<byte[]> messages, FrameScanner.Result end) {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        int pieces = input.octet();
        int flags = input.octet();
        byte[] stream = input.rest();
        if ((flags & ONE_MESSAGE) != 0) {
            new Agreement().agree("one message", stream);
            return;
        }
        int limit = (flags & LONGER_FRAMES) != 0 ? FrameScanner.MAX_FRAME : FrameScanner.MAX_FRAME_BEFORE_WELCOME;
        Heard expected = plainly(stream, limit);
        Heard actual = inPieces(stream, limit, pieces);
        assertEquals(expected.end, actual.end);
        assertEquals(expected.messages.size(), actual.messages.size());
        Agreement agreement = new Agreement();
        for (int i = 0; i < expected.messages.size(); i++) {
            assertTrue(Arrays.equals(expected.messages.get(i), actual.messages.get(i)), "message " + i);
            agreement.agree("message " + i, actual.messages.get(i));
        }
    }

    /** As a channel does it: each piece behind what was left of those before. */
    private static Heard inPieces(byte[] stream, int limit, int pieces) {
        FrameScanner scanner = new FrameScanner();
        SplittableRandom random = new SplittableRandom(pieces);
        List<byte[]> messages = new ArrayList<>();
        int from = 0;
        int to = 0;
        while (to < stream.length) {
            to = pieces == 0 ? stream.length : Math.min(stream.length, to + 1 + random.nextInt(pieces));
            FrameScanner.Result found;
            while ((found = scanner.scan(stream, from, to, limit)) == FrameScanner.Result.WHOLE) {
                messages.add(Arrays.copyOfRange(stream, scanner.offset(), scanner.next()));
                from = scanner.next();
            }
            if (found != FrameScanner.Result.NEED_MORE) {
                return new Heard(messages, found);
            }
        }
        return new Heard(messages, FrameScanner.Result.NEED_MORE);
    }

    /** The rules of PROTOCOL.md, once more: a minimal varint of at most 3 bytes, not 0, not over the limit. */
    private static Heard plainly(byte[] stream, int limit) {
        List<byte[]> messages = new ArrayList<>();
        int at = 0;
        while (true) {
            int head = at;
            while (head < stream.length && head < at + 3 && stream[head] < 0) {
                // The last byte of the length stands behind all that are negative.
                head++;
            }
            if (head == at + 3) {
                return new Heard(messages, FrameScanner.Result.TOO_LARGE);
            }
            if (head == stream.length) {
                return new Heard(messages, FrameScanner.Result.NEED_MORE);
            }
            int size = 0;
            for (int i = head; i >= at; i--) {
                size = size << 7 | stream[i] & 0x7f;
            }
            int used = head + 1 - at;
            if (size == 0 || CodedOutputStream.computeUInt32SizeNoTag(size) != used) {
                return new Heard(messages, FrameScanner.Result.MALFORMED);
            }
            if (size > limit) {
                return new Heard(messages, FrameScanner.Result.TOO_LARGE);
            }
            if (stream.length - at - used < size) {
                return new Heard(messages, FrameScanner.Result.NEED_MORE);
            }
            messages.add(Arrays.copyOfRange(stream, at + used, at + used + size));
            at += used + size;
        }
    }

    /** The golden frames: each as a message alone, and in streams of eight. */
    public static Map<String, byte[]> seeds() {
        Map<String, byte[]> seeds = new TreeMap<>();
        List<byte[]> frames = new ArrayList<>();
        for (GoldenFrames.Frame frame : GoldenFrames.taken()) {
            if (frame.kind() == GoldenFrames.Kind.GATE) {
                seeds.put("taken-" + plain(frame.name()), join(new byte[] {0, ONE_MESSAGE}, frame.message()));
                frames.add(frame.frame());
            }
        }
        for (GoldenFrames.Broken broken : GoldenFrames.bad()) {
            if (broken.toServer()) {
                seeds.put("broken-" + plain(broken.name()), join(new byte[] {1, LONGER_FRAMES}, broken.bytes()));
            }
        }
        for (int i = 0; i + 8 <= frames.size(); i += 8) {
            byte[] stream = {(byte) (i + 3), LONGER_FRAMES};
            for (byte[] frame : frames.subList(i, i + 8)) {
                stream = join(stream, frame);
            }
            seeds.put("stream-" + i / 8, stream);
        }
        return seeds;
    }

    private static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9.-]+", "-");
    }

    private static byte[] join(byte[] one, byte[] other) {
        return LoopSite.join(one, other);
    }
}
