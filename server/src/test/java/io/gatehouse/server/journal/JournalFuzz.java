package io.gatehouse.server.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.testing.GoldenFrames;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.fuzz.FuzzInput;
import io.gatehouse.server.sim.SimDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A data folder whose first segment is anything, by itself or with the good second one of its journal: it is read, cut
 * where nothing was promised, or refused by file and offset. An input is an octet of {@link #SEALED} and {@link #SECOND},
 * then the segment.
 */
public final class JournalFuzz {
    /** The CRC of each frame is put right, and with it what the next one says of it, so that chance gets behind them. */
    private static final int SEALED = 1;
    /** The second segment stands beside it. */
    private static final int SECOND = 2;
    /** One record, without a journal around it. */
    private static final int RECORD = 4;

    private static final int SEGMENT = 1 << 10;
    private static final Map.Entry<String, byte[]> SECOND_SEGMENT = second();

    private JournalFuzz() {}

    /** What came of reading. */
    private record Outcome(List<String> records, JournalSummary summary, JournalDamagedException damage) {}

    private interface Reading {
        JournalSummary read(RecordVisitor visitor) throws IOException;
    }

    /** Jazzer calls it first: the time that classes take to load is not that of an input. */
    public static void fuzzerInitialize() throws IOException {
        for (byte[] seed : seeds().values()) {
            fuzzerTestOneInput(seed);
        }
    }

    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        FuzzInput input = new FuzzInput(bytes);
        int flags = input.octet();
        byte[] segment = input.rest();
        if ((flags & RECORD) != 0) {
            record(segment, 0, segment.length);
            return;
        }
        if ((flags & SEALED) != 0) {
            seal(segment);
        }
        SimDisk disk = new SimDisk(1);
        disk.put(SegmentName.of(0), segment);
        if ((flags & SECOND) != 0) {
            disk.put(SECOND_SEGMENT.getKey(), SECOND_SEGMENT.getValue());
        }
        check(disk);
    }

    private static void check(SimDisk disk) throws IOException {
        List<String> files = disk.list();
        byte[] first = disk.content(SegmentName.of(0));
        Outcome read = outcome(disk, visitor -> JournalReader.read(disk, visitor));
        Outcome opened = outcome(disk, visitor -> {
            Opened open = Journal.open(disk, Journals.small(), visitor);
            open.journal().close();
            return open.found();
        });
        assertEquals(read.records, opened.records);
        assertEquals(read.damage == null, opened.damage == null);
        if (opened.damage != null) {
            assertEquals(read.damage.getMessage(), opened.damage.getMessage());
            assertEquals(files, disk.list());
            assertArrayEquals(first, disk.content(SegmentName.of(0)), "a start has changed what it refused");
            return;
        }
        assertEquals(read.summary.cutBytes(), opened.summary.cutBytes());
        goesOn(disk, opened.records);
    }

    /** What a start has taken is taken again by every later one, with what was written behind it. */
    private static void goesOn(SimDisk disk, List<String> before) throws IOException {
        List<String> all = new ArrayList<>();
        Opened again = Journals.open(disk, all);
        assertEquals(before, all);
        assertEquals(0, again.found().cutBytes());
        Journals.append(again.journal(), "more");
        again.journal().commit();
        again.journal().close();
        all.add("more");
        assertEquals(all, Journals.read(disk));
    }

    private static Outcome outcome(SimDisk disk, Reading reading) throws IOException {
        List<String> records = new ArrayList<>();
        try {
            JournalSummary summary = reading.read((position, buffer, offset, length) -> {
                record(buffer, offset, length);
                records.add(new String(buffer, offset, length, StandardCharsets.ISO_8859_1));
            });
            assertEquals(records.size(), summary.records());
            return new Outcome(records, summary, null);
        } catch (JournalDamagedException e) {
            assertTrue(e.offset() >= 0);
            assertTrue(SegmentName.base(e.file()) >= 0, e::getMessage);
            return new Outcome(records, null, e);
        }
    }

    /** Each record is an event or refused, and so is its line of JSON. */
    private static void record(byte[] bytes, int offset, int length) {
        Event event = new Event();
        try {
            new RecordReader(new TwoGates()).read(bytes, offset, length, event);
            assertNotNull(event.kind);
        } catch (RecordException refused) {
            assertNotNull(refused.getMessage());
        }
        try {
            Record record = Record.parser().parseFrom(bytes, offset, length);
            assertNotNull(new RecordJson().line(record, 0));
        } catch (InvalidProtocolBufferException | RecordException refused) {
            assertNotNull(refused.getMessage());
        }
    }

    /** Knows 0101-01 and g1. */
    private static final class TwoGates implements GateNumbers {
        private static final byte[][] IDS = {
            "0101-01".getBytes(StandardCharsets.US_ASCII), "g1".getBytes(StandardCharsets.US_ASCII)
        };

        @Override
        public int numberOf(byte[] utf8, int offset, int length) {
            for (int i = 0; i < IDS.length; i++) {
                if (Arrays.equals(IDS[i], 0, IDS[i].length, utf8, offset, offset + length)) {
                    return i + 1;
                }
            }
            return -1;
        }

        @Override
        public byte[] idOf(int number) {
            return IDS[number - 1];
        }
    }

    /** Puts right what a frame says of its own bytes and of the frame before. */
    private static void seal(byte[] segment) {
        int at = 0;
        int before = 0;
        while (at + FrameLayout.HEADER <= segment.length) {
            int length = FrameLayout.getInt(segment, at + FrameLayout.LENGTH_AT);
            if (length < 0 || length > segment.length - at - FrameLayout.HEADER) {
                return;
            }
            ByteBuffer header = ByteBuffer.wrap(segment).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            header.putInt(at + FrameLayout.MAGIC_AT, FrameLayout.MAGIC);
            header.putInt(at + FrameLayout.BEFORE_AT, before);
            Frames.seal(segment, at);
            before = FrameLayout.getInt(segment, at + FrameLayout.CRC_AT);
            at += FrameLayout.HEADER + length;
        }
    }

    // ---- seeds ----------------------------------------------------------------------------------------

    private static Map.Entry<String, byte[]> second() {
        try {
            return ((TreeMap<String, byte[]>) good()).lastEntry();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A small journal of two segments: golden records of every kind. */
    private static Map<String, byte[]> good() throws IOException {
        SimDisk disk = new SimDisk(1);
        JournalOptions options = new JournalOptions(
                4 * SEGMENT, SEGMENT, SEGMENT, SEGMENT, Runnable::run, () -> Journals.KEY, new JournalListener() {});
        Journal journal = Journal.open(disk, options, (position, buffer, offset, length) -> {})
                .journal();
        List<byte[]> records = records();
        for (int i = 0;
                disk.list().stream()
                                        .filter(name -> name.endsWith(SegmentName.SUFFIX))
                                        .count()
                                < 2
                        || i < records.size();
                i++) {
            byte[] record = records.get(i % records.size());
            journal.begin(record.length).put(record);
            journal.end();
            if (i % 5 == 4) {
                journal.commit();
            }
        }
        journal.close();
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : disk.list()) {
            if (name.endsWith(SegmentName.SUFFIX)) {
                files.put(name, disk.content(name));
            }
        }
        return files;
    }

    private static List<byte[]> records() {
        List<byte[]> records = new ArrayList<>();
        for (GoldenFrames.Frame frame : GoldenFrames.taken()) {
            if (frame.kind() == GoldenFrames.Kind.RECORD && frame.message().length <= SEGMENT / 2) {
                records.add(frame.message());
            }
        }
        return records;
    }

    public static Map<String, byte[]> seeds() throws IOException {
        Map<String, byte[]> seeds = new TreeMap<>();
        Map<String, byte[]> good = good();
        byte[] first = good.get(SegmentName.of(0));
        seeds.put("first", with(0, first));
        seeds.put("first-sealed", with(SEALED, first));
        seeds.put("both", with(SECOND, first));
        seeds.put("both-sealed", with(SECOND | SEALED, first));
        seeds.put("cut", with(SEALED, Arrays.copyOf(first, 700)));
        seeds.put("empty", with(0, new byte[0]));
        seeds.put("zeros", with(0, new byte[100]));
        seeds.put("one-frame", with(SEALED, Frames.empty(Journals.KEY, 0)));
        int i = 0;
        for (byte[] record : records()) {
            seeds.put("record-" + i++, with(RECORD, record));
        }
        return seeds;
    }

    private static byte[] with(int flags, byte[] segment) {
        byte[] seed = new byte[1 + segment.length];
        seed[0] = (byte) flags;
        System.arraycopy(segment, 0, seed, 1, segment.length);
        return seed;
    }
}
