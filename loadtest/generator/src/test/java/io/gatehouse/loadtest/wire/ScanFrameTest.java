package io.gatehouse.loadtest.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import io.gatehouse.loadtest.Counts;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Medium;
import io.gatehouse.proto.v1.Scan;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScanFrameTest {
    @Test
    void theGeneratedClassesReadWhatItWrites() throws Exception {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        ScanFrame frame = new ScanFrame();
        byte[] out = new byte[ScanFrame.MAX_BYTES + 10];
        int scans = Counts.of("scans encoded", 20_000, 200_000, 10_000_000);
        for (int i = 0; i < scans; i++) {
            frame.sequence = random.nextLong() >>> 1 + random.nextInt(62);
            frame.passHigh = random.nextLong();
            frame.passLow = random.nextLong();
            frame.scannedAtUs = random.nextLong();
            frame.direction = 1 + random.nextInt(2);
            frame.temperature = random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(16_383);
            frame.medium = random.nextInt(5);
            int end = frame.encode(out, 10);
            ByteArrayInputStream in = new ByteArrayInputStream(out, 10, end - 10);
            assertEquals(message(frame), GateMessage.parseDelimitedFrom(in), "seed " + seed);
            assertEquals(0, in.available());
        }
    }

    private static GateMessage message(ScanFrame frame) {
        byte[] id = ByteBuffer.allocate(16)
                .putLong(frame.passHigh)
                .putLong(frame.passLow)
                .array();
        Scan.Builder scan = Scan.newBuilder()
                .setSequence(frame.sequence)
                .setPassId(ByteString.copyFrom(id))
                .setScannedAtUs(frame.scannedAtUs)
                .setDirection(Direction.forNumber(frame.direction))
                .setMedium(Medium.forNumber(frame.medium));
        if (frame.temperature != 0) {
            scan.setTemperatureDecicelsius(frame.temperature);
        }
        return GateMessage.newBuilder().setScan(scan).build();
    }
}
