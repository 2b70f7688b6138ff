package io.gatehouse.server.transport;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.testing.GoldenFrames;
import io.gatehouse.proto.testing.GoldenFrames.Frame;
import io.gatehouse.proto.testing.GoldenFrames.Kind;
import io.gatehouse.server.engine.Event;
import io.gatehouse.testing.Counts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Frames in and decisions out leave nothing for the collector. */
final class WireGarbageTest {
    private static final int WARM_UP = 200_000;

    private final FrameScanner scanner = new FrameScanner();
    private final WireDecoder decoder = new WireDecoder();
    private final Event event = new Event();
    private final byte[] out = new byte[256];

    @Test
    void decodingAndEncodingAllocateNothing() throws IOException {
        byte[] frames = hotGoldenFrames();
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        run(frames, WARM_UP);
        long before = threads.getCurrentThreadAllocatedBytes();
        long count = run(frames, 1_000_000);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        Counts.report("frames decoded and answered, " + bytes + " bytes allocated in all", count, count);
        assertTrue(bytes < count / 100, bytes + " bytes for " + count + " frames");
    }

    private static byte[] hotGoldenFrames() throws IOException {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (Frame frame : GoldenFrames.taken()) {
            if (frame.kind() == Kind.GATE
                    && !frame.name().startsWith("hello")
                    && !frame.name().startsWith("applied")) {
                byte[] message = frame.message();
                int body = new WireDecoder().body(message, 0, message.length);
                if (body >= WireDecoder.SCAN && body <= WireDecoder.HEARTBEAT) {
                    frames.write(frame.frame());
                }
            }
        }
        return frames.toByteArray();
    }

    private long run(byte[] frames, long atLeast) {
        long count = 0;
        while (count < atLeast) {
            int at = 0;
            while (scanner.scan(frames, at, frames.length, FrameScanner.MAX_FRAME) == FrameScanner.Result.WHOLE) {
                take(frames, scanner.offset(), scanner.length());
                at = scanner.next();
                count++;
            }
        }
        return count;
    }

    private void take(byte[] frames, int offset, int length) {
        int body = decoder.body(frames, offset, length);
        int end = 0;
        if (body == WireDecoder.HEARTBEAT) {
            decoder.heartbeat(frames, offset, length);
            end = WireEncoder.heartbeat(out, end, decoder.sentAtUs(), decoder.echoUs());
        } else {
            event.clear();
            decoder.decodeInto(body, frames, offset, length, event);
            end = WireEncoder.decision(out, end, event.sequence, 1, 0x22, true);
        }
        WireEncoder.ack(out, end, event.sequence);
    }
}
