package io.gatehouse.loadtest.peers;

import io.gatehouse.loadtest.link.AnswerBook;
import io.gatehouse.loadtest.link.ScanSource;
import io.gatehouse.loadtest.site.Passes;
import io.gatehouse.loadtest.site.Standing;
import io.gatehouse.loadtest.wire.ScanFrame;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** A site's passes as every peer holds them: the id and one verdict. */
final class Roster {
    static final int ALLOW = 1;
    static final int DENY = 2;
    static final int REFER = 3;

    private final Passes passes;

    Roster(Passes passes) {
        this.passes = passes;
    }

    int size() {
        return passes.size();
    }

    long high(int pass) {
        return passes.high(pass);
    }

    long low(int pass) {
        return passes.low(pass);
    }

    /** As numbered in the protocol: in for a good pass, a person's to say for the quarantined, else out. */
    int verdict(int pass) {
        Standing standing = passes.standing(pass);
        return standing == Standing.GOOD ? ALLOW : standing == Standing.QUARANTINED ? REFER : DENY;
    }

    /** Writes 17 bytes for each pass: its id, its verdict. */
    void write(Path file) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            for (int i = 0; i < size(); i++) {
                out.writeLong(high(i));
                out.writeLong(low(i));
                out.writeByte(verdict(i));
            }
        }
    }

    /**
     * What the scans of a source are rightly answered, worked out beforehand: a look-up for each answer would miss the
     * driver's cache as often as the peer's.
     *
     * @param source walks the same passes over and over, each gate its own
     */
    AnswerBook answers(ScanSource source, int gates) {
        Map<UUID, Byte> verdicts = new HashMap<>(2 * size());
        for (int i = 0; i < size(); i++) {
            verdicts.put(new UUID(high(i), low(i)), (byte) verdict(i));
        }
        byte[][] walks = new byte[gates][];
        for (int gate = 0; gate < gates; gate++) {
            walks[gate] = walk(source, gate, verdicts);
        }
        return (gate, sequence) -> {
            byte[] walk = walks[gate];
            return walk[(int) ((sequence - 1) % walk.length)];
        };
    }

    /** Up to where it comes back to its first pass. */
    private static byte[] walk(ScanSource source, int gate, Map<UUID, Byte> verdicts) {
        ScanFrame frame = new ScanFrame();
        byte[] walk = new byte[64];
        source.fill(frame, gate, 1, 0);
        long high = frame.passHigh;
        long low = frame.passLow;
        int length = 0;
        do {
            if (length == walk.length) {
                walk = java.util.Arrays.copyOf(walk, 2 * length);
            }
            walk[length++] = verdicts.get(new UUID(frame.passHigh, frame.passLow));
            source.fill(frame, gate, length + 1L, 0);
        } while (frame.passHigh != high || frame.passLow != low);
        return java.util.Arrays.copyOf(walk, length);
    }
}
