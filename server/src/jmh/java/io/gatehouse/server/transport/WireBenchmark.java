package io.gatehouse.server.transport;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Medium;
import io.gatehouse.proto.v1.Scan;
import io.gatehouse.server.engine.Event;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One frame of a scan in, one decision out; the generated classes beside it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WireBenchmark {
    private static final int FRAMES = 1_024;

    private final FrameScanner scanner = new FrameScanner();
    private final WireDecoder decoder = new WireDecoder();
    private final Event event = new Event();
    private final byte[] out = new byte[256];
    private byte[] frames;
    private byte[][] messages;
    private int at;
    private int next;
    private long sequence;

    @Setup
    public void setUp() {
        SplittableRandom random = new SplittableRandom(1);
        frames = new byte[FRAMES * 64];
        messages = new byte[FRAMES][];
        int end = 0;
        for (int i = 0; i < FRAMES; i++) {
            byte[] id = new byte[16];
            random.nextBytes(id);
            Scan.Builder scan = Scan.newBuilder()
                    .setSequence(1_000 + i)
                    .setPassId(ByteString.copyFrom(id))
                    .setScannedAtUs(1_580_947_200_000_000L + i)
                    .setDirection(random.nextBoolean() ? Direction.DIRECTION_ENTRY : Direction.DIRECTION_EXIT)
                    .setMedium(Medium.MEDIUM_QR);
            if (random.nextBoolean()) {
                scan.setTemperatureDecicelsius(366);
            }
            messages[i] = GateMessage.newBuilder().setScan(scan).build().toByteArray();
            frames[end] = (byte) messages[i].length;
            System.arraycopy(messages[i], 0, frames, end + 1, messages[i].length);
            end += 1 + messages[i].length;
        }
        frames = java.util.Arrays.copyOf(frames, end);
    }

    /** Find the frame, tell its body, clear the event, fill it. */
    @Benchmark
    public Event decodeScan() {
        if (at == frames.length) {
            at = 0;
        }
        scanner.scan(frames, at, frames.length, FrameScanner.MAX_FRAME);
        int body = decoder.body(frames, scanner.offset(), scanner.length());
        event.clear();
        decoder.decodeInto(body, frames, scanner.offset(), scanner.length(), event);
        at = scanner.next();
        return event;
    }

    @Benchmark
    public GateMessage decodeScanByGeneratedClass() throws InvalidProtocolBufferException {
        next = (next + 1) % FRAMES;
        return GateMessage.parseFrom(messages[next]);
    }

    @Benchmark
    public int encodeDecision() {
        return WireEncoder.decision(out, 0, sequence++ & 0xffff, 1, 1 << 1, false);
    }

    @Benchmark
    public int encodeAck() {
        return WireEncoder.ack(out, 0, sequence++ & 0xffff);
    }
}
