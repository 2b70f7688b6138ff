package io.gatehouse.server.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.Acted;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Scan;
import io.gatehouse.server.engine.Event;
import io.gatehouse.testing.Counts;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The short way takes only what it reads as the generated classes do, and takes what gates send. */
final class PlainScanTest {
    private static final long SEED = 41;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Reference reference = new Reference();
    private final Event event = new Event();
    private int taken;

    @Test
    void takesScansAsGatesWriteThem() {
        for (int i = 0; i < 10_000; i++) {
            assertTrue(agrees(scan()), "scan " + i + " of seed " + SEED);
        }
        GateMessage acted = GateMessage.newBuilder()
                .setScan(Scan.newBuilder().setSequence(1).setActed(Acted.getDefaultInstance()))
                .build();
        assertEquals(false, agrees(acted.toByteArray()));
    }

    @Test
    void everyOtherByteAtEveryPlaceIsReadTheSameOrLeft() {
        int count = 0;
        for (int i = 0; i < Counts.of(20, 200, 1_000); i++) {
            byte[] scan = scan();
            for (int at = 0; at < scan.length; at++) {
                byte[] changed = scan.clone();
                for (int value = 0; value < 256; value++) {
                    changed[at] = (byte) value;
                    agrees(changed);
                    count++;
                }
            }
        }
        Counts.report("scans with one byte changed, " + taken + " of them read the short way", count, count);
        assertTrue(taken > count / 10 && taken < count);
    }

    @Test
    void everyCutAndEveryByteMoreIsReadTheSameOrLeft() {
        int count = 0;
        for (int i = 0; i < Counts.of(1_000, 5_000, 20_000); i++) {
            byte[] scan = scan();
            for (int length = 0; length < scan.length + 4; length++) {
                byte[] cut = Arrays.copyOf(scan, length);
                agrees(cut);
                if (length > 1) {
                    // With a length that fits the cut.
                    cut[1] = (byte) (length - 2);
                    agrees(cut);
                }
                count += 2;
            }
        }
        Counts.report("scans cut or with bytes added", count, count);
    }

    /** Whether the short way took the message; what it took has to be right. */
    private boolean agrees(byte[] message) {
        event.clear();
        boolean read = PlainScan.read(message, 0, message.length, event);
        if (read) {
            taken++;
            Reference.Reading expected = reference.read(message);
            String hex = HexFormat.of().formatHex(message);
            assertEquals(WireDecoder.SCAN, expected.body(), hex);
            assertNull(ExpectedEvent.difference(ExpectedEvent.of(expected.message(), false), event), hex);
        } else {
            assertEquals(Event.Kind.NONE, event.kind);
            assertEquals(0, event.passIdLength);
            assertEquals(0, event.sequence);
        }
        return read;
    }

    private byte[] scan() {
        byte[] id = new byte[16];
        random.nextBytes(id);
        Scan.Builder scan = Scan.newBuilder()
                .setSequence(random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63) | 1)
                .setPassId(ByteString.copyFrom(id))
                .setScannedAtUs(random.nextLong() | 1)
                .setDirectionValue(1 + random.nextInt(2))
                .setMediumValue(random.nextInt(5));
        if (random.nextBoolean()) {
            scan.setTemperatureDecicelsius(random.nextInt(128, 1 << 14));
        }
        return GateMessage.newBuilder().setScan(scan).build().toByteArray();
    }
}
