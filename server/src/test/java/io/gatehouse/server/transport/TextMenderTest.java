package io.gatehouse.server.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.testing.Counts;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class TextMenderTest {
    private final TextMender mender = new TextMender();
    private final byte[] target = new byte[200];

    @Test
    void replacesWhatJavaReplaces() {
        // Every lead byte with every second byte, and the third and fourth bytes that matter.
        byte[] edges = {0, 0x41, 0x7f, (byte) 0x80, (byte) 0x8f, (byte) 0x90, (byte) 0x9f, (byte) 0xa0, (byte) 0xbf};
        int count = 0;
        for (int pair = 0; pair < 1 << 16; pair++) {
            byte lead = (byte) (pair >> 8);
            byte second = (byte) pair;
            like(new byte[] {lead, second});
            for (byte third : edges) {
                like(new byte[] {lead, second, third});
                for (byte fourth : edges) {
                    like(new byte[] {lead, second, third, fourth});
                    like(new byte[] {lead, second, third, fourth, 'z'});
                    count += 2;
                }
            }
        }
        Counts.report("short texts mended like Java's decoder", count, count);
    }

    private void like(byte[] text) {
        String java = new String(text, StandardCharsets.UTF_8);
        byte[] expected = java.getBytes(StandardCharsets.UTF_8);
        int length = mender.copy(text, 0, text.length, target);
        if (!Arrays.equals(expected, 0, expected.length, target, 0, length)
                || mender.mended() == Arrays.equals(text, expected)) {
            assertEquals(
                    HexFormat.of().formatHex(expected),
                    HexFormat.of().formatHex(target, 0, length),
                    HexFormat.of().formatHex(text) + ", mended " + mender.mended());
            assertEquals(!Arrays.equals(text, expected), mender.mended());
        }
    }

    @Test
    void randomTextsAreCutBetweenCharacters() {
        long seed = 171;
        SplittableRandom random = new SplittableRandom(seed);
        int count = Counts.of(20_000, 200_000, 1_000_000);
        for (int i = 0; i < count; i++) {
            byte[] text = new byte[random.nextInt(400)];
            random.nextBytes(text);
            String java = new String(text, StandardCharsets.UTF_8);
            int length = mender.copy(text, 0, text.length, target);
            String kept = new String(target, 0, length, StandardCharsets.UTF_8);
            assertTrue(java.startsWith(kept), "seed " + seed + ", text " + i);
            assertTrue(java.equals(kept) || length > 200 - 4, "seed " + seed + ", text " + i);
        }
        Counts.report("random texts cut", count, 1_000_000);
    }

    @Test
    void cutsAtTheLastCharacterThatFits() {
        byte[] text = ("d".repeat(198) + "门").getBytes(StandardCharsets.UTF_8);
        assertEquals(198, mender.copy(text, 0, text.length, target));
        assertTrue(mender.mended());
        byte[] fits = ("d".repeat(197) + "门").getBytes(StandardCharsets.UTF_8);
        assertEquals(200, mender.copy(fits, 0, fits.length, target));
        assertFalse(mender.mended());
    }
}
