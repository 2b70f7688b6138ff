package io.gatehouse.server.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.journal.v1.SnapshotRecord;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What parts of streams write by hand the generated classes read, and it is all of it. */
class StreamPartTest {
    private static final int SEED = 11;
    private final SplittableRandom random = new SplittableRandom(SEED);

    /** Gates with nothing, with some scans, with more than are kept; streams left behind; every bit of a decision. */
    @Test
    void whatIsReadBackIsWhatWasCopied() throws IOException {
        Streams streams = new Streams();
        for (int gate = 0; gate < 400; gate++) {
            int kind = random.nextInt(4);
            for (int stream = 0; kind > 0 && stream <= random.nextInt(3); stream++) {
                begin(streams, gate);
                int scans = kind == 1 ? random.nextInt(20) : random.nextInt(DecisionRing.CAPACITY * 2);
                push(streams.of(gate), scans);
            }
        }
        Streams back = new Streams();
        int parts = 0;
        StateParts copy = streams.parts();
        for (StateCopy part = copy.next(); part != null; part = copy.next()) {
            part.write(new StateSink() {
                @Override
                public void record(byte[] bytes, int offset, int length) throws IOException {
                    assertTrue(back.read(SnapshotRecord.parser().parseFrom(bytes, offset, length)));
                }

                @Override
                public void record(SnapshotRecord record) {
                    throw new AssertionError(record);
                }
            });
            parts++;
        }
        assertTrue(parts > 50, parts + " parts");
        assertArrayEquals(bytes(streams), bytes(back), "seed " + SEED);
    }

    /** What one part holds stays as it was while the stream goes on, until all turns were used. */
    @Test
    void aPartIsOfItsOwnMoment() throws IOException {
        Streams streams = new Streams();
        begin(streams, 0);
        push(streams.of(0), 500);
        byte[] before = bytes(streams);
        StateCopy part = streams.parts().next();
        push(streams.of(0), 700);
        begin(streams, 0);
        Streams back = new Streams();
        List<SnapshotRecord> records = new ArrayList<>();
        part.write(new StateSink() {
            @Override
            public void record(byte[] bytes, int offset, int length) throws IOException {
                records.add(SnapshotRecord.parser().parseFrom(bytes, offset, length));
            }

            @Override
            public void record(SnapshotRecord record) {
                records.add(record);
            }
        });
        records.forEach(back::read);
        assertArrayEquals(before, bytes(back));
    }

    private void begin(Streams streams, int gate) {
        GateStream stream = streams.of(gate);
        stream.begin(random.nextLong(1, Long.MAX_VALUE), stream.streamId(), stream.held());
    }

    private void push(GateStream stream, int scans) {
        for (int i = 0; i < scans; i++) {
            long sequence = stream.held() + 1 + random.nextInt(3);
            stream.hold(sequence);
            boolean outing = random.nextBoolean();
            long bits = random.nextLong() & 0xFFFF_FFFF_BFFF_FF1FL | random.nextInt(3) << 6;
            long decision = outing ? bits | 1 << 5 : bits & ~(7L << 5);
            boolean passage = (decision & 1L << 31) != 0;
            stream.decisions()
                    .push(
                            sequence,
                            passage && random.nextBoolean() ? decision | 1L << 30 : decision,
                            passage || outing ? random.nextLong() : 0,
                            outing ? random.nextLong() : 0);
        }
    }

    private static byte[] bytes(Streams streams) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        streams.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}
